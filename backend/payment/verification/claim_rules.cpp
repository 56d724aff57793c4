// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "backend/payment/verification/kinds.h"
#include "backend/payment/verification/order_rules.h"

namespace saga::payment {
namespace {

// Paid on a route that did not claim it, or on both.
void judge_routes(const OrderFacts& order, Sink& sink) {
  std::set<std::string> routes;
  for (const PaymentFacts* payment : order.completed()) routes.insert(payment->state.route);
  std::string wrong;
  if (routes.size() > 1) {
    wrong = "expected one route, found completed payments of LEGACY and EVENT_DRIVEN";
  } else if (order.claim && !routes.empty() && *routes.begin() != order.claim->route) {
    wrong = fmt::format("expected a payment of the route {} that claimed it, found one of {}", order.claim->route,
                        *routes.begin());
  } else if (order.claim && order.claim->route == "LEGACY" && !order.payments_sagas.empty()) {
    wrong = fmt::format("expected no saga, as the legacy route claimed it, found {}", order.payments_sagas.front().id);
  }
  if (!wrong.empty()) sink.found(order.id, kind::kBothRoutes, "order", order.id, std::move(wrong));
}

void judge_sagas(const OrderFacts& order, Sink& sink) {
  for (const auto* sagas : {&order.payments_sagas, &order.refund_sagas}) {
    if (sagas->size() < 2) continue;
    std::set<std::string> ids;
    for (const SagaFacts& saga : *sagas) ids.insert(saga.id);
    sink.found(order.id, kind::kSagaTwice, "order", order.id,
               fmt::format("expected one {}, found {}", sagas->front().type, fmt::join(ids, ", ")));
  }
  if (order.payments_sagas.size() > 1) return;
  if (order.payments_sagas.empty()) {
    if (order.claim && !order.claim->saga_id.empty() && !order.saga_dropped) {
      sink.found(order.id, kind::kClaimWithoutSaga, "order", order.id,
                 fmt::format("expected the saga {}, it is not there", order.claim->saga_id));
    }
    return;
  }
  const SagaFacts& saga = order.payments_sagas.front();
  if (!order.claim) {
    sink.found(order.id, kind::kSagaUnclaimed, "saga", saga.id,
               fmt::format("expected a claim of order {}, found none", order.id));
  } else if (order.claim->route == "EVENT_DRIVEN" && order.claim->saga_id != saga.id) {
    sink.found(order.id, kind::kSagaUnclaimed, "saga", saga.id,
               fmt::format("expected the claim of order {} to name it, it names {}", order.id,
                           order.claim->saga_id.empty() ? "none" : order.claim->saga_id));
  }
}

void judge_outcome(const OrderFacts& order, Sink& sink) {
  if (!order.claim) return;
  const auto& outcome = order.claim->outcome;
  const auto wrong = [&](std::string detail) {
    sink.found(order.id, kind::kRouteOutcome, "order", order.id, std::move(detail));
  };
  if (order.claim->route == "LEGACY") {
    if (!outcome) wrong("expected an outcome with the claim, as both are one transaction, found none");
    return;
  }
  if (order.payments_sagas.size() != 1) return;
  const SagaFacts& saga = order.payments_sagas.front();
  if (saga.active || saga.id != order.claim->saga_id) return;
  if ((saga.status == "COMPLETED") != (outcome == "COMPLETED") || !outcome) {
    wrong(fmt::format("expected the outcome of a saga that is {}, found {}", saga.status, outcome.value_or("none")));
  }
}

// Nobody asked for it to be paid.
void judge_unclaimed(const OrderFacts& order, Sink& sink) {
  if (order.claim || !order.payments_sagas.empty()) return;
  for (const PaymentFacts* payment : order.completed()) {
    sink.found(order.id, kind::kPaymentUnclaimed, "payment", payment->id,
               fmt::format("expected a claim of order {}, found none", order.id));
  }
  if (order.debits.size() > order.refunds.size()) {
    sink.found(order.id, kind::kDebitUnclaimed, "order", order.id,
               fmt::format("expected no debit without a claim, found {}", to_text(order.debits.front())));
  }
  for (const auto& [product, line] : order.lines) {
    if (line.confirmed == 0 || line.released > 0) continue;
    sink.found(order.id, kind::kStockUnclaimed, "order", order.id,
               fmt::format("expected nothing sold without a claim, found {} of product {}", line.confirmed, product));
  }
  if (order.order && (order.order->status == "VALIDATED" || order.order->status == "COMPLETED")) {
    sink.found(order.id, kind::kOrderUnclaimed, "order", order.id,
               fmt::format("expected CREATED without a claim, found {}", order.order->status));
  }
}

}  // namespace

void judge_claim(const OrderFacts& order, Sink& sink) {
  judge_routes(order, sink);
  judge_sagas(order, sink);
  judge_outcome(order, sink);
  judge_unclaimed(order, sink);
}

}  // namespace saga::payment
