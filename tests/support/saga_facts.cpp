// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/saga_facts.h"

#include <string_view>

namespace saga::test {
namespace {

using Facts = std::map<std::string, OrderFacts>;

template <class Use>
Result<void> each(pg::Session& session, std::string_view sql, Use use) {
  const auto rows = session.read(sql);
  if (!rows) return std::unexpected(rows.error());
  return rows->each(use);
}

Result<void> read_sagas(pg::Session& session, Facts& facts) {
  auto done = each(session,
                   "select order_id, saga_id::text, status, amount, open_effects, parked_reason is not null,"
                   " btrim(parked_reason) = '', saga_type = 'RefundSaga' from saga.saga_state",
                   [&](const pg::Row& row) {
                     OrderFacts& order = facts[row.text(0)];
                     (row.boolean(7) ? order.refunds : order.sagas)
                         .push_back({row.text(1), row.text(2), row.int64(3), row.int32(4), row.boolean(5),
                                     row.optional_boolean(6).value_or(false)});
                   });
  if (!done) return done;
  return each(session, "select order_id, saga_id::text, route = 'LEGACY', outcome from saga.payment_route",
              [&](const pg::Row& row) {
                OrderFacts& order = facts[row.text(0)];
                order.legacy = row.boolean(2);
                order.routed = !order.legacy;
                if (order.legacy) order.legacy_outcome = row.optional_text(3);
                order.routed_saga = row.optional_text(1).value_or("");
              });
}

Result<void> read_orders(pg::Session& session, Facts& facts) {
  auto done = each(session, "select order_id, status, amount from orders.orders", [&](const pg::Row& row) {
    OrderFacts& order = facts[row.text(0)];
    order.order_status = row.text(1);
    order.order_amount = row.int64(2);
  });
  if (!done) return done;
  return each(session, "select used_by_order from orders.coupon where used_by_order is not null",
              [&](const pg::Row& row) { facts[row.text(0)].uses_coupon = true; });
}

Result<void> read_balances(pg::Session& session, Facts& facts) {
  return each(session, "select order_id, kind, abs(amount) from balances.balance_entry where kind <> 'DEPOSIT'",
              [&](const pg::Row& row) {
                OrderFacts& order = facts[row.text(0)];
                (row.text(1) == "DEBIT" ? order.debit : order.refund) = row.int64(2);
              });
}

Result<void> read_products(pg::Session& session, Facts& facts) {
  return each(session,
              "select order_id, count(*) filter (where kind = 'RESERVE'), count(*) filter (where kind = 'CONFIRM'),"
              " count(*) filter (where kind = 'RELEASE') from products.stock_entry where kind <> 'SUPPLY' group by 1",
              [&](const pg::Row& row) {
                OrderFacts& order = facts[row.text(0)];
                order.reserved = row.int32(1);
                order.confirmed = row.int32(2);
                order.released = row.int32(3);
              });
}

Result<void> read_payments(pg::Session& session, Facts& facts) {
  return each(session,
              "select order_id, count(*), sum(amount)::bigint, count(*) filter (where route = 'LEGACY')"
              " from payments.payment where status = 'COMPLETED' group by 1",
              [&](const pg::Row& row) {
                OrderFacts& order = facts[row.text(0)];
                order.completed_payments = row.int32(1);
                order.paid = row.int64(2);
                order.legacy_payments = row.int32(3);
              });
}

}  // namespace

Result<Facts> read_facts(const PaymentDatabases& databases) {
  Facts facts;
  Result<void> done = read_sagas(databases.saga, facts);
  if (done) done = read_orders(databases.orders, facts);
  if (done) done = read_balances(databases.balances, facts);
  if (done) done = read_products(databases.products, facts);
  if (done) done = read_payments(databases.payments, facts);
  if (!done) return std::unexpected(done.error());
  return facts;
}

}  // namespace saga::test
