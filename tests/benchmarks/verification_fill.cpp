// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/verification_fill.h"

#include <map>
#include <thread>
#include <vector>

#include <fmt/format.h>

namespace saga::bench {
namespace {

// What a payment is follows from its number alone, so that each database can be filled by itself. `at` is a literal,
// the same everywhere. The n-th saga began n steps before it.
constexpr const char* kPayments = R"(
create temp view payment as
select n, 'V-' || n as order_id, 2000000 + n % 50000 as user_id, 100001 + n % 1000 as product_id,
       1000 + n % 5000 as amount, n % 33 = 0 as undone, began,
       (lpad(to_hex((extract(epoch from began) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0')
        || '8' || lpad(to_hex(n), 15, '0'))::uuid as saga_id, md5('p' || n)::uuid as payment_id
  from (select n, timestamptz '{at}' - n * (interval '{days} days' / {sagas}) as began
          from generate_series(1, {sagas}::bigint) n) s;
)";

constexpr const char* kReply =
    R"(format('{{"eventId":"%s","eventType":"%s","sagaId":"%s","correlationId":"%s","traceparent":"00-%s-b7ad6b7169203331-01","occurredAt":"2026-01-01T00:00:00.000000Z","payload":{{"orderId":"%s","step":"%s","attempt":1,"result":{{"paymentId":"%s","amount":%s}}}}}}',
      saga_id, {type}, saga_id, saga_id, md5(order_id), order_id, '{step}', payment_id, amount))";

constexpr const char* kInbox = R"(
insert into {schema}.inbox (saga_id, step_name, action_reply, compensation_reply, created_at)
select saga_id, '{step}', {action}, case when undone and '{undone}' <> '' then {compensation} end, began
  from payment order by saga_id;
)";

const std::map<std::string, const char*>& scripts() {
  static const std::map<std::string, const char*> kScripts{{"saga", R"(
select saga.ensure_partitions((timestamptz '{at}')::date - {days} - 1, (timestamptz '{at}')::date + 1);
insert into saga.saga_state (saga_id, saga_type, current_step, status, compensation_data, order_id, user_id, amount,
    currency, trace_id, version, attempts, open_effects, progress_at, created_at, updated_at)
select saga_id, 'PaymentSaga', 'PaymentCreation', case when undone then 'FAILED' else 'COMPLETED' end,
       case when undone then '{{"error":"card refused","failedStep":"PaymentCreation","reason":"PAYMENT_FAILED"}}' end,
       order_id, user_id, amount, 'KRW', md5(order_id), 5, 1, 0, began, began, began + interval '80 ms'
  from payment order by saga_id;
insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, input_data, output_data,
    started_at, executed_at)
select p.saga_id, s.name, 'FORWARD', 1, case when s.nr = 3 and p.undone then 'FAILED' else 'SUCCESS' end,
       '{{"orderId":"' || p.order_id || '","amount":' || p.amount || '}}', '{{"ok":true}}',
       p.began + s.nr * interval '10 ms', p.began + (s.nr + 1) * interval '10 ms'
  from payment p, (values (0, 'OrderValidation'), (1, 'BalanceDeduction'), (2, 'StockConfirmation'),
                          (3, 'PaymentCreation')) s (nr, name) order by p.saga_id;
insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, input_data, output_data,
    started_at, executed_at)
select p.saga_id, s.name, 'COMPENSATION', 1, 'COMPENSATED', '{{}}', '{{"ok":true}}', p.began + interval '50 ms',
       p.began + interval '60 ms'
  from payment p, (values ('OrderValidation'), ('BalanceDeduction'), ('StockConfirmation')) s (name)
 where p.undone order by p.saga_id;
insert into saga.payment_route (order_id, route, reason, toggle_version, saga_id, outcome, latency, requested_at,
    claimed_at, finished_at)
select order_id, 'EVENT_DRIVEN', 'benchmark', 1, saga_id, case when undone then 'PAYMENT_FAILED' else 'COMPLETED' end,
       interval '80 ms', began, began, began + interval '80 ms' from payment order by n desc;
)"},
                                                           {"orders", R"(
insert into orders.orders (order_id, user_id, status, amount, currency, created_at)
select order_id, user_id, case when undone then 'PAYMENT_FAILED' else 'COMPLETED' end, amount, 'KRW',
       began - interval '1 s' from payment;
insert into orders.order_item (order_id, product_id, quantity, unit_price)
select order_id, product_id, 1, amount from payment;
insert into orders.event_store (aggregate_id, sequence_number, event_type, event_data, occurred_at)
select 'order/' || p.order_id, e.nr, e.type, e.data, p.began
  from payment p cross join lateral (values
    (1, 'OrderCreated', format('{{"userId":%s,"amount":%s,"currency":"KRW","couponId":null}}', p.user_id, p.amount)),
    (2, 'OrderValidated', '{{}}'),
    (3, case when p.undone then 'OrderCancelled' else 'OrderCompleted' end,
     case when p.undone then '{{"status":"PAYMENT_FAILED"}}' else '{{}}' end)) e (nr, type, data);
)"},
                                                           {"balances", R"(
insert into balances.balance_entry (user_id, currency, kind, amount, created_at)
select u, 'KRW', 'DEPOSIT', 1000000000, timestamptz '{at}' - interval '400 days'
  from generate_series(2000000, 2049999) u;
insert into balances.balance_entry (user_id, currency, order_id, kind, amount, created_at)
select p.user_id, 'KRW', p.order_id, k.kind, k.sign * p.amount, p.began
  from payment p, (values ('DEBIT', -1), ('REFUND', 1)) k (kind, sign)
 where k.kind = 'DEBIT' or p.undone order by p.n desc, k.sign;
insert into balances.balance (user_id, currency, amount)
select user_id, currency, sum(amount) from balances.balance_entry where user_id >= 2000000 group by 1, 2;
insert into balances.event_store (aggregate_id, sequence_number, event_type, event_data, occurred_at)
select format('account/%s/KRW', user_id), row_number() over (partition by user_id order by entry_id),
       case kind when 'DEPOSIT' then 'Deposited' when 'DEBIT' then 'Debited' else 'Refunded' end,
       format('{{"orderId":"%s","amount":%s}}', order_id, abs(amount)), created_at
  from balances.balance_entry where user_id >= 2000000;
)"},
                                                           {"products", R"(
insert into products.product (product_id, category, price, available) select p, 'bench', 1000, 0
  from generate_series(100001, 101000) p;
insert into products.stock_entry (product_id, kind, quantity, created_at)
select p, 'SUPPLY', 100000000, timestamptz '{at}' - interval '400 days' from generate_series(100001, 101000) p;
insert into products.stock_entry (product_id, order_id, kind, quantity, confirmed, created_at)
select p.product_id, p.order_id, k.kind, 1, k.kind = 'RELEASE', p.began
  from payment p, (values (1, 'RESERVE'), (2, 'CONFIRM'), (3, 'RELEASE')) k (nr, kind)
 where k.nr < 3 or p.undone order by p.n desc, k.nr;
update products.product p
   set available = 100000000 - s.stands, sold = s.stands
  from (select product_id, count(*) filter (where not undone)::int as stands from payment group by 1) s
 where s.product_id = p.product_id;
insert into products.event_store (aggregate_id, sequence_number, event_type, event_data)
select 'product/' || p, 1, 'StockSupplied', '{{"quantity":100000000}}' from generate_series(100001, 101000) p;
insert into products.event_store (aggregate_id, sequence_number, event_type, event_data, occurred_at)
select 'reservation/' || p.order_id, k.nr, k.type,
       format('{{"items":[{{"productId":%s,"quantity":1}}]%s}}', p.product_id,
              case when k.nr = 3 then ',"confirmed":true' else '' end), p.began
  from payment p, (values (1, 'StockReserved'), (2, 'StockConfirmed'), (3, 'StockReleased')) k (nr, type)
 where k.nr < 3 or p.undone;
)"},
                                                           {"payments", R"(
insert into payments.payment (payment_id, order_id, user_id, amount, currency, status, route, created_at)
select payment_id, order_id, user_id, amount, 'KRW', 'COMPLETED', 'EVENT_DRIVEN', began + interval '70 ms'
  from payment where not undone;
insert into payments.event_store (aggregate_id, sequence_number, event_type, event_data, occurred_at)
select 'payment/' || payment_id, 1, 'PaymentCompleted',
       format('{{"orderId":"%s","userId":%s,"amount":%s,"currency":"KRW","route":"EVENT_DRIVEN"}}', order_id, user_id,
              amount), began
  from payment where not undone;
)"}};
  return kScripts;
}

std::string inbox_of(const std::string& schema) {
  struct Names {
    std::string step, done, failed, undone;
  };
  static const std::map<std::string, Names> kNames{
      {"orders", {"OrderValidation", "OrderValidated", "", "OrderCancelled"}},
      {"balances", {"BalanceDeduction", "BalanceDeducted", "", "BalanceRefunded"}},
      {"products", {"StockConfirmation", "StockConfirmed", "", "StockReleased"}},
      {"payments", {"PaymentCreation", "PaymentCompleted", "PaymentFailed", ""}}};
  const auto names = kNames.find(schema);
  if (names == kNames.end()) return {};
  const auto& [step, done, failed, undone] = names->second;
  const auto reply = [&](const std::string& type) {
    return fmt::format(fmt::runtime(kReply), fmt::arg("type", type), fmt::arg("step", step));
  };
  const std::string type =
      failed.empty() ? "'" + done + "'" : fmt::format("case when undone then '{}' else '{}' end", failed, done);
  return fmt::format("select {}.ensure_partitions((select min(began) from payment)::date - 1, current_date + 1);",
                     schema) +
         fmt::format(fmt::runtime(kInbox), fmt::arg("schema", schema), fmt::arg("step", step),
                     fmt::arg("action", reply(type)), fmt::arg("compensation", reply("'" + undone + "'")),
                     fmt::arg("undone", undone));
}

}  // namespace

Result<std::chrono::milliseconds> fill_books(const BenchServers& servers, const std::string& database,
                                             std::int64_t sagas, int days) {
  const auto begun = std::chrono::steady_clock::now();
  const auto at = servers.value(database, "select date_trunc('milliseconds', now() - interval '2 minutes')::text");
  if (!at) return std::unexpected(at.error());
  std::vector<Result<void>> done(scripts().size());
  {
    std::vector<std::jthread> sessions;
    for (const auto& [schema, script] : scripts()) {
      Result<void>& outcome = done[sessions.size()];
      sessions.emplace_back([&servers, &database, &at, &outcome, sagas, days, schema = schema, script = script] {
        const auto sql = [&](const char* text) {
          return fmt::format(fmt::runtime(text), fmt::arg("at", *at), fmt::arg("days", days), fmt::arg("sagas", sagas));
        };
        const std::string place = schema == "saga" ? database : database + "_" + schema;
        outcome = servers.run(place, "set work_mem = '64MB';" + sql(kPayments) + sql(script) + inbox_of(schema));
        if (outcome) outcome = servers.run(place, "vacuum analyze");
      });
    }
  }
  for (const auto& part : done) {
    if (!part) return std::unexpected(part.error());
  }
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
}

}  // namespace saga::bench
