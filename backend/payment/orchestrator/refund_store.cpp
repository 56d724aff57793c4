// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/refund_store.h"

#include <nlohmann/json.hpp>

namespace saga::payment {
namespace {

constexpr std::string_view kLock = R"(
select f.order_id, f.saga_id, f.requested_by, f.reason, p.user_id, p.amount, p.currency, now() as now,
       coalesce(p.trace_id, r.trace_id, '')
  from saga.refund_request f
  left join saga.payment_route r on r.order_id = f.order_id
  left join saga.saga_state p on p.saga_id = r.saga_id
 where f.order_id = any ($1::text[]) and f.status = 'PENDING' and (select saga.hold_epoch($2))
 order by f.order_id for update of f skip locked)";

constexpr std::string_view kStart = R"(
with asked as (
  select * from unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
                       $8::timestamptz[], $9::text[], $10::int[])
         as n (order_id, saga_id, step, user_id, amount, currency, trace_id, due_at, input, attempt_limit)
), started as (
  insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, trace_id,
                               attempts, attempt_limit, awaiting_reply, due_at, open_effects, epoch, route)
  select a.saga_id, 'RefundSaga', a.step, 'RUNNING', a.order_id, a.user_id, a.amount, a.currency, a.trace_id, 1,
         a.attempt_limit, true, a.due_at, 1, $11, coalesce(r.route, 'EVENT_DRIVEN')
    from asked a left join saga.payment_route r on r.order_id = a.order_id
), execution as (
  insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, input_data)
  select saga_id, step, 'FORWARD', 1, input from asked
), change as (
  insert into saga.saga_change (saga_id, kind, at, epoch)
  select saga_id, 'STARTED', statement_timestamp(), $11 from asked
)
update saga.refund_request f
   set status = 'APPLIED', outcome = 'the refund has started', finished_at = clock_timestamp()
  from asked a where f.order_id = a.order_id)";

constexpr std::string_view kJournal = R"(
select j.seq
  from unnest($1::text[], $2::text[], $3::text[]) with ordinality as n (on_what, why, after, nr),
       lateral saga.journal_append('sagas', 'OBSERVED', session_user::text, 'REFUND', n.on_what, n.why, null,
                                   n.after) j)";

}  // namespace

Result<void> prepare_refunds(pg::Session& session) {
  // See prepare_store: one plan, and the one that is right for full tables.
  if (auto set = session.execute_script("set plan_cache_mode = force_generic_plan; set jit = off; "
                                        "set enable_seqscan = off; set enable_hashjoin = off; "
                                        "set enable_mergejoin = off; set idle_in_transaction_session_timeout = '5s'");
      !set) {
    return set;
  }
  const std::pair<std::string_view, std::string_view> statements[] = {
      {"waiting_refunds",
       "select order_id from saga.refund_request where status = 'PENDING' order by requested_at limit $1"},
      {"lock_refunds", kLock},
      {"start_refunds", kStart},
      {"journal_refunds", kJournal}};
  for (const auto& [name, sql] : statements) {
    if (auto prepared = session.prepare(name, sql); !prepared) return prepared;
  }
  return {};
}

Result<std::vector<std::string>> waiting_refunds(pg::Session& session, int limit) {
  const auto rows = session.query_prepared("waiting_refunds", {limit});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const pg::Row& row) { return row.text(0); });
}

Result<LockedRefunds> lock_refunds(pg::Transaction& tx, const std::vector<std::string>& orders, std::int64_t epoch) {
  const auto rows = tx.query_prepared("lock_refunds", {orders, epoch});
  if (!rows) return std::unexpected(rows.error());
  LockedRefunds locked;
  auto requests = rows->map([&](const pg::Row& row) {
    RefundRequest request{row.text(0), row.text(1), row.text(2), row.text(3)};
    if (const auto user = row.optional_int64(4)) {
      request.user_id = *user;
      request.amount = {row.int64(5), row.text(6)};
    }
    locked.now = row.time(7);
    request.trace_id = row.text(8);
    return request;
  });
  if (!requests) return std::unexpected(requests.error());
  locked.requests = std::move(*requests);
  return locked;
}

Result<void> start_refund_sagas(pg::Transaction& tx, const std::vector<NewRefund>& refunds, std::int64_t epoch) {
  std::vector<std::string> order, id, step, currency, trace, input, reason, after;
  std::vector<std::int64_t> user, amount;
  std::vector<TimePoint> due;
  std::vector<int> limit;
  for (const auto& [request, start] : refunds) {
    const SagaRecord& saga = start.after;
    order.push_back(saga.order_id);
    id.push_back(saga.id);
    step.push_back(saga.current_step);
    user.push_back(saga.user_id);
    amount.push_back(saga.amount.minor);
    currency.push_back(saga.amount.currency);
    trace.push_back(saga.trace_id);
    due.push_back(saga.due_at);
    input.push_back(start.started ? start.started->input : std::string("{}"));
    limit.push_back(saga.attempt_limit);
    reason.push_back(request.reason);
    after.push_back(
        nlohmann::json{{"outcome", "APPLIED"}, {"sagaId", saga.id}, {"requestedBy", request.requested_by}}.dump(
            -1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  const auto started =
      tx.query_prepared("start_refunds", {order, id, step, user, amount, currency, trace, due, input, limit, epoch});
  if (!started) return std::unexpected(started.error());
  const auto journal = tx.query_prepared("journal_refunds", {order, reason, after});
  if (!journal) return std::unexpected(journal.error());
  return {};
}

}  // namespace saga::payment
