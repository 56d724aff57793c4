// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/contract_check.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "backend/postgres/migrations.h"

namespace saga::pg {
namespace {

constexpr const char* kInstall = "Run sagactl install.";

struct View {
  const char* name;
  std::vector<const char*> columns;  // those that this program reads
};

const std::vector<View>& views() {
  static const std::vector<View> kViews{
      {"schema_view", {"version"}},
      {"saga_view",
       {"saga_id",     "saga_type",  "current_step", "status",     "order_id",   "user_id",       "amount",
        "currency",    "trace_id",   "version",      "epoch",      "attempts",   "parked_reason", "open_effects",
        "progress_at", "resolution", "created_at",   "updated_at", "active",     "attention",     "parked",
        "resolved",    "route",      "route_reason", "ended_at",   "ended_step", "error"}},
      {"step_view",
       {"id", "saga_id", "step_name", "direction", "attempt", "status", "input_data", "output_data", "error_message",
        "started_at", "executed_at"}},
      {"step_head_view",
       {"saga_id", "step_name", "direction", "attempt", "status", "input_data", "output_data", "error_message",
        "input_length", "output_length", "error_length", "started_at", "executed_at"}},
      {"step_limit_view", {"step_name", "limit_ms"}},
      {"attempt_view", {"saga_id", "due_at"}},
      {"note_view", {"note_id", "saga_id", "author", "body", "at"}},
      {"assignee_view", {"saga_id", "assignee", "since"}},
      {"change_view", {"xid", "saga_id", "kind", "at"}},
      {"feed_horizon_view", {"trimmed_below"}},
      {"command_view",
       {"command_id", "saga_id", "action", "expected_version", "requested_by", "reason", "status", "outcome",
        "requested_at", "finished_at"}},
      {"delivery_view",
       {"delivery_id",   "queue",       "event_id",        "target_system", "event_type", "saga_id",     "order_key",
        "status",        "generation",  "retry_count",     "occurred_at",   "created_at", "sent_at",     "died_at",
        "error_message", "error_group", "last_attempt_at", "signature",     "event_data", "event_length"}},
      {"quarantine_view", {"event_id", "target_system"}},
      {"dead_letter_request_view",
       {"request_id", "event_id", "target_system", "generation", "action", "requested_by", "reason", "requested_at"}},
      {"dead_letter_queue_view", {"queue", "target_system", "letters", "oldest", "newest"}},
      {"job_view",
       {"job_id",  "action",  "reason",     "evidence",   "selection",  "requested_by",  "requested_at", "set_hash",
        "rate",    "ramped",  "status",     "status_by",  "status_why", "failure_limit", "status_at",    "requested",
        "applied", "refused", "conflicted", "unverified", "remaining",  "in_flight",     "failed"}},
      {"approval_view",
       {"approval_id", "kind", "subject_id", "is_job", "set_hash", "targets", "selection", "requested_by", "reason",
        "requested_at", "expires_at", "status", "decided_by", "decided_at", "decision"}},
      {"approval_target_view", {"subject_id", "target", "generation", "used_at"}},
      {"approval_rule_view", {"kind", "above", "environment", "lives", "within"}},
      {"job_item_view",
       {"job_id", "position", "saga_id", "expected_version", "status", "detail", "ended_as", "command_id",
        "requested_at", "finished_at"}},
      {"journal_view",
       {"area", "seq", "kind", "who", "what", "on_what", "why", "before", "after", "at", "prev_hash", "hash"}},
      {"journal_chain_view", {"area", "seq", "hash", "last_seq"}},
      {"toggle_view", {"name", "value", "version", "updated_by", "reason", "updated_at"}},
      {"gateway_view",
       {"instance", "toggle_version", "rollback", "unreadable", "legacy", "event_driven", "applied_at",
        "heartbeat_at"}},
      {"trouble_view",
       {"condition", "step", "error", "currency", "slot", "sagas", "amount", "first_seen", "last_seen"}},
      {"step_flow_view", {"step", "latency_class", "attempts", "failed", "retries", "since", "limit_ms"}},
      {"payment_flow_view", {"claimed_at", "slot_at", "route", "ending", "latency_class"}},
      {"latest_action_view",
       {"who", "what", "why", "actions", "accepted", "at", "on_what", "value_before", "value_after"}},
      {"route_view", {"route", "payments", "completed", "failed", "unfinished", "p50_ms", "p95_ms", "p99_ms"}},
  };
  return kViews;
}

// The catalogue can be read without any right on the schema, so that what is missing and what is forbidden are
// told apart.
Result<void> check_columns(Session& session) {
  std::vector<std::string> names;
  std::vector<std::string> columns;
  for (const View& view : views()) {
    for (const char* column : view.columns) {
      names.emplace_back(view.name);
      columns.emplace_back(column);
    }
  }
  Params params;
  params.add_array(names).add_array(columns);
  const auto rows = session.read(
      "select w.view_name, w.column_name, c.oid is null as no_view, "
      "coalesce(has_table_privilege(c.oid, 'select'), false) as readable, a.attname is not null as there "
      "from unnest($1::text[], $2::text[]) with ordinality as w (view_name, column_name, place) "
      "left join pg_catalog.pg_class c on c.relname = w.view_name "
      "and c.relnamespace = (select oid from pg_catalog.pg_namespace where nspname = 'saga') "
      "left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = w.column_name "
      "and a.attnum > 0 and not a.attisdropped order by w.place",
      params);
  if (!rows) return std::unexpected(rows.error());
  std::optional<Error> wrong;
  auto read = rows->each([&](const Row& row) {
    const std::string view = row.text("view_name");
    const bool there = row.boolean("there");
    if (wrong) return;
    if (row.boolean("no_view")) {
      wrong = Error{ErrorKind::Incompatible, fmt::format("The view saga.{} is missing.", view), kInstall};
    } else if (!there) {
      wrong = Error{ErrorKind::Incompatible,
                    fmt::format("The view saga.{} lacks the column {}.", view, row.text("column_name")), kInstall};
    } else if (!row.boolean("readable")) {
      wrong = Error{ErrorKind::Permission, fmt::format("This role may not read saga.{}.", view),
                    "Ask for the role saga_viewer."};
    }
  });
  if (!read) return read;
  if (wrong) return std::unexpected(*wrong);
  return {};
}

int known_version() {
  int version = 0;
  for (const Migration& migration : contract_migrations()) {
    if (migration.folder == "saga") version = std::max(version, migration.version);
  }
  return version;
}

Result<void> check_version(Session& session) {
  const auto rows = session.read("select version from saga.schema_view");
  if (!rows) return std::unexpected(rows.error());
  const auto version = rows->one([](const Row& row) { return row.optional_int32("version").value_or(0); });
  if (!version) return std::unexpected(version.error());
  const int known = known_version();
  if (*version == known) return {};
  const std::string message =
      fmt::format("The schema saga is at version {}, this program knows version {}.", *version, known);
  return std::unexpected(*version < known ? Error{ErrorKind::Incompatible, message, kInstall}
                                          : Error{ErrorKind::Incompatible, message, "Update this program."});
}

}  // namespace

Result<void> check_contract(Session& session) {
  const auto rows = session.read(
      "select n.oid is not null as there, coalesce(has_schema_privilege(n.oid, 'usage'), false) as usable "
      "from (select 1) o left join pg_catalog.pg_namespace n on n.nspname = 'saga'");
  if (!rows) return std::unexpected(rows.error());
  bool usable = false;
  const auto there = rows->one([&](const Row& row) {
    usable = row.boolean("usable");
    return row.boolean("there");
  });
  if (!there) return std::unexpected(there.error());
  if (!*there) return std::unexpected(Error{ErrorKind::Incompatible, "The schema saga is missing.", kInstall});
  if (!usable) {
    return std::unexpected(
        Error{ErrorKind::Permission, "This role may not use the schema saga.", "Ask for the role saga_viewer."});
  }
  if (auto version = check_columns(session); !version) return version;
  return check_version(session);
}

}  // namespace saga::pg
