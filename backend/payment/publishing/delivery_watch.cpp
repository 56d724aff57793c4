// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/publishing/delivery_watch.h"

#include <string>
#include <vector>

#include "backend/payment/metrics/names.h"
#include "backend/payment/publishing/delivery_store.h"
#include "backend/payment/publishing/routes.h"

namespace saga::payment {
namespace {

constexpr int kMostOfAShard = 12'501;

// Each shard by its index, in the order in which it is sent: as long as that is not longer than what is counted, the
// oldest is among them.
constexpr std::string_view kWaiting = R"(
select t.target, sum(w.deliveries)::int,
       coalesce(greatest(extract(epoch from clock_timestamp() - min(w.oldest)), 0), 0)::float8
  from unnest($1::text[]) as t (target)
 cross join generate_series(0, $2::int - 1) as s (shard)
 cross join lateral (
   select count(*) as deliveries, min(d.waiting_since) as oldest
     from (select l.waiting_since from saga.external_event_log l
            where l.target_system = t.target and l.shard = s.shard and l.status in ('PENDING', 'FAILED')
            order by l.position limit $3) d) w
 group by t.target)";

}  // namespace

Result<void> look_at_deliveries(pg::Session& session, Metrics& metrics) {
  const std::vector<std::string> targets(kExternalTargets.begin(), kExternalTargets.end());
  const auto rows = session.read(kWaiting, {targets, kShards, kMostOfAShard});
  if (!rows) return std::unexpected(rows.error());
  return rows->each([&](const pg::Row& row) {
    const Labels labels{{"target", row.text(0)}};
    metrics.gauge(kDeliveriesWaiting, labels).set(row.int32(1));
    metrics.gauge(kOldestDelivery, labels).set(row.real(2));
  });
}

}  // namespace saga::payment
