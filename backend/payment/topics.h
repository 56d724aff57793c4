// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "backend/domain/saga.h"

namespace saga::payment {

// The streams of one step, and the event types on them. The names are the contract's.
struct StepTopics {
  std::string_view step;
  std::string_view participant;  // role, consumer group and schema
  struct Leg {
    std::string_view request, request_type;
    std::string_view done, done_type;
    std::string_view failed, failed_type;
  } forward, compensation;
};

// In forward order.
inline constexpr std::array<StepTopics, 4> kPaymentSteps{{
    {"OrderValidation",
     "orders",
     {"order.validation.requested", "OrderValidationRequest", "order.validated", "OrderValidated",
      "order.validation.failed", "OrderValidationFailed"},
     {"order.cancellation.requested", "OrderCancellationRequest", "order.cancelled", "OrderCancelled",
      "order.cancellation.failed", "OrderCancellationFailed"}},
    {"BalanceDeduction",
     "balances",
     {"balance.deduction.requested", "BalanceDeductionRequest", "balance.deducted", "BalanceDeducted",
      "balance.deduction.failed", "BalanceDeductionFailed"},
     {"balance.refund.requested", "BalanceRefundRequest", "balance.refunded", "BalanceRefunded",
      "balance.refund.failed", "BalanceRefundFailed"}},
    {"StockConfirmation",
     "products",
     {"stock.confirmation.requested", "StockConfirmationRequest", "stock.confirmed", "StockConfirmed",
      "stock.confirmation.failed", "StockConfirmationFailed"},
     {"stock.release.requested", "StockReleaseRequest", "stock.released", "StockReleased", "stock.release.failed",
      "StockReleaseFailed"}},
    {"PaymentCreation",
     "payments",
     {"payment.creation.requested", "PaymentCreationRequest", "payment.completed", "PaymentCompleted", "payment.failed",
      "PaymentFailed"},
     {"payment.cancellation.requested", "PaymentCancellationRequest", "payment.cancelled", "PaymentCancelled",
      "payment.cancellation.failed", "PaymentCancellationFailed"}},
}};

inline constexpr std::string_view kPaymentRequested = "payment.requested";  // read by the gateway role
inline constexpr std::string_view kSagaChanged = "saga.changed";            // hints; truth is PostgreSQL
inline constexpr std::string_view kToggleChanged = "feature-toggle.changed";
inline constexpr std::string_view kOrchestratorGroup = "orchestrator";
inline constexpr std::string_view kGatewayGroup = "gateway";

// What a stream carries, seen from the step it belongs to.
struct TopicMeaning {
  const StepTopics* step = nullptr;
  Direction direction = Direction::Forward;
  enum class Kind { Request, Done, Failed } kind = Kind::Request;
};

[[nodiscard]] std::optional<TopicMeaning> meaning_of(std::string_view topic);
[[nodiscard]] const StepTopics* find_step(std::string_view step_name);
[[nodiscard]] const StepTopics* step_before(std::string_view step_name);  // nullptr: it is the first
[[nodiscard]] const StepTopics* step_after(std::string_view step_name);   // nullptr: it is the last

}  // namespace saga::payment
