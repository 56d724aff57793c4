// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/load/order_placer.h"

#include <map>

#include <fmt/format.h>

namespace saga::payment {
namespace {

constexpr int kSupply = 500'000;

constexpr std::string_view kNumbers = "select nextval('orders.order_number') from generate_series(1, $1)";

// A repeated order is placed already, and so are its items.
constexpr std::string_view kOrders = R"(
with placed as (
  insert into orders.orders (order_id, user_id, status, amount, currency, coupon_id)
  select o, u, 'CREATED', a, c, k
    from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[]) as t (o, u, a, c, k)
  on conflict do nothing
  returning order_id, user_id, amount, currency, coupon_id
), stored as (
  insert into orders.event_store (aggregate_id, sequence_number, event_type, event_data)
  select 'order/' || order_id, 1, 'OrderCreated',
         json_build_object('userId', user_id, 'amount', amount, 'currency', currency, 'couponId', coupon_id)::text
    from placed
), announced as (
  insert into orders.outbox (event_type, event_data)
  select 'OrderCreated', json_build_object('orderId', order_id, 'userId', user_id, 'amount', amount,
                                           'currency', currency, 'couponId', coupon_id)::text
    from placed
), issued as (
  insert into orders.coupon (coupon_id, user_id, discount, status)
  select k, u, d, 'ISSUED' from unnest($6::text[], $7::bigint[], $8::bigint[]) as t (k, u, d)
  on conflict do nothing)
insert into orders.order_item (order_id, product_id, quantity, unit_price)
select o, p, q, x from unnest($9::text[], $10::bigint[], $11::int[], $12::bigint[]) as t (o, p, q, x)
  join placed on placed.order_id = o)";

constexpr std::string_view kLock = R"(
select product_id, available from products.product where product_id = any ($1::bigint[])
 order by product_id for update)";

constexpr std::string_view kSupplyMore = R"(
with supplied as (
  insert into products.stock_entry (product_id, kind, quantity) select p, 'SUPPLY', $2 from unnest($1::bigint[]) p
  returning product_id, quantity
), stored as (
  insert into products.event_store (aggregate_id, sequence_number, event_type, event_data)
  select a, coalesce((select e.sequence_number from products.event_store e where e.aggregate_id = a
                       order by e.sequence_number desc limit 1), 0) + 1,
         'StockSupplied', json_build_object('quantity', quantity)::text
    from (select 'product/' || product_id as a, quantity from supplied) s)
update products.product p set available = available + s.quantity from supplied s where p.product_id = s.product_id)";

constexpr std::string_view kReserve = R"(
with reserved as (
  insert into products.stock_entry (product_id, order_id, kind, quantity)
  select p, o, 'RESERVE', q from unnest($1::bigint[], $2::text[], $3::int[]) as t (p, o, q)
  on conflict do nothing
  returning product_id, order_id, quantity
), stored as (
  insert into products.event_store (aggregate_id, sequence_number, event_type, event_data)
  select 'reservation/' || order_id, 1, 'StockReserved',
         json_build_object('items', json_agg(json_build_object('productId', product_id, 'quantity', quantity)
                                             order by product_id))::text
    from reserved group by order_id
), sums as (select product_id, sum(quantity)::int as quantity from reserved group by product_id)
update products.product p set available = available - s.quantity, reserved = reserved + s.quantity
  from sums s where p.product_id = s.product_id)";

// The accounts are locked first: their events are numbered by what is there already.
constexpr std::string_view kLockAccounts = R"(
select b.user_id from balances.balance b
  join (select distinct u, c from unnest($1::bigint[], $2::text[]) as t (u, c)) k on b.user_id = k.u and b.currency = k.c
 order by b.user_id, b.currency for update of b)";

constexpr std::string_view kDeposit = R"(
with deposited as (
  insert into balances.balance_entry (user_id, currency, kind, amount)
  select u, c, 'DEPOSIT', a from unnest($1::bigint[], $2::text[], $3::bigint[]) as t (u, c, a)
  returning entry_id, user_id, currency, amount
), stored as (
  insert into balances.event_store (aggregate_id, sequence_number, event_type, event_data)
  select a, coalesce((select e.sequence_number from balances.event_store e where e.aggregate_id = a
                       order by e.sequence_number desc limit 1), 0) + row_number() over (partition by a order by entry_id),
         'Deposited', json_build_object('amount', amount)::text
    from (select format('account/%s/%s', user_id, currency) as a, entry_id, amount from deposited) d
), sums as (select user_id, currency, sum(amount)::bigint as amount from deposited group by user_id, currency)
update balances.balance b set amount = b.amount + s.amount from sums s
 where b.user_id = s.user_id and b.currency = s.currency)";

Result<void> execute(ReconnectingSession& where, std::string_view sql, const pg::Params& params) {
  auto session = where.get();
  if (!session) return std::unexpected(session.error());
  if (auto done = (*session)->execute(sql, params); !done) return std::unexpected(done.error());
  return {};
}

}  // namespace

Result<void> OrderPlacer::pay_in(const std::vector<Deposit>& deposits) {
  if (deposits.empty()) return {};
  std::vector<std::int64_t> users, amounts;
  std::vector<std::string> currencies;
  for (const Deposit& deposit : deposits) {
    users.push_back(deposit.user_id);
    currencies.push_back(deposit.currency);
    amounts.push_back(deposit.amount);
  }
  auto session = sessions_.balances.get();
  if (!session) return std::unexpected(session.error());
  auto work = (*session)->begin();
  if (!work) return std::unexpected(work.error());
  if (auto locked = work->query(kLockAccounts, {users, currencies}); !locked) return std::unexpected(locked.error());
  if (auto done = work->execute(kDeposit, {users, currencies, amounts}); !done) return std::unexpected(done.error());
  return work->commit();
}

Result<void> OrderPlacer::number(std::span<PlannedOrder> orders) {
  auto session = sessions_.orders.get();
  if (!session) return std::unexpected(session.error());
  const auto numbers = (*session)->query(kNumbers, {static_cast<std::int64_t>(orders.size())});
  if (!numbers) return std::unexpected(numbers.error());
  auto order = orders.begin();
  return numbers->each([&](const pg::Row& row) {
    order->order_id = fmt::format("O-{}", row.int64(0));
    if (order->discount) order->coupon_id = fmt::format("CPN-{}", row.int64(0));
    ++order;
  });
}

Result<void> OrderPlacer::place(std::span<const PlannedOrder> orders) {
  if (orders.empty()) return {};
  if (auto done = reserve(orders); !done) return done;
  return write_orders(orders);
}

Result<void> OrderPlacer::reserve(std::span<const PlannedOrder> orders) {
  std::vector<std::int64_t> products;
  std::vector<std::string> ids;
  std::vector<int> quantities;
  std::map<std::int64_t, int> needed;
  for (const PlannedOrder& order : orders) {
    if (!order.reserve) continue;
    for (const PlannedItem& item : order.items) {
      products.push_back(item.product_id);
      ids.push_back(order.order_id);
      quantities.push_back(item.quantity);
      needed[item.product_id] += item.quantity;
    }
  }
  if (products.empty()) return {};
  auto session = sessions_.products.get();
  if (!session) return std::unexpected(session.error());
  auto work = (*session)->begin();
  if (!work) return std::unexpected(work.error());
  std::vector<std::int64_t> keys;
  for (const auto& [product, quantity] : needed) keys.push_back(product);
  const auto locked = work->query(kLock, {keys});
  if (!locked) return std::unexpected(locked.error());
  std::vector<std::int64_t> scarce;
  auto read = locked->each([&](const pg::Row& row) {
    if (row.int32(1) < needed[row.int64(0)]) scarce.push_back(row.int64(0));
  });
  if (!read) return read;
  if (!scarce.empty()) {
    if (auto done = work->execute(kSupplyMore, {scarce, kSupply}); !done) return std::unexpected(done.error());
  }
  if (auto done = work->execute(kReserve, {products, ids, quantities}); !done) return std::unexpected(done.error());
  return work->commit();
}

Result<void> OrderPlacer::write_orders(std::span<const PlannedOrder> orders) {
  std::vector<std::string> ids, currencies, coupon_ids, item_orders;
  std::vector<std::int64_t> users, amounts, coupon_users, discounts, products, prices;
  std::vector<std::optional<std::string>> coupons;
  std::vector<int> quantities;
  for (const PlannedOrder& order : orders) {
    ids.push_back(order.order_id);
    users.push_back(order.user_id);
    amounts.push_back(order.amount);
    currencies.push_back(order.currency);
    coupons.push_back(order.coupon_id);
    if (order.coupon_id && order.discount) {
      coupon_ids.push_back(*order.coupon_id);
      coupon_users.push_back(order.user_id);
      discounts.push_back(*order.discount);
    }
    for (const PlannedItem& item : order.items) {
      item_orders.push_back(order.order_id);
      products.push_back(item.product_id);
      quantities.push_back(item.quantity);
      prices.push_back(item.unit_price);
    }
  }
  return execute(sessions_.orders, kOrders,
                 {ids, users, amounts, currencies, coupons, coupon_ids, coupon_users, discounts, item_orders, products,
                  quantities, prices});
}

}  // namespace saga::payment
