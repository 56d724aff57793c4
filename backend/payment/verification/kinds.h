// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "backend/payment/legacy/place.h"

namespace saga::payment {

// One kind of inconsistency.
struct Kind {
  std::string_view name;
  std::string_view subject_type;
  std::string_view says;    // what it means
  std::string_view advice;  // what to do next
  std::vector<Place> needs;
  bool needs_redis = false;
};

// All that the verification knows, in the order in which they are listed.
[[nodiscard]] std::span<const Kind> kinds();
[[nodiscard]] const Kind* find_kind(std::string_view name);

namespace kind {
inline constexpr std::string_view kBothRoutes = "route.both";
inline constexpr std::string_view kClaimWithoutSaga = "route.saga-missing";
inline constexpr std::string_view kRouteOutcome = "route.outcome";
inline constexpr std::string_view kSagaUnclaimed = "saga.unclaimed";
inline constexpr std::string_view kSagaTwice = "saga.twice";
inline constexpr std::string_view kNoPayment = "saga.no-payment";
inline constexpr std::string_view kNoDebit = "saga.no-debit";
inline constexpr std::string_view kNoStock = "saga.no-stock";
inline constexpr std::string_view kNotRefunded = "saga.not-refunded";
inline constexpr std::string_view kNotReleased = "saga.not-released";
inline constexpr std::string_view kStillPaid = "saga.still-paid";
inline constexpr std::string_view kSteps = "saga.steps";
inline constexpr std::string_view kOpenEffects = "saga.open-effects";
inline constexpr std::string_view kRefundIncomplete = "refund.incomplete";
inline constexpr std::string_view kMoney = "money.mismatch";
inline constexpr std::string_view kRefundWithoutDebit = "money.refund-without-debit";
inline constexpr std::string_view kDebitTwice = "money.twice";
inline constexpr std::string_view kDebitUnclaimed = "money.unclaimed";
inline constexpr std::string_view kBalanceSum = "balance.sum";
inline constexpr std::string_view kOrderStatus = "order.status";
inline constexpr std::string_view kOrderUnclaimed = "order.unclaimed";
inline constexpr std::string_view kCouponOfFailed = "coupon.order-failed";
inline constexpr std::string_view kCouponOfNone = "coupon.used-by-none";
inline constexpr std::string_view kStockEntries = "stock.entries";
inline constexpr std::string_view kStockUnclaimed = "stock.unclaimed";
inline constexpr std::string_view kStockSum = "stock.sum";
inline constexpr std::string_view kPaymentTwice = "payment.twice";
inline constexpr std::string_view kPaymentUnclaimed = "payment.unclaimed";
inline constexpr std::string_view kLegacyIncomplete = "legacy.incomplete";
inline constexpr std::string_view kLegacyStands = "legacy.effects-stand";
inline constexpr std::string_view kEventGap = "event.gap";
inline constexpr std::string_view kEventFold = "event.fold";
inline constexpr std::string_view kReplyWithoutEffect = "inbox.no-effect";
inline constexpr std::string_view kEffectWithoutReply = "inbox.no-reply";
inline constexpr std::string_view kReplyWithoutSaga = "inbox.saga-missing";
inline constexpr std::string_view kPrepared = "transaction.prepared";
inline constexpr std::string_view kStreamWithoutSaga = "stream.saga-missing";
inline constexpr std::string_view kDeliveryMissing = "delivery.missing";
inline constexpr std::string_view kDeliveryUnasked = "delivery.unasked";
inline constexpr std::string_view kOutboxWaiting = "outbox.waiting";
}  // namespace kind

}  // namespace saga::payment
