// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "backend/postgres/saga_reader.h"
#include "backend/postgres/saga_where.h"

namespace saga::pg {
namespace {

// What counting may cost: index entries for what has ended, rows for what is active.
constexpr int kActiveRows = 2 * kCountCap;

// The order does not matter to a count, but the indexes are made for it: without it the planner reads rows.
constexpr const char* kOrder = "order by created_at desc, saga_id desc";

// Sagas that are active need their row to be told apart, so that all of them are looked at in one pass. Those that
// were compensated are the failed ones without the other two kinds, which indexes count.
const std::string& counts_sql() {
  const auto up_to = [](std::string_view where, std::string_view limit) {
    return fmt::format("(select count(*) from (select from saga.saga_view where {} {} limit {}) c)", where, kOrder,
                       limit);
  };
  static const std::string kSql = [&] {
    const std::string cap = std::to_string(kCountCap + 1);
    return fmt::format(
        "with others as materialized (select {attention} as attention, {resolved} as resolved), "
        "active as (select count(*) as seen, count(*) filter (where {running}) as running, "
        "count(*) filter (where {compensating}) as compensating, count(*) filter (where {stuck}) as stuck "
        "from (select active, status, parked, progress_at from saga.saga_view where active limit {rows}) r) "
        "select now() as server_now, o.attention, o.resolved, a.*, {all} as all_sagas, {completed} as completed, "
        "{failed} as failed from others o cross join active a",
        fmt::arg("attention", up_to(predicate(Condition::NeedsAttention), cap)),
        fmt::arg("resolved", up_to(predicate(Condition::Failed), cap)),
        fmt::arg("running", predicate(Condition::Running)),
        fmt::arg("compensating", predicate(Condition::Compensating)), fmt::arg("stuck", predicate(Condition::Stuck)),
        fmt::arg("rows", kActiveRows + 1), fmt::arg("all", up_to("true", cap)),
        fmt::arg("completed", up_to(predicate(Condition::Completed), cap)),
        fmt::arg("failed", up_to("status = 'FAILED'", cap + " + o.attention + o.resolved")));
  }();
  return kSql;
}

ConditionCounts counts_from(const Row& row) {
  const auto capped = [](std::int64_t count, bool more = false) {
    return CappedCount{std::min<std::int64_t>(count, kCountCap), more || count > kCountCap};
  };
  const std::int64_t attention = row.int64("attention");
  const std::int64_t resolved = row.int64("resolved");
  const bool more_active = row.int64("seen") > kActiveRows;
  ConditionCounts counts;
  counts.server_now = row.time("server_now");
  counts.all = capped(row.int64("all_sagas"));
  counts.counts = {
      {Condition::Running, capped(row.int64("running"), more_active)},
      {Condition::Completed, capped(row.int64("completed"))},
      {Condition::Compensating, capped(row.int64("compensating"), more_active)},
      {Condition::Compensated, capped(row.int64("failed") - attention - resolved)},
      {Condition::Stuck, capped(row.int64("stuck"), more_active)},
      {Condition::NeedsAttention, capped(attention)},
      {Condition::Failed, capped(resolved)},
  };
  return counts;
}

}  // namespace

Result<ConditionCounts> PgSagaReader::counts() {
  const auto rows = session_->read(counts_sql());
  if (!rows) return std::unexpected(rows.error());
  return rows->one(counts_from);
}

}  // namespace saga::pg
