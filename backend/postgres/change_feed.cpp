// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/change_feed.h"

#include <fmt/format.h>

namespace saga::pg {
namespace {

// Reading a page again is cheaper than asking for more sagas than this one by one.
constexpr int kMostSagas = 10'000;

constexpr const char* kStart = "select pg_current_snapshot()::text as snapshot, now() as server_now";

// All parts of one statement see one snapshot; pg_current_snapshot() is its text. A transaction below the old
// xmin was finished when that snapshot was taken, so its changes were seen, or trimmed.
const std::string& poll_sql() {
  static const std::string kSql = fmt::format(
      "with fresh as (select saga_id, max(at) as at from saga.change_view "
      "where xid >= pg_snapshot_xmin($1::pg_snapshot) and not pg_visible_in_snapshot(xid, $1::pg_snapshot) "
      "group by saga_id limit {}) "
      "select pg_current_snapshot()::text as snapshot, now() as server_now, "
      "pg_snapshot_xmin($1::pg_snapshot) < h.trimmed_below as trimmed, f.saga_id, f.at "
      "from saga.feed_horizon_view h left join fresh f on true",
      kMostSagas + 1);
  return kSql;
}

}  // namespace

Result<FeedBatch> PgChangeFeed::poll() {
  const bool first = snapshot_.empty();
  const auto rows = first ? session_->read(kStart) : session_->read(poll_sql(), {snapshot_});
  if (!rows) return std::unexpected(rows.error());
  FeedBatch batch;
  std::string snapshot;
  auto read = rows->each([&](const Row& row) {
    snapshot = row.text("snapshot");
    batch.server_now = row.time("server_now");
    if (first) return;
    batch.gap = row.boolean("trimmed");
    if (row.is_null("saga_id")) return;
    batch.changed.push_back(row.text("saga_id"));
    batch.newest = std::max(batch.newest, row.time("at"));
  });
  if (!read) return std::unexpected(read.error());
  if (snapshot.empty()) {
    return std::unexpected(Error{ErrorKind::Incompatible, "The change feed has no horizon (saga.feed_horizon_view).",
                                 "Run sagactl install."});
  }
  if (batch.changed.size() > static_cast<std::size_t>(kMostSagas)) {
    batch.changed.clear();
    batch.gap = true;
  }
  snapshot_ = std::move(snapshot);
  return batch;
}

}  // namespace saga::pg
