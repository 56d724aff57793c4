// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/store.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "backend/payment/topics.h"

namespace saga::payment {
namespace {

constexpr std::string_view kColumns =
    "s.saga_id, s.saga_type, s.current_step, s.status, s.compensation_data, s.order_id, s.user_id, s.amount, "
    "s.currency, s.trace_id, s.version, s.attempts, s.attempt_limit, s.awaiting_reply, s.due_at, s.parked_reason, "
    "s.open_effects, s.progress_at, s.resolution, now() as now, s.created_at";

constexpr std::string_view kWrite = R"(
with state as (
  update saga.saga_state s
     set current_step = n.current_step, status = n.status, compensation_data = n.compensation_data,
         version = n.version, attempts = n.attempts, attempt_limit = n.attempt_limit,
         awaiting_reply = n.awaiting_reply, due_at = n.due_at, parked_reason = n.parked_reason,
         open_effects = n.open_effects, progress_at = n.progress_at, updated_at = statement_timestamp(), epoch = $32
    from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[], $8::bool[],
                $9::timestamptz[], $10::text[], $11::int[], $12::timestamptz[])
         as n (saga_id, current_step, status, compensation_data, version, attempts, attempt_limit, awaiting_reply,
               due_at, parked_reason, open_effects, progress_at)
   where s.saga_id = n.saga_id and s.saga_id between $33 and $34
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
     and e.attempt = n.attempt and e.status is null and e.saga_id between $33 and $34
), route as (
  update saga.payment_route r
     set outcome = n.outcome, finished_at = now(), latency = now() - r.requested_at
    from unnest($28::text[], $29::text[]) as n (order_id, outcome)
   where r.order_id = n.order_id
)
insert into saga.saga_change (saga_id, kind, at, epoch)
select saga_id, kind, statement_timestamp(), $32 from unnest($30::uuid[], $31::text[]) as n (saga_id, kind))";

// What changes rarely; not in the statement above, which every batch runs.
constexpr std::string_view kAmend = R"(
update saga.saga_state s
   set user_id = n.user_id, amount = n.amount, currency = n.currency, resolution = n.resolution
  from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[])
       as n (saga_id, user_id, amount, currency, resolution)
 where s.saga_id = n.saga_id)";

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
  saga.created_at = row.time(20);
  return saga;
}

// During an upgrade another release may have written the row.
bool is_known(const pg::Row& row) {
  const auto steps = steps_of_saga(row.text(1));
  return std::ranges::count(steps, row.text(2), &StepTopics::step) > 0 &&
         saga_status_from(row.text(3)) != SagaStatus::Unknown;
}

Result<Locked> read_locked(const Result<pg::Rows>& rows) {
  if (!rows) return std::unexpected(rows.error());
  Locked locked;
  const auto read = rows->each([&](const pg::Row& row) {
    locked.now = row.time(19);
    if (is_known(row)) {
      locked.sagas.push_back(record_of(row));
    } else {
      locked.unknown.push_back(row.text(0));
    }
  });
  if (!read) return std::unexpected(read.error());
  return locked;
}

Result<void> amend(pg::Transaction& tx, const Writes& writes) {
  if (writes.amended().empty()) return {};
  std::vector<std::string> id, currency;
  std::vector<std::int64_t> user, amount;
  std::vector<std::optional<std::string>> resolution;
  for (const SagaId& saga_id : writes.amended()) {
    const SagaRecord& saga = writes.states().at(saga_id);
    id.push_back(saga_id);
    user.push_back(saga.user_id);
    amount.push_back(saga.amount.minor);
    currency.push_back(saga.amount.currency);
    resolution.push_back(saga.resolution);
  }
  const auto done = tx.query_prepared("amend", {id, user, amount, currency, resolution});
  if (!done) return std::unexpected(done.error());
  return {};
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

// The first and the last of some sagas. Said in a statement they let the server leave the partitions of other days
// alone, which costs it more than the sagas themselves.
struct Bounds {
  std::string_view low = kNil, high = kNil;
  static constexpr std::string_view kNil = "00000000-0000-0000-0000-000000000000";
};

Bounds bounds_of(const std::vector<SagaId>& ids) {
  if (ids.empty()) return {};
  const auto [low, high] = std::ranges::minmax_element(ids);
  return {*low, *high};
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

Result<void> publish_limits(pg::Session& session, const Policy& policy) {
  std::vector<std::string> steps;
  std::vector<std::int64_t> limits;
  for (const auto& [step, limit] : policy.deadlines) {
    steps.push_back(step);
    limits.push_back(limit.count());
  }
  const auto told =
      session.query("select saga.publish_step_limits($1::text[], $2::bigint[])", pg::Params(steps, limits));
  if (!told) return std::unexpected(told.error());
  return {};
}

Result<void> prepare_store(pg::Session& session) {
  // A plan is made once, perhaps while the tables are empty: it must be the one that is right when they are full.
  // Planning each batch anew over all partitions would cost more than running it.
  if (auto set = session.execute_script("set plan_cache_mode = force_generic_plan; set jit = off; "
                                        "set enable_seqscan = off; set enable_hashjoin = off; "
                                        "set enable_mergejoin = off; set idle_in_transaction_session_timeout = '5s'");
      !set) {
    return set;
  }
  const std::string columns(kColumns);
  const std::pair<std::string_view, std::string> statements[] = {
      {"lock_sagas", "select " + columns +
                         " from saga.saga_state s where s.saga_id = any ($1::uuid[]) and s.saga_id between $3 and $4 "
                         "and (select saga.hold_epoch($2)) order by s.saga_id for update of s"},
      {"read_due",
       "select saga_id, trace_id from saga.saga_state where scheduled and due_at <= now() and saga_id <> all "
       "($2::uuid[]) "
       "and saga_type = any ($3::text[]) and current_step = any ($4::text[]) "
       "order by saga_id limit $1"},
      {"lock_due", "select " + columns +
                       " from saga.saga_state s where s.saga_id = any ($1::uuid[]) and s.scheduled "
                       "and s.due_at <= now() and (select saga.hold_epoch($2)) "
                       "order by s.saga_id for update of s skip locked"},
      {"hold_epoch", "select saga.hold_epoch($1)"},
      {"write", std::string(kWrite)},
      {"amend", std::string(kAmend)},
      {"read_commands",
       "select saga_id, command_id, action, expected_version, requested_by, reason, evidence, "
       "coalesce((select s.trace_id from saga.saga_state s where s.saga_id = c.saga_id), '') from saga.saga_command c "
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

Result<Locked> lock_sagas(pg::Transaction& tx, const std::vector<SagaId>& ids, std::int64_t epoch) {
  const Bounds bounds = bounds_of(ids);
  return read_locked(tx.query_prepared("lock_sagas", {ids, epoch, bounds.low, bounds.high}));
}

Result<void> hold_epoch(pg::Transaction& tx, std::int64_t epoch) {
  const auto held = tx.query_prepared("hold_epoch", {epoch});
  if (!held) return std::unexpected(held.error());
  return {};
}

Result<std::vector<DueSaga>> read_due(pg::Session& session, int limit, const std::vector<SagaId>& except) {
  std::vector<std::string> steps;
  for (const StepTopics& step : all_steps()) steps.emplace_back(step.step);
  const std::vector<std::string> types{std::string(kPaymentSaga), std::string(kRefundSaga)};
  const auto rows = session.query_prepared("read_due", {limit, except, types, steps});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const pg::Row& row) { return DueSaga{row.text(0), row.text(1)}; });
}

Result<Locked> lock_due(pg::Transaction& tx, const std::vector<SagaId>& ids, std::int64_t epoch) {
  return read_locked(tx.query_prepared("lock_due", {ids, epoch}));
}

Result<void> write_batch(pg::Transaction& tx, const Writes& writes, std::int64_t epoch) {
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
  std::vector<SagaId> written = started.id;
  written.insert(written.end(), results.id.begin(), results.id.end());
  for (const auto& [id, saga] : writes.states()) written.push_back(id);
  const Bounds bounds = bounds_of(written);
  params.add(order).add(outcome).add(changed).add(kind).add(epoch).add(bounds.low).add(bounds.high);
  const auto rows = tx.query_prepared("write", params);
  if (!rows) return std::unexpected(rows.error());
  return amend(tx, writes);
}

Result<std::vector<WaitingCommand>> read_commands(pg::Session& session, int limit) {
  const auto rows = session.query_prepared("read_commands", {limit});
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const pg::Row& row) {
    return WaitingCommand{
        row.text(0),
        {row.text(1), row.text(2), row.int32(3), row.text(4), row.text(5), row.optional_text(6).value_or("")},
        row.text(7)};
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
  const auto settled = tx.query_prepared("settle", {id, status, outcome});
  if (!settled) return std::unexpected(settled.error());
  if (settled->affected() != static_cast<std::int64_t>(id.size())) {
    return std::unexpected(Error{ErrorKind::Conflict, "another process has settled one of these commands"});
  }
  const auto journal = tx.query_prepared("journal", {what, on_what, why, before, after});
  if (!journal) return std::unexpected(journal.error());
  return {};
}

}  // namespace saga::payment
