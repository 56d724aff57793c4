// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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
  } forward, compensation = {};  // a step that is never undone has no compensation
  [[nodiscard]] constexpr bool can_be_undone() const { return !compensation.request.empty(); }
};

// The steps of a PaymentSaga, in forward order.
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

// The steps of a RefundSaga, in forward order. They have topics of their own: a payment that is undone and a payment
// that is refunded are not the same to whoever reads the streams.
inline constexpr std::array<StepTopics, 4> kRefundSteps{{
    {"PaymentCancellation",
     "payments",
     {"refund.payment.cancellation.requested", "RefundPaymentCancellationRequest", "refund.payment.cancelled",
      "RefundPaymentCancelled", "refund.payment.cancellation.failed", "RefundPaymentCancellationFailed"}},
    {"StockRelease",
     "products",
     {"refund.stock.release.requested", "RefundStockReleaseRequest", "refund.stock.released", "RefundStockReleased",
      "refund.stock.release.failed", "RefundStockReleaseFailed"}},
    {"BalanceRefund",
     "balances",
     {"refund.balance.refund.requested", "RefundBalanceRefundRequest", "refund.balance.refunded",
      "RefundBalanceRefunded", "refund.balance.refund.failed", "RefundBalanceRefundFailed"}},
    {"OrderCancellation",
     "orders",
     {"refund.order.cancellation.requested", "RefundOrderCancellationRequest", "refund.order.cancelled",
      "RefundOrderCancelled", "refund.order.cancellation.failed", "RefundOrderCancellationFailed"}},
}};

inline constexpr std::string_view kPaymentSaga = "PaymentSaga";
inline constexpr std::string_view kRefundSaga = "RefundSaga";

// In forward order; empty: this release does not know the type.
[[nodiscard]] std::span<const StepTopics> steps_of_saga(std::string_view saga_type);
// All streams that carry events of payments and toggles; the hints are not among them.
[[nodiscard]] std::vector<std::string> all_topics();
// Of every saga type. A step name is used by one type only.
[[nodiscard]] std::span<const StepTopics> all_steps();

inline constexpr std::string_view kPaymentRequested = "payment.requested";        // read by the gateway role
inline constexpr std::string_view kLegacyRequested = "payment.legacy.requested";  // decided LEGACY; read by role legacy
inline constexpr std::string_view kSagaChanged = "saga.changed";                  // hints; truth is PostgreSQL
inline constexpr std::string_view kToggleChanged = "feature-toggle.changed";
inline constexpr std::string_view kExternalReplay = "external.replay";  // read by the publishers alone
inline constexpr std::string_view kOrchestratorGroup = "orchestrator";
inline constexpr std::string_view kGatewayGroup = "gateway";
inline constexpr std::string_view kLegacyGroup = "legacy";
inline constexpr std::string_view kPublisherGroup = "publisher";

// What a stream carries, seen from the step it belongs to.
struct TopicMeaning {
  const StepTopics* step = nullptr;
  Direction direction = Direction::Forward;
  enum class Kind { Request, Done, Failed } kind = Kind::Request;
};

[[nodiscard]] std::optional<TopicMeaning> meaning_of(std::string_view topic);
[[nodiscard]] const StepTopics* find_step(std::string_view step_name);
[[nodiscard]] const StepTopics* step_before(std::string_view step_name);  // of its saga; nullptr: it is the first
[[nodiscard]] const StepTopics* step_after(std::string_view step_name);   // nullptr: it is the last

}  // namespace saga::payment
