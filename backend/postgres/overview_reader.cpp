// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/overview_reader.h"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

namespace saga::pg {
namespace {

constexpr int kActions = 30;

TimePoint slot_of(TimePoint time) { return TimePoint(time.time_since_epoch() / kFlowSlot * kFlowSlot); }

using GroupKey = std::tuple<Condition, std::string, std::string>;

void add_to(TroubleGroup& group, const Row& row, std::int64_t sagas) {
  const TimePoint first = row.time("first_seen"), last = row.time("last_seen");
  group.first_seen = group.count == 0 ? first : std::min(group.first_seen, first);
  group.last_seen = std::max(group.last_seen, last);
  group.count += sagas;
  add_money(group.at_risk, {row.int64("amount"), row.text("currency")});
  if (const auto slot = row.optional_int32("slot"); slot && *slot >= 0 && *slot < kTrendSlots) {
    group.trend[static_cast<std::size_t>(*slot)] += sagas;
  }
}

RecentAction action_from(const Row& row) {
  return {.at = row.time("at"),
          .who = row.text("who"),
          .what = row.text("what"),
          .on_what = row.optional_text("on_what").value_or(""),
          .why = row.text("why"),
          .count = row.int64("actions"),
          .accepted = row.int64("accepted"),
          .value_before = row.optional_text("value_before").value_or(""),
          .value_after = row.optional_text("value_after").value_or("")};
}

}  // namespace

Result<Overview> PgOverviewReader::overview() {
  Overview overview;
  if (auto read = read_trouble(overview); !read) return std::unexpected(read.error());
  if (auto read = read_flow(overview); !read) return std::unexpected(read.error());
  if (auto read = read_actions(overview); !read) return std::unexpected(read.error());
  return overview;
}

Result<void> PgOverviewReader::read_trouble(Overview& into) {
  const auto rows = session_->read(
      "select n.now as server_now, t.condition, t.step, t.error, t.currency, t.slot, t.sagas, t.amount, t.first_seen, "
      "t.last_seen from (select now()) n left join saga.trouble_view t on true");
  if (!rows) return std::unexpected(rows.error());
  std::map<GroupKey, TroubleGroup> groups;
  std::int64_t active = 0, attention = 0;
  auto read = rows->each([&](const Row& row) {
    into.server_now = row.time("server_now");
    const auto condition = condition_from(row.optional_text("condition").value_or(""));
    if (!condition) return;  // nothing is open
    const std::int64_t sagas = row.int64("sagas");
    (*condition == Condition::NeedsAttention ? attention : active) += sagas;
    if (*condition == Condition::Running) into.running = sagas;
    if (*condition == Condition::Compensating) into.compensating = sagas;
    if (*condition != Condition::Stuck && *condition != Condition::NeedsAttention) return;
    const GroupKey key{*condition, row.text("step"), row.text("error")};
    TroubleGroup& group = groups[key];
    std::tie(group.condition, group.step, group.error) = key;
    add_to(group, row, sagas);
  });
  if (!read) return read;
  into.capped = active > kOpenSagasCap || attention > kOpenSagasCap;
  // The gravest first, then the largest.
  std::multimap<std::pair<bool, std::int64_t>, TroubleGroup, std::greater<>> ranked;
  for (auto& [key, group] : groups) {
    ranked.emplace(std::pair(group.condition == Condition::NeedsAttention, group.count), std::move(group));
  }
  for (auto& [rank, group] : ranked) into.groups.push_back(std::move(group));
  return {};
}

Result<void> PgOverviewReader::read_flow(Overview& into) {
  const TimePoint from = slot_of(into.server_now - kFlowWindow);
  const TimePoint settled = slot_of(into.server_now - kSettled);
  std::erase_if(flow_, [&](const auto& slot) { return slot.first < from || slot.first >= settled; });
  const TimePoint missing = flow_.empty() ? from : flow_.rbegin()->first + kFlowSlot;
  const auto rows = session_->read(
      "select slot_at, route, ending, latency_class, count(*) as payments from saga.payment_flow_view "
      "where claimed_at >= $1::timestamptz group by 1, 2, 3, 4",
      {missing});
  if (!rows) return std::unexpected(rows.error());
  for (TimePoint slot = missing; slot <= into.server_now; slot += kFlowSlot) flow_[slot] = FlowSlot{.from = slot};
  auto read = rows->each([&](const Row& row) {
    // A claim may be younger than the clock that the first statement read.
    FlowSlot& slot = flow_[row.time("slot_at")];
    slot.from = row.time("slot_at");
    const std::int64_t payments = row.int64("payments");
    const std::string ending = row.text("ending");
    (row.text("route") == "EVENT_DRIVEN" ? slot.event_driven : slot.legacy) += payments;
    if (ending == "completed") slot.completed += payments;
    if (ending == "compensated") slot.compensated += payments;
    if (ending == "failed") slot.failed += payments;
    if (const auto latency_class = row.optional_int32("latency_class")) slot.latencies[*latency_class] += payments;
  });
  if (!read) {
    flow_.clear();
    return read;
  }
  for (const auto& [time, slot] : flow_) into.flow.push_back(slot);
  return {};
}

Result<void> PgOverviewReader::read_actions(Overview& into) {
  const auto rows = session_->read(
      "select at, who, what, on_what, why, actions, accepted, value_before, value_after from saga.latest_action_view "
      "order by at desc limit $1",
      {kActions});
  if (!rows) return std::unexpected(rows.error());
  auto actions = rows->map(action_from);
  if (!actions) return std::unexpected(actions.error());
  into.actions = std::move(*actions);
  return {};
}

}  // namespace saga::pg
