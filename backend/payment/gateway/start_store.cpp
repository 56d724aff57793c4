// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/gateway/start_store.h"

#include <algorithm>

namespace saga::payment {
namespace {

constexpr std::string_view kToggles =
    "select t.name, t.value = 'true' as is_on, t.version, now() as now from saga.feature_toggle t "
    "where t.name in ('payment.event-driven.enabled', 'payment.emergency.rollback') order by t.name";

constexpr std::string_view kStart = R"(
with asked as (
  select * from unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::text[], $5::bigint[], $6::bigint[], $7::text[],
                       $8::text[], $9::timestamptz[], $10::text[], $11::int[])
         as n (order_id, saga_id, requested_at, step, user_id, amount, currency, trace_id, due_at, input, attempt_limit)
), claimed as (
  insert into saga.payment_route (order_id, route, reason, toggle_version, saga_id, requested_at)
  select order_id, 'EVENT_DRIVEN', 'event-driven route is on', $12, saga_id, requested_at from asked order by order_id
  on conflict (order_id) do nothing
  returning saga_id
), started as (
  insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, trace_id,
                               attempts, attempt_limit, awaiting_reply, due_at, open_effects)
  select a.saga_id, 'PaymentSaga', a.step, 'RUNNING', a.order_id, a.user_id, a.amount, a.currency, a.trace_id,
         1, a.attempt_limit, true, a.due_at, 1
    from asked a join claimed c using (saga_id)
), execution as (
  insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, input_data)
  select a.saga_id, a.step, 'FORWARD', 1, a.input from asked a join claimed c using (saga_id)
), change as (
  insert into saga.saga_change (saga_id, kind) select saga_id, 'STARTED' from claimed
)
select saga_id from claimed)";

Result<Toggles> toggles_of(const Result<pg::Rows>& rows) {
  if (!rows) return std::unexpected(rows.error());
  if (rows->size() != 2) {
    return std::unexpected(
        Error{ErrorKind::Incompatible, "the routing toggles are not in saga.feature_toggle", "run sagactl install"});
  }
  Toggles toggles;
  auto read = rows->each([&](const pg::Row& row) {
    (row.text(0) == "payment.emergency.rollback" ? toggles.rollback : toggles.event_driven) = row.boolean(1);
    toggles.version = std::max(toggles.version, row.int64(2));
    toggles.now = row.time(3);
  });
  if (!read) return std::unexpected(read.error());
  return toggles;
}

}  // namespace

Result<void> prepare_start(pg::Session& session) {
  // See prepare_store: one plan, and the one that is right for full tables.
  if (auto set = session.execute_script("set plan_cache_mode = force_generic_plan; set jit = off; "
                                        "set enable_seqscan = off");
      !set) {
    return set;
  }
  const std::pair<std::string_view, std::string> statements[] = {
      {"lock_toggles", std::string(kToggles) + " for share"},
      {"start", std::string(kStart)},
      {"unanswered",
       "select s.saga_id, s.order_id, s.trace_id from saga.payment_route r join saga.saga_state s on s.saga_id = "
       "r.saga_id "
       "where r.order_id = any ($1::text[]) and s.status = 'RUNNING' and s.current_step = 'OrderValidation' "
       "and s.attempts = 1 and s.awaiting_reply"}};
  for (const auto& [name, sql] : statements) {
    if (auto prepared = session.prepare(name, sql); !prepared) return prepared;
  }
  return {};
}

Result<Toggles> lock_toggles(pg::Transaction& tx) { return toggles_of(tx.query_prepared("lock_toggles")); }

Result<Toggles> read_toggles(pg::Session& session) { return toggles_of(session.read(kToggles)); }

Result<std::vector<SagaId>> claim_and_start(pg::Transaction& tx, const std::vector<NewSaga>& sagas,
                                            std::int64_t toggle_version) {
  std::vector<std::string> order, id, step, currency, trace, input;
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
  }
  const auto rows = tx.query_prepared(
      "start", {order, id, requested, step, user, amount, currency, trace, due, input, limit, toggle_version});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const pg::Row& row) { return row.text(0); });
}

Result<std::vector<UnansweredStart>> unanswered_starts(pg::Transaction& tx, const std::vector<std::string>& order_ids) {
  const auto rows = tx.query_prepared("unanswered", {order_ids});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const pg::Row& row) { return UnansweredStart{row.text(0), row.text(1), row.text(2)}; });
}

}  // namespace saga::payment
