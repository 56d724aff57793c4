// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/routing_reader.h"

#include <algorithm>

#include "backend/postgres/overview_reader.h"

namespace saga::pg {
namespace {

TimePoint slot_of(TimePoint time) { return TimePoint(time.time_since_epoch() / kFlowSlot * kFlowSlot); }

ToggleChange change_from(const Row& row) {
  return {.toggle = {row.text("name"), row.text("value"), row.int64("version"), row.text("updated_by"),
                     row.text("reason"), row.time("updated_at")},
          .value_before = row.optional_text("value_before").value_or("")};
}

void count_payments(RouteCount& count, const Row& row) {
  const std::int64_t payments = row.int64("payments");
  const std::string ending = row.text("ending");
  count.payments += payments;
  if (ending == "completed") count.completed += payments;
  if (ending == "compensated") count.compensated += payments;
  if (ending == "failed") count.failed += payments;
  if (const auto latency_class = row.optional_int32("latency_class")) count.latencies[*latency_class] += payments;
  const TimePoint newest = row.time("newest");
  count.newest = std::max(count.newest.value_or(newest), newest);
}

// From when on the flow is of interest.
TimePoint flow_begin(const RoutingSnapshot& snapshot) {
  TimePoint begin = snapshot.server_now - kRouteFlow;
  const Toggle* rollback = find_toggle(snapshot.toggles, kRollbackToggle);
  if (rollback != nullptr && rollback_from(rollback->value)) {
    begin = std::max(rollback->updated_at - kRouteFlow, snapshot.server_now - kLongestRouteFlow);
  }
  return slot_of(std::min(begin, snapshot.server_now - kRouteFlow));
}

}  // namespace

Result<RoutingSnapshot> PgRoutingReader::routing() {
  RoutingSnapshot snapshot;
  auto toggles = control_.toggles();
  if (!toggles) return std::unexpected(toggles.error());
  snapshot.toggles = std::move(*toggles);
  auto gateways = control_.gateways();
  if (!gateways) return std::unexpected(gateways.error());
  snapshot.gateways = std::move(gateways->gateways);
  snapshot.server_now = gateways->server_now;
  if (auto read = read_history(snapshot); !read) return std::unexpected(read.error());
  if (auto read = read_flow(snapshot); !read) return std::unexpected(read.error());
  if (auto read = read_in_flight(snapshot); !read) return std::unexpected(read.error());
  return snapshot;
}

Result<void> PgRoutingReader::read_history(RoutingSnapshot& into) {
  const auto rows = session_->read(
      "select name, value, version, updated_by, reason, updated_at, "
      "lag(value) over (partition by name order by version) as value_before "
      "from (select * from saga.toggle_history_view order by version desc limit $1) h order by version desc",
      {kToggleChanges});
  if (!rows) return std::unexpected(rows.error());
  auto history = rows->map(change_from);
  if (!history) return std::unexpected(history.error());
  into.history = std::move(*history);
  return {};
}

Result<void> PgRoutingReader::read_flow(RoutingSnapshot& into) {
  const TimePoint from = flow_begin(into);
  const TimePoint settled = slot_of(into.server_now - kSettled);
  // What was read is kept as long as it may be asked for: a rollback may begin at any time.
  std::erase_if(flow_, [&](const auto& slot) {
    return slot.first < slot_of(into.server_now - kLongestRouteFlow) || slot.first >= settled;
  });
  // One that reaches further back than what is kept begins again: somebody else engaged it before this was opened.
  if (!flow_.empty() && flow_.begin()->first > from) flow_.clear();
  const TimePoint missing = flow_.empty() ? from : flow_.rbegin()->first + kFlowSlot;
  const auto rows = session_->read(
      "select slot_at, route, ending, latency_class, count(*) as payments, max(claimed_at) as newest "
      "from saga.payment_flow_view where claimed_at >= $1::timestamptz group by 1, 2, 3, 4",
      {missing});
  if (!rows) return std::unexpected(rows.error());
  for (TimePoint slot = missing; slot <= into.server_now; slot += kFlowSlot) flow_[slot] = RouteSlot{.from = slot};
  auto read = rows->each([&](const Row& row) {
    // A claim may be younger than the clock that an earlier statement read.
    RouteSlot& slot = flow_[row.time("slot_at")];
    slot.from = row.time("slot_at");
    count_payments(row.text("route") == to_text(Route::Legacy) ? slot.legacy : slot.event_driven, row);
  });
  if (!read) {
    flow_.clear();
    return read;
  }
  for (const auto& [time, slot] : flow_) {
    if (time >= from) into.flow.push_back(slot);
  }
  return {};
}

Result<void> PgRoutingReader::read_in_flight(RoutingSnapshot& into) {
  const auto rows =
      session_->read("select condition, sum(sagas)::bigint as sagas from saga.trouble_view group by condition");
  if (!rows) return std::unexpected(rows.error());
  SagasInFlight& found = into.in_flight;
  auto read = rows->each([&](const Row& row) {
    const auto condition = condition_from(row.text("condition"));
    const std::int64_t sagas = row.int64("sagas");
    if (condition == Condition::Running) found.running = sagas;
    if (condition == Condition::Compensating) found.compensating = sagas;
    if (condition == Condition::Stuck) found.stuck = sagas;
    if (condition == Condition::NeedsAttention) found.needs_attention = sagas;
  });
  if (!read) return read;
  found.capped = found.moving() + found.stuck > kOpenSagasCap || found.needs_attention > kOpenSagasCap;
  return {};
}

}  // namespace saga::pg
