// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/overview.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace saga {
namespace {

constexpr double kClassesPerOctave = 8;

double class_begin_ms(double latency_class) { return std::exp2(latency_class / kClassesPerOctave); }

std::int64_t sum_or_most(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<std::int64_t>::max() : sum;
}

}  // namespace

void add(FlowSlot& into, const FlowSlot& slot) {
  into.event_driven += slot.event_driven;
  into.legacy += slot.legacy;
  into.completed += slot.completed;
  into.compensated += slot.compensated;
  into.failed += slot.failed;
  for (const auto& [latency_class, count] : slot.latencies) into.latencies[latency_class] += count;
}

std::optional<std::chrono::microseconds> percentile(const std::map<int, std::int64_t>& latencies, double share) {
  std::int64_t all = 0;
  for (const auto& [latency_class, count] : latencies) all += count;
  if (all == 0) return std::nullopt;
  const double wanted = share * static_cast<double>(all);
  double before = 0;
  for (const auto& [latency_class, count] : latencies) {
    const auto here = static_cast<double>(count);
    if (before + here >= wanted) {
      const double ms = class_begin_ms(latency_class + (wanted - before) / here);
      return std::chrono::microseconds(std::llround(ms * 1000));
    }
    before += here;
  }
  return std::chrono::microseconds(std::llround(class_begin_ms(latencies.rbegin()->first + 1) * 1000));
}

void add_money(std::vector<Money>& sums, const Money& money) {
  const auto at = std::ranges::lower_bound(sums, money.currency, {}, &Money::currency);
  if (at != sums.end() && at->currency == money.currency) {
    at->minor = sum_or_most(at->minor, money.minor);
  } else {
    sums.insert(at, money);
  }
}

Trouble trouble_of(const Overview& overview, Condition condition) {
  Trouble trouble;
  for (const TroubleGroup& group : overview.groups) {
    if (group.condition != condition) continue;
    trouble.count += group.count;
    trouble.since = std::min(trouble.since.value_or(group.first_seen), group.first_seen);
    for (const Money& money : group.at_risk) add_money(trouble.at_risk, money);
    for (std::size_t slot = 0; slot < trouble.trend.size(); ++slot) trouble.trend[slot] += group.trend[slot];
  }
  return trouble;
}

std::int64_t in_flight(const Overview& overview) {
  return overview.running + overview.compensating + trouble_of(overview, Condition::Stuck).count;
}

Flow flow_of(const std::vector<FlowSlot>& slots) {
  FlowSlot all;
  for (const FlowSlot& slot : slots) add(all, slot);
  Flow flow{.payments = all.payments(),
            .completed = all.completed,
            .compensated = all.compensated,
            .failed = all.failed,
            .p95 = percentile(all.latencies, 0.95)};
  const std::int64_t ended = flow.completed + flow.compensated + flow.failed;
  if (ended > 0) flow.success = static_cast<double>(flow.completed) / static_cast<double>(ended);
  if (flow.payments > 0) flow.event_driven = static_cast<double>(all.event_driven) / static_cast<double>(flow.payments);
  return flow;
}

Flow flow_within(const Overview& overview, std::chrono::seconds window) {
  std::vector<FlowSlot> slots;
  std::ranges::copy_if(overview.flow, std::back_inserter(slots),
                       [&](const FlowSlot& slot) { return slot.from + kFlowSlot > overview.server_now - window; });
  return flow_of(slots);
}

double rate_now(const Overview& overview) {
  if (overview.flow.empty()) return 0;
  const FlowSlot& last = overview.flow.back();
  std::int64_t payments = last.payments();
  TimePoint from = last.from;
  if (overview.flow.size() > 1) {
    const FlowSlot& before = overview.flow[overview.flow.size() - 2];
    payments += before.payments();
    from = before.from;
  }
  const double seconds = std::chrono::duration<double>(overview.server_now - from).count();
  return seconds > 0 ? static_cast<double>(payments) / seconds : 0;
}

}  // namespace saga
