// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "backend/payment/events/domain_events.h"
#include "backend/payment/verification/kinds.h"
#include "backend/payment/verification/order_rules.h"

namespace saga::payment {
namespace {

void tell_events(const OrderFacts& order, const std::string& aggregate, std::span<const StoredEvent> events,
                 std::span<const std::string> problems, const std::string& contradiction, Sink& sink) {
  if (const auto gap = gap_in(events)) {
    // What else is wrong follows from it.
    return sink.found(order.id, kind::kEventGap, "aggregate", aggregate, *gap);
  }
  for (const std::string& problem : problems) sink.found(order.id, kind::kEventFold, "aggregate", aggregate, problem);
  if (problems.empty() && !contradiction.empty()) {
    sink.found(order.id, kind::kEventFold, "aggregate", aggregate, contradiction);
  }
}

void judge_order_events(const OrderFacts& order, Sink& sink) {
  const auto folded = fold_orders(order.order_events);
  const auto state = folded.states.find(order.id);
  std::string wrong;
  if (order.order && state == folded.states.end()) {
    wrong = fmt::format("expected events for {}, found none", to_text(*order.order));
  } else if (!order.order && state != folded.states.end()) {
    wrong = fmt::format("expected {}, as its events say, the order is not there", to_text(state->second));
  } else if (order.order && !(*order.order == state->second)) {
    wrong = fmt::format("expected {}, as its events say, found {}", to_text(state->second), to_text(*order.order));
  }
  tell_events(order, order_aggregate(order.id), order.order_events, folded.problems, wrong, sink);
}

void judge_reservation_events(const OrderFacts& order, Sink& sink) {
  // Supplied with what it takes: the shelves that it is taken from are not this order's matter.
  std::vector<StoredEvent> events;
  for (const auto& [product, line] : order.lines) {
    events.push_back(
        {fmt::format("product/{}", product), 1, "StockSupplied", fmt::format(R"({{"quantity":{}}})", line.reserved)});
  }
  events.insert(events.end(), order.reservation_events.begin(), order.reservation_events.end());
  const auto folded = fold_products(events);
  std::string wrong;
  std::map<std::int64_t, StockState> expected = folded.states;
  std::map<std::int64_t, StockState> found;
  for (const auto& [product, line] : order.lines) {
    const bool sold_released = line.released_confirmed;
    found[product] = {line.released, line.reserved - line.confirmed - (sold_released ? 0 : line.released),
                      line.confirmed - (sold_released ? line.released : 0)};
  }
  for (const auto& [product, line] : order.lines) expected.try_emplace(product);
  for (const auto& [product, state] : expected) {
    if (wrong.empty() && !(found[product] == state)) {
      wrong = fmt::format("expected of product {} what it was given as {}, as its events say, its entries say {}",
                          product, to_text(state), to_text(found[product]));
    }
  }
  tell_events(order, reservation_aggregate(order.id), order.reservation_events, folded.problems, wrong, sink);
}

void judge_payment_events(const OrderFacts& order, const PaymentFacts& payment, Sink& sink) {
  const auto folded = fold_payments(payment.events);
  const auto state = folded.states.find(payment.id);
  std::string wrong;
  if (state == folded.states.end()) {
    wrong = fmt::format("expected events for {}, found none", to_text(payment.state));
  } else if (!(state->second == payment.state)) {
    wrong = fmt::format("expected {}, as its events say, found {}", to_text(state->second), to_text(payment.state));
  }
  tell_events(order, payment_aggregate(payment.id), payment.events, folded.problems, wrong, sink);
}

}  // namespace

std::optional<std::string> gap_in(std::span<const StoredEvent> events) {
  std::int64_t last = 0;
  for (const StoredEvent& event : events) {
    if (event.sequence_number != last + 1) {
      return fmt::format("expected event {}, found event {}", last + 1, event.sequence_number);
    }
    last = event.sequence_number;
  }
  return std::nullopt;
}

void judge_entries(const OrderFacts& order, Sink& sink) {
  const auto wrong = [&](std::string_view kind, std::string detail) {
    sink.found(order.id, kind, "order", order.id, std::move(detail));
  };
  if (order.debits.size() > 1 || order.refunds.size() > 1) {
    wrong(kind::kDebitTwice, fmt::format("expected at most one debit and one refund, found {} and {}",
                                         order.debits.size(), order.refunds.size()));
  } else if (!order.refunds.empty() && (order.debits.empty() || order.debits.front() != order.refunds.front())) {
    wrong(kind::kRefundWithoutDebit,
          fmt::format("expected a debit of the {} that were given back, found {}", to_text(order.refunds.front()),
                      order.debits.empty() ? "none" : to_text(order.debits.front())));
  }
  if (const auto payments = order.completed(); payments.size() > 1) {
    std::string ids;
    for (const PaymentFacts* payment : payments) ids += (ids.empty() ? "" : ", ") + payment->id;
    wrong(kind::kPaymentTwice, fmt::format("expected one completed payment, found {}", ids));
  }
  for (const auto& [product, line] : order.lines) {
    if ((line.confirmed > 0 && line.confirmed != line.reserved) ||
        (line.released > 0 && line.released != line.reserved) ||
        (line.released > 0 && line.released_confirmed != (line.confirmed > 0))) {
      wrong(kind::kStockEntries,
            fmt::format(
                "product {}: expected what was reserved to be sold or released as a whole, found {} reserved, "
                "{} sold, {} released{}",
                product, line.reserved, line.confirmed, line.released,
                line.released > 0 ? line.released_confirmed ? " of what was sold" : " of what was reserved" : ""));
    }
  }
}

void judge_events(const OrderFacts& order, Sink& sink) {
  if (order.order_known) judge_order_events(order, sink);
  if (order.stock_known) judge_reservation_events(order, sink);
  for (const PaymentFacts& payment : order.payments) judge_payment_events(order, payment, sink);
}

}  // namespace saga::payment
