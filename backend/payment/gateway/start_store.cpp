// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/gateway/start_store.h"

#include "backend/payment/gateway/toggle_store.h"

namespace saga::payment {
namespace {

constexpr std::string_view kStart = R"(
with asked as (
  select * from unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::text[], $5::bigint[], $6::bigint[], $7::text[],
                       $8::text[], $9::timestamptz[], $10::text[], $11::int[], $12::text[])
         as n (order_id, saga_id, requested_at, step, user_id, amount, currency, trace_id, due_at, input, attempt_limit,
               reason)
   where (select saga.hold_epoch($14))
), claimed as (
  insert into saga.payment_route (order_id, route, reason, toggle_version, saga_id, requested_at)
  select order_id, 'EVENT_DRIVEN', reason, $13, saga_id, requested_at from asked order by order_id
  on conflict (order_id) do nothing
  returning saga_id
), started as (
  insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, trace_id,
                               attempts, attempt_limit, awaiting_reply, due_at, open_effects, epoch)
  select a.saga_id, 'PaymentSaga', a.step, 'RUNNING', a.order_id, a.user_id, a.amount, a.currency, a.trace_id,
         1, a.attempt_limit, true, a.due_at, 1, $14
    from asked a join claimed c using (saga_id)
), execution as (
  insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, input_data)
  select a.saga_id, a.step, 'FORWARD', 1, a.input from asked a join claimed c using (saga_id)
), change as (
  insert into saga.saga_change (saga_id, kind, at, epoch)
  select saga_id, 'STARTED', statement_timestamp(), $14 from claimed
)
select saga_id from claimed)";

}  // namespace

Result<void> prepare_start(pg::Session& session) {
  // See prepare_store: one plan, and the one that is right for full tables.
  // A gateway that is stopped within a transaction holds the toggles; the server ends its session, so that no operator
  // waits for it, and nothing that it had begun comes true.
  if (auto set = session.execute_script("set plan_cache_mode = force_generic_plan; set jit = off; "
                                        "set enable_seqscan = off; set idle_in_transaction_session_timeout = '1s'");
      !set) {
    return set;
  }
  const std::pair<std::string_view, std::string> statements[] = {
      {"claimed", "select order_id from saga.payment_route where order_id = any ($1::text[])"},
      {"start", std::string(kStart)},
      {"unanswered",
       "select s.saga_id, s.order_id, s.trace_id from saga.payment_route r join saga.saga_state s on s.saga_id = "
       "r.saga_id "
       "where r.order_id = any ($1::text[]) and s.status = 'RUNNING' and s.current_step = 'OrderValidation' "
       "and s.attempts = 1 and s.awaiting_reply"}};
  for (const auto& [name, sql] : statements) {
    if (auto prepared = session.prepare(name, sql); !prepared) return prepared;
  }
  return prepare_toggles(session);
}

Result<std::vector<SagaId>> claim_and_start(pg::Transaction& tx, const std::vector<NewSaga>& sagas,
                                            std::int64_t toggle_version, std::int64_t epoch) {
  std::vector<std::string> order, id, step, currency, trace, input, reason;
  std::vector<TimePoint> requested, due;
  std::vector<std::int64_t> user, amount;
  std::vector<int> limit;
  for (const NewSaga& saga : sagas) {
    const SagaRecord& record = saga.start.after;
    order.push_back(record.order_id);
    id.push_back(record.id);
    requested.push_back(saga.request.requested_at);
    step.push_back(record.current_step);
    user.push_back(record.user_id);
    amount.push_back(record.amount.minor);
    currency.push_back(record.amount.currency);
    trace.push_back(record.trace_id);
    due.push_back(record.due_at);
    input.push_back(saga.start.started ? saga.start.started->input : std::string("{}"));
    limit.push_back(record.attempt_limit);
    reason.push_back(saga.reason);
  }
  const auto rows = tx.query_prepared("start", {order, id, requested, step, user, amount, currency, trace, due, input,
                                                limit, reason, toggle_version, epoch});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const pg::Row& row) { return row.text(0); });
}

Result<std::set<std::string>> claimed_orders(pg::Transaction& tx, const std::vector<std::string>& order_ids) {
  std::set<std::string> claimed;
  const auto rows = tx.query_prepared("claimed", {order_ids});
  if (!rows) return std::unexpected(rows.error());
  auto read = rows->each([&](const pg::Row& row) { claimed.insert(row.text(0)); });
  if (!read) return std::unexpected(read.error());
  return claimed;
}

Result<std::vector<UnansweredStart>> unanswered_starts(pg::Transaction& tx, const std::vector<std::string>& order_ids) {
  const auto rows = tx.query_prepared("unanswered", {order_ids});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const pg::Row& row) { return UnansweredStart{row.text(0), row.text(1), row.text(2)}; });
}

}  // namespace saga::payment
