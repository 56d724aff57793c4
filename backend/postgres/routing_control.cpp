// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/routing_control.h"

#include <fmt/format.h>

namespace saga::pg {
namespace {

Toggle toggle_from(const Row& row) {
  return {row.text("name"),       row.text("value"),  row.int64("version"),
          row.text("updated_by"), row.text("reason"), row.time("updated_at")};
}

RouteStatistics statistics_from(const Row& row) {
  return {.route = row.text("route"),
          .payments = row.int64("payments"),
          .completed = row.int64("completed"),
          .failed = row.int64("failed"),
          .unfinished = row.int64("unfinished"),
          .p50_ms = row.optional_real("p50_ms"),
          .p95_ms = row.optional_real("p95_ms"),
          .p99_ms = row.optional_real("p99_ms")};
}

ToggleOutcome outcome_of(const Error& error) {
  if (error.kind == ErrorKind::InDoubt) return {OutcomeUnknown{error}};
  if (error.kind == ErrorKind::Permission) return {Refused{error.message + "; it needs the role saga_operator"}};
  return {Failed{error}};
}

ToggleOutcome answer_from(const Row& row, JournalAnchor& anchor) {
  const std::string outcome = row.text("outcome");
  ToggleOutcome answer{.outcome = Refused{},
                       .value = row.optional_text("value").value_or(""),
                       .version = row.optional_int64("version").value_or(0),
                       .detail = row.optional_text("detail").value_or("")};
  anchor = {row.int64("seq"), row.text("hash")};
  const int version = static_cast<int>(answer.version);
  if (outcome == "APPLIED") {
    answer.outcome = Applied{"", version, anchor, ""};
  } else if (outcome == "REFUSED") {
    answer.outcome = Refused{answer.detail};
  } else if (outcome == "CONFLICT") {
    answer.outcome = Conflict{answer.detail, version};
  } else {
    row.fail("outcome", "it is an outcome that is not known here");
  }
  return answer;
}

void add_warning(ToggleOutcome& answer, const Error& error) {
  const std::string warning = "The journal's position could not be kept on this machine: " + error.message;
  if (auto* applied = std::get_if<Applied>(&answer.outcome)) {
    applied->warning = warning;
  } else {
    answer.detail += ". " + warning;
  }
}

}  // namespace

Result<std::vector<Toggle>> PgRoutingControl::toggles() {
  const auto rows =
      session_->read("select name, value, version, updated_by, reason, updated_at from saga.toggle_view order by name");
  if (!rows) return std::unexpected(rows.error());
  return rows->map(toggle_from);
}

Result<GatewayReports> PgRoutingControl::gateways() {
  const auto rows = session_->read(
      "select n.now as server_now, g.instance, g.toggle_version, g.rollback, g.unreadable, g.legacy, g.event_driven, "
      "g.applied_at, g.heartbeat_at from (select now()) n left join saga.gateway_view g on true order by g.instance");
  if (!rows) return std::unexpected(rows.error());
  GatewayReports reports;
  auto read = rows->each([&](const Row& row) {
    reports.server_now = row.time("server_now");
    if (row.is_null("instance")) return;
    reports.gateways.push_back({.instance = row.text("instance"),
                                .version = row.int64("toggle_version"),
                                .rollback = row.boolean("rollback"),
                                .unreadable = row.boolean("unreadable"),
                                .legacy = row.int64("legacy"),
                                .event_driven = row.int64("event_driven"),
                                .applied_at = row.time("applied_at"),
                                .heartbeat_at = row.time("heartbeat_at")});
  });
  if (!read) return std::unexpected(read.error());
  return reports;
}

Result<std::vector<RouteStatistics>> PgRoutingControl::statistics() {
  const auto rows = session_->read(
      "select route, payments, completed, failed, unfinished, p50_ms, p95_ms, p99_ms from saga.route_view "
      "order by route");
  if (!rows) return std::unexpected(rows.error());
  return rows->map(statistics_from);
}

ToggleOutcome PgRoutingControl::change(const std::string& call, const Params& params) {
  const auto rows = session_->query("select outcome, detail, value, version, seq, hash from " + call, params);
  if (!rows) return outcome_of(rows.error());
  JournalAnchor anchor;
  const auto answer = rows->one([&](const Row& row) { return answer_from(row, anchor); });
  // The call has committed: an answer that cannot be read leaves what it said unknown, not undone.
  if (!answer) return {OutcomeUnknown{answer.error()}};
  ToggleOutcome outcome = *answer;
  if (keep_anchors_) {
    if (const auto kept = keep_anchors_({anchor}); !kept) add_warning(outcome, kept.error());
  }
  return outcome;
}

ToggleOutcome PgRoutingControl::set(const std::string& name, const std::string& value, std::int64_t expected_version,
                                    const std::string& reason) {
  return change("saga.set_toggle($1, $2, $3, $4)", {name, value, expected_version, reason});
}

ToggleOutcome PgRoutingControl::engage_rollback(const std::string& reason) {
  return change("saga.engage_rollback($1)", {reason});
}

ToggleOutcome PgRoutingControl::drill_rollback(const std::string& reason) {
  return change("saga.drill_rollback($1)", {reason});
}

ToggleOutcome PgRoutingControl::release_rollback(std::int64_t expected_version, const std::string& reason) {
  return change("saga.release_rollback($1, $2)", {expected_version, reason});
}

ToggleOutcome PgRoutingControl::note_rollback(TimePoint engaged_at, const std::string& reason) {
  return change("saga.note_rollback($1, $2)", {engaged_at, reason});
}

}  // namespace saga::pg
