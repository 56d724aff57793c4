// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/verification/order_rules.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "backend/payment/verification/kinds.h"

namespace saga::payment {
namespace {

constexpr std::array<std::string_view, 5> kFailures{"VALIDATION_FAILED", "BALANCE_INSUFFICIENT", "STOCK_INSUFFICIENT",
                                                    "PAYMENT_FAILED", "CANCELLED"};

bool failed(std::string_view status) { return std::ranges::find(kFailures, status) != kFailures.end(); }

std::string status_of(const OrderFacts& order) { return order.order ? order.order->status : "missing"; }

// How many of the lines are so.
struct Lines {
  std::size_t all = 0, sold = 0, released = 0;
};
Lines lines_of(const OrderFacts& order) {
  Lines lines{.all = order.lines.size()};
  for (const auto& [product, line] : order.lines) {
    if (line.released > 0) {
      ++lines.released;
    } else if (line.confirmed > 0) {
      ++lines.sold;
    }
  }
  return lines;
}

class Ends {
 public:
  Ends(const OrderFacts& order, Sink& sink) : order_(order), sink_(sink) {}

  void completed(const SagaFacts& saga) {
    const auto payments = order_.completed();
    if (order_.payments_known && payments.empty()) {
      wrong(kind::kNoPayment, saga, fmt::format("expected a completed payment of {}, found none", to_text(saga.sum)));
    }
    if (order_.money_known && order_.debits.empty()) {
      wrong(kind::kNoDebit, saga, fmt::format("expected a debit of {}, found none", to_text(saga.sum)));
    } else if (order_.money_known && !order_.refunds.empty()) {
      wrong(kind::kNoDebit, saga,
            fmt::format("expected a debit that stands, but {} were given back", to_text(order_.refunds.front())));
    }
    if (const Lines lines = lines_of(order_); order_.stock_known && (lines.all == 0 || lines.sold != lines.all)) {
      wrong(kind::kNoStock, saga,
            fmt::format("expected all of {} lines sold, found {} sold and {} released", lines.all, lines.sold,
                        lines.released));
    }
    if (order_.order_known && status_of(order_) != "COMPLETED") {
      order_wrong(kind::kOrderStatus, fmt::format("expected COMPLETED as its saga is, found {}", status_of(order_)));
    }
    same_money(saga);
  }

  void compensated(const SagaFacts& saga) {
    if (order_.payments_known && !order_.completed().empty()) {
      wrong(kind::kStillPaid, saga,
            fmt::format("expected no completed payment, found {}", order_.completed().front()->id));
    }
    if (order_.money_known && order_.debits.size() > order_.refunds.size()) {
      wrong(kind::kNotRefunded, saga,
            fmt::format("expected the debit of {} to be given back, it stands", to_text(order_.debits.back())));
    }
    if (const Lines lines = lines_of(order_); order_.stock_known && lines.released != lines.all) {
      wrong(kind::kNotReleased, saga,
            fmt::format("expected all of {} lines released, found {} sold and {} reserved", lines.all, lines.sold,
                        lines.all - lines.sold - lines.released));
    }
    if (!order_.order_known || !order_.order) return;
    if (!failed(order_.order->status)) {
      order_wrong(kind::kOrderStatus,
                  fmt::format("expected a failure, as its saga is compensated, found {}", order_.order->status));
    }
    no_coupon("its saga is compensated");
  }

  // `payment`: its status, where the payment was event-driven.
  void refunded(const SagaFacts& refund, std::string_view payment) {
    if (payment != "COMPLETED") {
      wrong(kind::kRefundIncomplete, refund,
            fmt::format("expected to give back a completed payment, it is {}", payment));
    }
    if (refund.status != "COMPLETED") return;
    if (order_.payments_known && !order_.completed().empty()) {
      wrong(kind::kRefundIncomplete, refund,
            fmt::format("expected the payment cancelled, {} stands", order_.completed().front()->id));
    }
    if (order_.money_known && (order_.refunds.empty() || order_.refunds.front() != refund.sum)) {
      wrong(kind::kRefundIncomplete, refund,
            fmt::format("expected {} given back, found {}", to_text(refund.sum),
                        order_.refunds.empty() ? "nothing" : to_text(order_.refunds.front())));
    }
    if (const Lines lines = lines_of(order_); order_.stock_known && lines.released != lines.all) {
      wrong(kind::kRefundIncomplete, refund,
            fmt::format("expected all of {} lines released, found {}", lines.all, lines.released));
    }
    if (!order_.order_known) return;
    if (status_of(order_) != "CANCELLED") {
      order_wrong(kind::kOrderStatus, fmt::format("expected CANCELLED as it is refunded, found {}", status_of(order_)));
    }
    no_coupon("it is refunded");
  }

 private:
  void wrong(std::string_view kind, const SagaFacts& saga, const std::string& detail) {
    sink_.found(order_.id, kind, "saga", saga.id, fmt::format("order {}: {}", order_.id, detail));
  }
  void order_wrong(std::string_view kind, std::string detail) {
    sink_.found(order_.id, kind, "order", order_.id, std::move(detail));
  }

  void no_coupon(std::string_view because) {
    if (!order_.order || !order_.order->coupon_used || !order_.order->coupon_id) return;
    sink_.found(order_.id, kind::kCouponOfFailed, "coupon", *order_.order->coupon_id,
                fmt::format("expected it given back by order {}, as {}; it is used", order_.id, because));
  }

  // Whoever paid, what, and how much: the same everywhere.
  void same_money(const SagaFacts& saga) {
    const auto differs = [&](std::string_view where, const Sum& sum) {
      if (sum == saga.sum) return;
      order_wrong(kind::kMoney,
                  fmt::format("expected {} as its saga says, the {} says {}", to_text(saga.sum), where, to_text(sum)));
    };
    if (!order_.debits.empty()) differs("debit", order_.debits.front());
    for (const PaymentFacts* payment : order_.completed()) {
      differs("payment", {payment->state.user_id, payment->state.amount, payment->state.currency});
    }
    if (order_.order) differs("order", {order_.order->user_id, order_.order->amount, order_.order->currency});
  }

  const OrderFacts& order_;
  Sink& sink_;
};

}  // namespace

void judge_ends(const OrderFacts& order, Sink& sink) {
  if (order.payments_sagas.size() > 1 || order.refund_sagas.size() > 1) return;  // told by the claim's rules
  Ends ends(order, sink);
  const bool refunded = !order.refund_sagas.empty();
  if (refunded) {
    const bool legacy = order.payments_sagas.empty();
    if (!order.refund_sagas.front().active) {
      ends.refunded(order.refund_sagas.front(), legacy ? "COMPLETED" : order.payments_sagas.front().status);
    }
    return;
  }
  if (order.payments_sagas.empty() || order.refund_asked) return;
  const SagaFacts& saga = order.payments_sagas.front();
  if (saga.status == "COMPLETED") ends.completed(saga);
  if (saga.status == "FAILED" && saga.open_effects == 0) ends.compensated(saga);
}

void judge_legacy(const OrderFacts& order, Sink& sink) {
  if (!order.claim || order.claim->route != "LEGACY" || !order.claim->outcome || !order.all_known()) return;
  if (!order.refund_sagas.empty() || order.refund_asked || !order.payments_sagas.empty()) return;
  const auto wrong = [&](std::string_view kind, std::string detail) {
    sink.found(order.id, kind, "order", order.id, std::move(detail));
  };
  const Lines lines = lines_of(order);
  const auto payments = order.completed();
  if (*order.claim->outcome == "COMPLETED") {
    if (payments.empty()) wrong(kind::kLegacyIncomplete, "expected a completed payment, found none");
    if (order.debits.empty()) wrong(kind::kLegacyIncomplete, "expected a debit, found none");
    if (!order.refunds.empty()) wrong(kind::kLegacyIncomplete, "expected a debit that stands, it was given back");
    if (lines.all == 0 || lines.sold != lines.all) {
      wrong(kind::kLegacyIncomplete, fmt::format("expected all of {} lines sold, found {}", lines.all, lines.sold));
    }
    if (status_of(order) != "COMPLETED") {
      wrong(kind::kLegacyIncomplete, fmt::format("expected the order COMPLETED, found {}", status_of(order)));
    }
    if (!order.order) return;
    const Sum cost{order.order->user_id, order.order->amount, order.order->currency};
    std::set<std::string> others;
    if (!order.debits.empty() && order.debits.front() != cost) others.insert("debit " + to_text(order.debits.front()));
    for (const PaymentFacts* payment : payments) {
      const Sum paid{payment->state.user_id, payment->state.amount, payment->state.currency};
      if (paid != cost) others.insert("payment " + to_text(paid));
    }
    for (const std::string& other : others) {
      wrong(kind::kMoney, fmt::format("expected {} as the order costs, found the {}", to_text(cost), other));
    }
    return;
  }
  if (!payments.empty()) wrong(kind::kLegacyStands, fmt::format("expected no payment, found {}", payments.front()->id));
  if (order.debits.size() > order.refunds.size()) {
    wrong(kind::kLegacyStands, fmt::format("expected no debit, found {}", to_text(order.debits.front())));
  }
  if (lines.released != lines.all) {
    wrong(kind::kLegacyStands, fmt::format("expected all of {} lines released, found {}", lines.all, lines.released));
  }
  if (order.order && order.order->status != *order.claim->outcome && !failed(order.order->status)) {
    wrong(kind::kLegacyStands,
          fmt::format("expected the order {}, found {}", *order.claim->outcome, order.order->status));
  }
  if (order.order && order.order->coupon_used && order.order->coupon_id) {
    sink.found(order.id, kind::kCouponOfFailed, "coupon", *order.order->coupon_id,
               fmt::format("expected it given back by order {}, which the legacy route refused; it is used", order.id));
  }
}

void judge(const OrderFacts& order, Sink& sink) {
  judge_entries(order, sink);
  judge_events(order, sink);
  judge_steps(order, sink);
  judge_replies(order, sink);
  if (order.moving) return sink.in_motion();
  judge_claim(order, sink);
  judge_ends(order, sink);
  judge_legacy(order, sink);
}

}  // namespace saga::payment
