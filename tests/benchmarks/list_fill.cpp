// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/list_fill.h"

#include <thread>
#include <vector>

#include <fmt/format.h>

namespace saga::bench {
namespace {

// Rows [from, to] of the million, 1 the youngest. What a saga is follows from its number alone, so that parts can be
// made side by side.
constexpr const char* kSagas = R"(
insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, trace_id,
    version, attempts, parked_reason, open_effects, progress_at, created_at, updated_at, route)
select saga.uuid_v7(at), case when n % 100 = 7 then 'RefundSaga' else 'PaymentSaga' end,
       case when active then (array['OrderValidation', 'BalanceDeduction', 'StockConfirmation', 'PaymentCreation'])[1 + (n % 4)::int]
            when failed then 'StockConfirmation' else 'PaymentCreation' end,
       case when active then case when n % 20 = 3 then 'COMPENSATING' else 'RUNNING' end
            when failed then 'FAILED' else 'COMPLETED' end,
       'O-' || n, 1 + n % 50000, 100 * (1 + hashint8(n)::bigint & 4095), (array['KRW', 'KRW', 'USD', 'EUR'])[1 + (n % 4)::int],
       'trace-' || n, 10, 1,
       case when active and n % 10 = 1 then 'no reply within ' || n % 30 || ' s'
            when failed and n % 500 = 33 then 'stock of product P-' || n || ' is gone' end,
       case when failed and n % 500 = 33 then 2 else 0 end,
       case when active then now() else at end, at, at + interval '80 ms',
       case when n % 1000 = 707 then 'LEGACY' else 'EVENT_DRIVEN' end
  from (select n, n <= {in_flight} as active, n % 100 in (33, 66, 99) as failed,
               now() - n * (interval '{days} days' / {sagas}) as at
          from generate_series({from}::bigint, {to}::bigint) n) s
)";

constexpr const char* kSteps = R"(
insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, input_data, output_data,
    started_at, executed_at)
select s.saga_id, step.name, 'FORWARD', 1, 'SUCCESS', '{{"orderId":"' || s.order_id || '","amount":' || s.amount || '}}',
       '{{"ok":true}}', s.created_at + step.nr * interval '20 ms', s.created_at + (step.nr + 1) * interval '20 ms'
  from saga.saga_state s,
       (values (0, 'OrderValidation'), (1, 'BalanceDeduction'), (2, 'StockConfirmation'), (3, 'PaymentCreation'))
         as step (nr, name)
 where s.saga_id >= saga.uuid_at(now() - {to} * (interval '{days} days' / {sagas}))
   and s.saga_id < saga.uuid_at(now() - ({from} - 1) * (interval '{days} days' / {sagas}))
)";

}  // namespace

Result<std::chrono::milliseconds> fill_list(const BenchServers& servers, const std::string& database,
                                            const FillOptions& options) {
  const auto begun = std::chrono::steady_clock::now();
  if (auto made = servers.run(
          database,
          fmt::format("select saga.ensure_partitions(current_date - {}, current_date + 1)", options.days + 1));
      !made) {
    return std::unexpected(made.error());
  }
  constexpr int kSessions = 4;
  std::vector<Result<void>> done(kSessions);
  {
    std::vector<std::jthread> sessions;
    for (int i = 0; i < kSessions; ++i) {
      sessions.emplace_back([&, i] {
        const std::int64_t part = options.sagas / kSessions;
        const std::int64_t from = i * part + 1;
        const std::int64_t to = i + 1 == kSessions ? options.sagas : (i + 1) * part;
        const auto sql = [&](const char* text) {
          return fmt::format(fmt::runtime(text), fmt::arg("in_flight", options.in_flight),
                             fmt::arg("days", options.days), fmt::arg("sagas", options.sagas), fmt::arg("from", from),
                             fmt::arg("to", to));
        };
        // One transaction, so that now() is the same instant in both.
        done[static_cast<std::size_t>(i)] =
            servers.run(database, "begin;" + sql(kSagas) + ";" + sql(kSteps) + "; commit");
      });
    }
  }
  for (const auto& part : done) {
    if (!part) return std::unexpected(part.error());
  }
  if (auto swept = servers.run(database, "vacuum analyze saga.saga_state"); !swept)
    return std::unexpected(swept.error());
  if (auto swept = servers.run(database, "vacuum analyze saga.saga_step_execution"); !swept) {
    return std::unexpected(swept.error());
  }
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
}

}  // namespace saga::bench
