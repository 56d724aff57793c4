// SPDX-License-Identifier: GPL-3.0-or-later
// What the database knows of what happened to the system as a whole. Each table is small, or its newest rows are.
#include <algorithm>

#include "backend/domain/gateway_report.h"
#include "backend/domain/routing.h"
#include "backend/postgres/timeline_reader.h"

namespace saga::pg {
namespace {

using timeline::Marker;
using timeline::MarkerKind;

constexpr int kMost = TimelineReader::kMostMarkers;

// Without what the installation set, and without drills, which leave the value as it is.
constexpr const char* kFlips =
    "select * from (select name, value, version, updated_by, reason, updated_at, "
    "lag(value) over w as value_before, lead(updated_at) over w as next_at "
    "from saga.toggle_history_view window w as (partition by name order by version)) h "
    "where value_before <> value and updated_at < $2::timestamptz "
    "and (updated_at >= $1::timestamptz or (name = $3 and value <> 'false' "
    "and coalesce(next_at, 'infinity') > $1::timestamptz)) order by updated_at desc limit $4";

// A process that ends in order is fenced while its lease still runs. One whose lease ran out is an outage of its
// roles until another process has them, and none if another had them all along.
constexpr const char* kWorkers =
    "select w.instance, w.roles::text as roles, w.lease_until, "
    "(select min(greatest(n.registered_at, w.lease_until)) from saga.worker_view n "
    "where n.epoch <> w.epoch and n.roles && w.roles "
    "and (n.registered_at > w.lease_until or coalesce(n.fenced_at, n.lease_until) > w.lease_until)) as until "
    "from saga.worker_view w where w.lease_until < coalesce(w.fenced_at, now()) and w.lease_until < $1::timestamptz "
    "order by w.lease_until desc limit $2";

constexpr const char* kGateways =
    "select instance, heartbeat_at from saga.gateway_view "
    "where heartbeat_at < server_now - make_interval(secs => $2::double precision) and heartbeat_at < $1::timestamptz "
    "order by heartbeat_at desc limit $3";

constexpr const char* kActions =
    "select at, who, what, on_what, why, actions from saga.latest_action_view "
    "where at >= $1::timestamptz and at < $2::timestamptz and area <> 'routing' order by at desc limit $3";

Marker flip_from(const Row& row) {
  Marker marker{.kind = MarkerKind::Flip,
                .at = row.time("updated_at"),
                .what = row.text("name"),
                .before = row.text("value_before"),
                .after = row.text("value"),
                .version = row.int64("version"),
                .who = row.text("updated_by"),
                .why = row.text("reason")};
  if (marker.what != kRollbackToggle) return marker;
  marker.kind = MarkerKind::Rollback;
  marker.lasts = rollback_from(marker.after);
  if (marker.lasts) marker.until = row.optional_time("next_at");
  return marker;
}

Marker worker_from(const Row& row) {
  return {.kind = MarkerKind::WorkerLost,
          .at = row.time("lease_until"),
          .until = row.optional_time("until"),
          .lasts = true,
          .what = row.text("instance"),
          .why = row.text("roles")};
}

Marker gateway_from(const Row& row) {
  return {
      .kind = MarkerKind::GatewaySilent, .at = row.time("heartbeat_at"), .lasts = true, .what = row.text("instance")};
}

Marker action_from(const Row& row) {
  return {.kind = MarkerKind::Action,
          .at = row.time("at"),
          .what = row.text("what"),
          .after = row.optional_text("on_what").value_or(""),
          .count = row.int64("actions"),
          .who = row.text("who"),
          .why = row.text("why")};
}

}  // namespace

Result<std::vector<Marker>> read_markers(Session& session, TimePoint from, TimePoint to) {
  std::vector<Marker> all;
  const auto add = [&](const char* sql, const Params& params, auto&& make) -> Result<void> {
    const auto rows = session.read(sql, params);
    if (!rows) return std::unexpected(rows.error());
    return rows->each([&](const Row& row) { all.push_back(make(row)); });
  };
  if (auto read = add(kFlips, {from, to, kRollbackToggle, kMost}, flip_from); !read) {
    return std::unexpected(read.error());
  }
  if (auto read = add(kWorkers, {to, kMost}, worker_from); !read) return std::unexpected(read.error());
  const auto silent = std::chrono::duration<double>(kGatewayIsGone).count();
  if (auto read = add(kGateways, {to, silent, kMost}, gateway_from); !read) return std::unexpected(read.error());
  if (auto read = add(kActions, {from, to, kMost}, action_from); !read) return std::unexpected(read.error());
  // What was over before.
  std::erase_if(all, [&](const Marker& marker) {
    return marker.at < from && (!marker.lasts || (marker.until && *marker.until < from));
  });
  std::ranges::sort(all, {}, [](const Marker& marker) { return std::pair(marker.at, marker.what); });
  return all;
}

}  // namespace saga::pg
