// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/overview_reader.h"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

#include "backend/domain/action.h"

namespace saga::pg {
namespace {

constexpr int kActions = 30;
constexpr int kRouteChanges = 50;

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

// The clocks of whoever sets the limit and of whoever notes the beginning differ by a little.
std::chrono::milliseconds rounded(std::chrono::milliseconds limit) {
  constexpr std::chrono::milliseconds kUnit{100};
  return (limit + kUnit / 2) / kUnit * kUnit;
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

Result<Overview> PgOverviewReader::overview(std::chrono::minutes range) {
  Overview overview;
  Running running;
  if (auto read = read_trouble(overview, running); !read) return std::unexpected(read.error());
  if (auto read = read_flow(overview); !read) return std::unexpected(read.error());
  if (range > kFlowWindow) {
    if (auto read = history_.read_on(*session_, overview.server_now, range); !read) {
      return std::unexpected(read.error());
    }
    history_.write(overview, range);
  }
  if (auto read = read_steps(overview, running); !read) return std::unexpected(read.error());
  if (auto read = read_actions(overview); !read) return std::unexpected(read.error());
  return overview;
}

Result<void> PgOverviewReader::read_trouble(Overview& into, Running& running) {
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
    if (*condition != Condition::NeedsAttention) running[row.text("step")] += sagas;
    if (*condition == Condition::Running) into.running += sagas;
    if (*condition == Condition::Compensating) into.compensating += sagas;
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
  std::vector<FlowSlot> retired;
  for (const auto& [time, slot] : flow_) {
    if (time < from) retired.push_back(slot);
  }
  history_.retire(retired, from);
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
    count_payments(slot, row);
  });
  if (!read) {
    flow_.clear();
    return read;
  }
  for (const auto& [time, slot] : flow_) into.flow.push_back(slot);
  return {};
}

Result<void> PgOverviewReader::read_steps(Overview& into, const Running& running) {
  const auto rows =
      session_->read("select step, latency_class, attempts, failed, retries, since, limit_ms from saga.step_flow_view");
  if (!rows) return std::unexpected(rows.error());
  std::map<std::string, StepFlow> steps;
  for (const auto& [step, sagas] : running) steps[step].running = sagas;
  auto read = rows->each([&](const Row& row) {
    const std::string name = row.text("step");
    StepFlow& step = steps[name];
    const std::int64_t attempts = row.int64("attempts");
    step.attempts += attempts;
    step.failed += row.int64("failed");
    step.retries += row.int64("retries");
    if (const auto latency_class = row.optional_int32("latency_class")) step.latencies[*latency_class] += attempts;
    if (const auto limit = row.optional_int64("limit_ms")) limits_[name] = rounded(std::chrono::milliseconds(*limit));
    into.steps_since = std::min(into.steps_since.value_or(row.time("since")), row.time("since"));
  });
  if (!read) return read;
  const auto take = [&](std::map<std::string, StepFlow>::iterator at) {
    StepFlow& step = at->second;
    step.step = at->first;
    if (const auto limit = limits_.find(at->first); limit != limits_.end()) step.limit = limit->second;
    into.steps.push_back(std::move(step));
    steps.erase(at);
  };
  for (const std::string& name : steps_of("PaymentSaga")) {
    if (const auto at = steps.find(name); at != steps.end()) take(at);
  }
  while (!steps.empty()) take(steps.begin());
  return {};
}

Result<void> PgOverviewReader::read_actions(Overview& into) {
  const std::string columns = "select at, who, what, on_what, why, actions, accepted, value_before, value_after ";
  const auto read = [&](const std::string& rest, int limit) -> Result<std::vector<RecentAction>> {
    const auto rows = session_->read(columns + rest, {limit});
    if (!rows) return std::unexpected(rows.error());
    return rows->map(action_from);
  };
  auto actions = read("from saga.latest_action_view order by at desc limit $1", kActions);
  if (!actions) return std::unexpected(actions.error());
  into.actions = std::move(*actions);
  auto changes = read(
      "from saga.latest_action_view where area = 'routing' and at > now() - interval '1 day' order by at desc limit $1",
      kRouteChanges);
  if (!changes) return std::unexpected(changes.error());
  into.route_changes = std::move(*changes);
  return {};
}

}  // namespace saga::pg
