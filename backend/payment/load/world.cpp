// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/load/world.h"

#include <fmt/format.h>

namespace saga::payment {
namespace {

// One in ten also pays in a foreign currency, as one product in ten is priced in it.
constexpr std::string_view kSeedBalances = R"(
with missing as (
  insert into balances.balance (user_id, currency, amount)
  select u, c, m from (
    select u, c, case c when 'KRW' then 40000000 else 4000000 end::bigint as m
      from generate_series($1::bigint, $1::bigint + $2::int - 1) u, unnest(array['KRW', 'USD']) c
     where c = 'KRW' or u % 10 = 0
    union all
    select u, 'KRW', 40000000 from generate_series($3::bigint, $3::bigint + $4::int - 1) u
    union all
    select u, 'KRW', $7::bigint from generate_series($5::bigint, $5::bigint + $6::int - 1) u) t
  on conflict do nothing
  returning user_id, currency, amount
), stored as (
  insert into balances.event_store (aggregate_id, sequence_number, event_type, event_data)
  select format('account/%s/%s', user_id, currency), 1, 'Deposited', json_build_object('amount', amount)::text from missing)
insert into balances.balance_entry (user_id, currency, kind, amount) select user_id, currency, 'DEPOSIT', amount from missing)";

constexpr std::string_view kSeedProducts = R"(
with missing as (
  insert into products.product (product_id, category, price, available)
  select p,
         case when p % 10 = 0 then 'global'
              else (array['grocery', 'fashion', 'beauty', 'home', 'books', 'digital', 'sports', 'kids'])[1 + p % 8] end,
         case when p % 10 = 0 then 990 + 500 * ((p * 37) % 60) else 1900 + 100 * ((p * 7919) % 797) end,
         1000000
    from generate_series(1, $1::int) p
  on conflict do nothing
  returning product_id, available
), stored as (
  insert into products.event_store (aggregate_id, sequence_number, event_type, event_data)
  select format('product/%s', product_id), 1, 'StockSupplied', json_build_object('quantity', available)::text from missing)
insert into products.stock_entry (product_id, kind, quantity) select product_id, 'SUPPLY', available from missing)";

constexpr std::string_view kSeedCoupons = R"(
insert into orders.coupon (coupon_id, user_id, discount, status)
select 'CPN-OTHERS-' || u, u + 1000000, 1000, 'ISSUED' from generate_series($1::bigint, $1::bigint + 99) u
on conflict do nothing)";

constexpr std::string_view kSeedVips = R"(
insert into orders.vip_user (user_id) select u from generate_series($1::bigint, $1::bigint + $2::int - 1) u
on conflict do nothing)";

// Poor is who cannot pay the cheapest thing there is.
constexpr std::string_view kBuyers = R"(
select user_id, currency, amount from balances.balance
 where user_id >= $1 and (user_id < $2 or amount > 0) order by user_id, currency limit 50000)";

pg::Settings settings(const Config& config, Role domain) {
  return {.conninfo = config.conninfo_of(domain),
          .statement_timeout = std::chrono::seconds(60),
          .application_name = fmt::format("payment-load {}", to_text(domain))};
}

Result<void> run(ReconnectingSession& where, std::string_view sql, const pg::Params& params) {
  auto session = where.get();
  if (!session) return std::unexpected(session.error());
  if (auto done = (*session)->execute(sql, params); !done) return std::unexpected(done.error());
  return {};
}

template <class Read>
auto rows_of(ReconnectingSession& where, std::string_view sql, const pg::Params& params, Read read)
    -> Result<std::vector<std::invoke_result_t<Read&, const pg::Row&>>> {
  auto session = where.get();
  if (!session) return std::unexpected(session.error());
  const auto rows = (*session)->read(sql, params);
  if (!rows) return std::unexpected(rows.error());
  return rows->map(read);
}

}  // namespace

ShopSessions::ShopSessions(const Config& config)
    : orders(settings(config, Role::Orders)),
      balances(settings(config, Role::Balances)),
      products(settings(config, Role::Products)) {}

Result<void> seed_world(ShopSessions& sessions, const LoadOptions& options) {
  if (auto done = run(sessions.balances, kSeedBalances,
                      {kFirstUser, options.users, kFirstVip, kVips, kFirstPoorUser, kPoorUsers, kPoorMoney});
      !done) {
    return done;
  }
  if (auto done = run(sessions.products, kSeedProducts, {options.products}); !done) return done;
  if (auto done = run(sessions.orders, kSeedCoupons, {kFirstUser}); !done) return done;
  return run(sessions.orders, kSeedVips, {kFirstVip, kVips});
}

Result<World> read_world(ShopSessions& sessions) {
  World world;
  auto buyers = rows_of(sessions.balances, kBuyers, {kFirstPoorUser, kFirstPoorUser + kPoorUsers},
                        [](const pg::Row& row) { return Buyer{row.int64(0), row.text(1), row.int64(2)}; });
  if (!buyers) return std::unexpected(buyers.error());
  for (Buyer& buyer : *buyers) {
    const bool poor = buyer.user_id < kFirstPoorUser + kPoorUsers;
    (poor ? world.poor : world.buyers).push_back(std::move(buyer));
  }
  auto products = rows_of(sessions.products,
                          "select product_id, price, case category when 'global' then 'USD' else 'KRW' end"
                          " from products.product where price > 0 order by product_id limit 10000",
                          {}, [](const pg::Row& row) { return Product{row.int64(0), row.int64(1), row.text(2)}; });
  if (!products) return std::unexpected(products.error());
  world.products = std::move(*products);
  auto coupons = rows_of(sessions.orders,
                         "select coupon_id, user_id - 1000000 from orders.coupon where coupon_id like 'CPN-OTHERS-%'",
                         {}, [](const pg::Row& row) { return ForeignCoupon{row.text(0), row.int64(1)}; });
  if (!coupons) return std::unexpected(coupons.error());
  world.foreign_coupons = std::move(*coupons);
  if (world.buyers.empty() || world.products.empty()) {
    return std::unexpected(Error{ErrorKind::Invalid, "There is nobody to buy or nothing to be bought.",
                                 "Let payment-load seed users and products."});
  }
  return world;
}

}  // namespace saga::payment
