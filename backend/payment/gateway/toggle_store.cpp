// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/gateway/toggle_store.h"

#include <algorithm>

#include <fmt/format.h>

namespace saga::payment {
namespace {

std::string names() { return fmt::format("('{}', '{}', '{}')", kEventDrivenToggle, kCanaryToggle, kRollbackToggle); }

// In the order of the names, as whoever changes several would lock them. The first line queues behind an operator who
// waits: locks on rows alone would let the next gateway in before the operator, again and again.
std::string lock_sql() {
  return fmt::format(
      "with turn as materialized (select pg_advisory_xact_lock_shared(saga.routing_lock_key())) "
      "select t.name, t.value, t.version, now() from turn, saga.feature_toggle t where t.name in {} "
      "order by t.name for share of t",
      names());
}

std::string read_sql() {
  return fmt::format("select t.name, t.value, t.version, now() from saga.feature_toggle t where t.name in {}", names());
}

Result<Toggles> toggles_of(const Result<pg::Rows>& rows) {
  if (!rows) return std::unexpected(rows.error());
  if (rows->size() != 3) {
    return std::unexpected(
        Error{ErrorKind::Incompatible, "the routing toggles are not in saga.feature_toggle", "run sagactl install"});
  }
  Toggles toggles;
  auto read = rows->each([&](const pg::Row& row) {
    const std::string name = row.text(0);
    const std::string value = row.text(1);
    if (name == kEventDrivenToggle) toggles.event_driven = enabled_from(value);
    if (name == kCanaryToggle) toggles.canary_percent = canary_percent_from(value);
    if (name == kRollbackToggle) toggles.rollback = rollback_from(value);
    toggles.version = std::max(toggles.version, row.int64(2));
    toggles.now = row.time(3);
  });
  if (!read) return std::unexpected(read.error());
  return toggles;
}

}  // namespace

Result<void> prepare_toggles(pg::Session& session) { return session.prepare("lock_toggles", lock_sql()); }

Result<Toggles> lock_toggles(pg::Transaction& tx) { return toggles_of(tx.query_prepared("lock_toggles")); }

Result<Toggles> read_toggles(pg::Session& session) {
  static const std::string kSql = read_sql();
  return toggles_of(session.read(kSql));
}

Result<void> report_gateway(pg::Session& session, const GatewayReport& report) {
  const auto done = session.query(
      "select saga.report_gateway($1, $2, $3, $4, $5, $6)",
      {report.instance, report.version, report.rollback, report.unreadable, report.legacy, report.event_driven});
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> retire_gateway(pg::Session& session, const std::string& instance) {
  const auto done = session.execute("delete from saga.gateway_instance where instance = $1", {instance});
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace saga::payment
