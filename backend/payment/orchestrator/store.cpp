// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/store.h"

#include <nlohmann/json.hpp>

#include "backend/payment/topics.h"

namespace saga::payment {
namespace {

constexpr std::string_view kColumns =
    "s.saga_id, s.saga_type, s.current_step, s.status, s.compensation_data, s.order_id, s.user_id, s.amount, "
    "s.currency, s.trace_id, s.version, s.attempts, s.attempt_limit, s.awaiting_reply, s.due_at, s.parked_reason, "
    "s.open_effects, s.progress_at, s.resolution, now() as now";

constexpr std::string_view kWrite = R"(
with state as (
  update saga.saga_state s
     set current_step = n.current_step, status = n.status, compensation_data = n.compensation_data,
         version = n.version, attempts = n.attempts, attempt_limit = n.attempt_limit,
         awaiting_reply = n.awaiting_reply, due_at = n.due_at, parked_reason = n.parked_reason,
         open_effects = n.open_effects, progress_at = n.progress_at, updated_at = now()
    from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[], $8::bool[],
                $9::timestamptz[], $10::text[], $11::int[], $12::timestamptz[])
         as n (saga_id, current_step, status, compensation_data, version, attempts, attempt_limit, awaiting_reply,
               due_at, parked_reason, open_effects, progress_at)
   where s.saga_id = n.saga_id
), started as (
  insert into saga.saga_step_execution
         (saga_id, step_name, direction, attempt, status, input_data, output_data, error_message, executed_at)
  select n.saga_id, n.step_name, n.direction, n.attempt, n.status, n.input_data, n.output_data, n.error_message,
         case when n.status is not null then now() end
    from unnest($13::uuid[], $14::text[], $15::text[], $16::int[], $17::text[], $18::text[], $19::text[], $20::text[])
         as n (saga_id, step_name, direction, attempt, status, input_data, output_data, error_message)
), result as (
  update saga.saga_step_execution e
     set status = n.status, output_data = n.output_data, error_message = n.error_message,
         executed_at = case when n.status is not null then now() end
    from unnest($21::uuid[], $22::text[], $23::text[], $24::int[], $25::text[], $26::text[], $27::text[])
         as n (saga_id, step_name, direction, attempt, status, output_data, error_message)
   where e.saga_id = n.saga_id and e.step_name = n.step_name and e.direction = n.direction
     and e.attempt = n.attempt and e.status is null
), route as (
  update saga.payment_route r
     set outcome = n.outcome, finished_at = now(), latency = now() - r.requested_at
    from unnest($28::text[], $29::text[]) as n (order_id, outcome)
   where r.order_id = n.order_id
)
insert into saga.saga_change (saga_id, kind) select * from unnest($30::uuid[], $31::text[]))";

constexpr std::string_view kSettle = R"(
update saga.saga_command c
   set status = n.status, outcome = n.outcome, finished_at = clock_timestamp()
  from unnest($1::uuid[], $2::text[], $3::text[]) as n (command_id, status, outcome)
 where c.command_id = n.command_id and c.status = 'PENDING')";

// One call a row, in the order of the arrays: the chain stays a chain.
constexpr std::string_view kJournal = R"(
select j.seq
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality
       as n (what, on_what, why, before, after, nr),
       lateral saga.journal_append('sagas', 'OBSERVED', session_user::text, n.what, n.on_what, n.why,
                                   n.before, n.after) j)";

SagaRecord record_of(const pg::Row& row) {
  SagaRecord saga{.id = row.text(0), .type = row.text(1), .current_step = row.text(2)};
  saga.status = saga_status_from(row.text(3));
  if (saga.status == SagaStatus::Unknown) row.fail(3, "is not a status of this release");
  if (find_step(saga.current_step) == nullptr) row.fail(2, "is not a step of this release");
  if (const auto data = row.optional_text(4)) {
    auto decoded = decode_compensation(*data);
    if (decoded) {
      saga.compensation = std::move(*decoded);
    } else {
      row.fail(4, decoded.error().message);
    }
  }
  saga.order_id = row.text(5);
  saga.user_id = row.int64(6);
  saga.amount = {row.int64(7), row.text(8)};
  saga.trace_id = row.text(9);
  saga.version = row.int32(10);
  saga.attempts = row.int32(11);
  saga.attempt_limit = row.int32(12);
  saga.awaiting_reply = row.boolean(13);
  saga.due_at = row.time(14);
  saga.parked_reason = row.optional_text(15);
  saga.open_effects = row.int32(16);
  saga.progress_at = row.time(17);
  saga.resolution = row.optional_text(18);
  return saga;
}

Result<Locked> read_locked(const Result<pg::Rows>& rows) {
  if (!rows) return std::unexpected(rows.error());
  Locked locked;
  auto sagas = rows->map([&](const pg::Row& row) {
    locked.now = row.time(19);
    return record_of(row);
  });
  if (!sagas) return std::unexpected(sagas.error());
  locked.sagas = std::move(*sagas);
  return locked;
}

using Texts = std::vector<std::string>;
using OptionalTexts = std::vector<std::optional<std::string>>;

std::optional<std::string> text_or_null(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

struct ExecutionColumns {
  Texts id, step, direction;
  std::vector<int> attempt;
  OptionalTexts status;
  Texts input;
  OptionalTexts output, error;

  explicit ExecutionColumns(const std::vector<Writes::Execution>& executions) {
    for (const auto& e : executions) {
      id.push_back(e.saga_id);
      step.push_back(e.step);
      direction.emplace_back(to_text(e.direction));
      attempt.push_back(e.attempt);
      status.push_back(text_or_null(to_text(e.status)));
      input.push_back(e.input);
      output.push_back(text_or_null(e.output));
      error.push_back(text_or_null(e.error));
    }
  }
};

void add_states(pg::Params& params, const std::map<SagaId, SagaRecord>& states) {
  Texts id, step, status, awaiting;
  OptionalTexts compensation, parked;
  std::vector<int> version, attempts, limit, effects;
  std::vector<TimePoint> due, progress;
  for (const auto& [saga_id, saga] : states) {
    id.push_back(saga_id);
    step.push_back(saga.current_step);
    status.emplace_back(to_text(saga.status));
    compensation.push_back(saga.compensation ? std::optional(encode(*saga.compensation)) : std::nullopt);
    version.push_back(saga.version);
    attempts.push_back(saga.attempts);
    limit.push_back(saga.attempt_limit);
    awaiting.emplace_back(saga.awaiting_reply ? "t" : "f");
    due.push_back(saga.due_at);
    parked.push_back(saga.parked_reason);
    effects.push_back(saga.open_effects);
    progress.push_back(saga.progress_at);
  }
  params.add(id).add(step).add(status).add(compensation).add(version).add(attempts).add(limit).add(awaiting);
  params.add(due).add(parked).add(effects).add(progress);
}

std::string snapshot(const SagaRecord& saga) {
  return nlohmann::json{{"status", to_text(saga.status)},
                        {"step", saga.current_step},
                        {"version", saga.version},
                        {"attempts", saga.attempts},
                        {"openEffects", saga.open_effects}}
      .dump();
}

}  // namespace

Result<void> prepare_store(pg::Session& session) {
  // A plan is made once, perhaps while the tables are empty: it must be the one that is right when they are full.
  // Planning each batch anew over all partitions would cost more than running it.
  if (auto set = session.execute_script("set plan_cache_mode = force_generic_plan; set jit = off; "
                                        "set enable_seqscan = off; set enable_hashjoin = off; "
                                        "set enable_mergejoin = off");
      !set) {
    return set;
  }
  const std::string columns(kColumns);
  const std::pair<std::string_view, std::string> statements[] = {
      {"lock_sagas", "select " + columns +
                         " from saga.saga_state s where s.saga_id = any ($1::uuid[]) order by s.saga_id for update"},
      {"read_due",
       "select saga_id from saga.saga_state where scheduled and due_at <= now() and saga_id <> all ($2::uuid[]) "
       "order by saga_id limit $1"},
      {"lock_due", "select " + columns +
                       " from saga.saga_state s where s.saga_id = any ($1::uuid[]) and s.scheduled "
                       "and s.due_at <= now() order by s.saga_id for update skip locked"},
      {"write", std::string(kWrite)},
      {"read_commands",
       "select saga_id, command_id, action, expected_version, requested_by, reason from saga.saga_command "
       "where status = 'PENDING' order by requested_at limit $1"},
      {"still_waiting",
       "select command_id from saga.saga_command where command_id = any ($1::uuid[]) and status = 'PENDING'"},
      {"settle", std::string(kSettle)},
      {"journal", std::string(kJournal)}};
  for (const auto& [name, sql] : statements) {
    if (auto prepared = session.prepare(name, sql); !prepared) return prepared;
  }
  return {};
}

Result<Locked> lock_sagas(pg::Transaction& tx, const std::vector<SagaId>& ids) {
  return read_locked(tx.query_prepared("lock_sagas", {ids}));
}

Result<std::vector<SagaId>> read_due(pg::Session& session, int limit, const std::vector<SagaId>& except) {
  const auto rows = session.query_prepared("read_due", {limit, except});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const pg::Row& row) { return row.text(0); });
}

Result<Locked> lock_due(pg::Transaction& tx, const std::vector<SagaId>& ids) {
  return read_locked(tx.query_prepared("lock_due", {ids}));
}

Result<void> write_batch(pg::Transaction& tx, const Writes& writes) {
  if (writes.empty()) return {};
  pg::Params params;
  add_states(params, writes.states());
  const ExecutionColumns started(writes.started());
  params.add(started.id).add(started.step).add(started.direction).add(started.attempt).add(started.status);
  params.add(started.input).add(started.output).add(started.error);
  const ExecutionColumns results(writes.results());
  params.add(results.id).add(results.step).add(results.direction).add(results.attempt).add(results.status);
  params.add(results.output).add(results.error);
  Texts order, outcome, changed, kind;
  for (const auto& route : writes.routes()) {
    order.push_back(route.order_id);
    outcome.push_back(route.outcome);
  }
  for (const auto& change : writes.changes()) {
    changed.push_back(change.saga_id);
    kind.emplace_back(to_text(change.change));
  }
  params.add(order).add(outcome).add(changed).add(kind);
  const auto rows = tx.query_prepared("write", params);
  if (!rows) return std::unexpected(rows.error());
  return {};
}

Result<std::vector<WaitingCommand>> read_commands(pg::Session& session, int limit) {
  const auto rows = session.query_prepared("read_commands", {limit});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const pg::Row& row) {
    return WaitingCommand{row.text(0), {row.text(1), row.text(2), row.int32(3), row.text(4), row.text(5)}};
  });
}

Result<std::vector<std::string>> still_waiting(pg::Transaction& tx, const std::vector<std::string>& ids) {
  const auto rows = tx.query_prepared("still_waiting", {ids});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const pg::Row& row) { return row.text(0); });
}

Result<void> write_commands(pg::Transaction& tx, const Writes& writes) {
  if (writes.commands().empty()) return {};
  Texts id, status, outcome, what, on_what, why, before, after;
  for (const auto& observed : writes.commands()) {
    const Command& command = observed.outcome.command;
    id.push_back(command.id);
    status.emplace_back(observed.outcome.applied ? "APPLIED" : "REFUSED");
    outcome.push_back(observed.outcome.text);
    what.push_back(command.action);
    on_what.push_back(observed.after.id);
    why.push_back(command.reason);
    before.push_back(snapshot(observed.before));
    after.push_back(nlohmann::json{{"outcome", status.back()},
                                   {"detail", observed.outcome.text},
                                   {"commandId", command.id},
                                   {"requestedBy", command.requested_by},
                                   {"saga", nlohmann::json::parse(snapshot(observed.after))}}
                        .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  if (const auto settled = tx.query_prepared("settle", {id, status, outcome}); !settled) {
    return std::unexpected(settled.error());
  }
  const auto journal = tx.query_prepared("journal", {what, on_what, why, before, after});
  if (!journal) return std::unexpected(journal.error());
  return {};
}

}  // namespace saga::payment
