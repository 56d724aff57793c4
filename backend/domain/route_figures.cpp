// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/route_figures.h"

#include <algorithm>
#include <cmath>

namespace saga {
namespace {

double share(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

// 0 where nothing, or everything, has failed: there is no difference then.
double standard_error(const RouteCount& a, const RouteCount& b) {
  const double pooled = share(a.completed + b.completed, a.ended() + b.ended());
  return std::sqrt(pooled * (1 - pooled) * (1 / static_cast<double>(a.ended()) + 1 / static_cast<double>(b.ended())));
}

bool enough_failures(const RouteCount& route) {
  return route.ended() - route.completed >= canary_rule::kEnoughFailures;
}

}  // namespace

void add(RouteCount& into, const RouteCount& count) {
  into.payments += count.payments;
  into.completed += count.completed;
  into.compensated += count.compensated;
  into.failed += count.failed;
  for (const auto& [latency_class, payments] : count.latencies) into.latencies[latency_class] += payments;
  if (count.newest) into.newest = std::max(into.newest.value_or(*count.newest), *count.newest);
}

RouteCount count_within(const std::vector<RouteSlot>& slots, Route route, TimePoint from, TimePoint until) {
  RouteCount sum;
  for (const RouteSlot& slot : slots) {
    if (slot.from >= from && slot.from < until) add(sum, slot.of(route));
  }
  return sum;
}

std::optional<double> payments_a_second(const std::vector<RouteSlot>& slots) {
  constexpr std::size_t kSlots = 2;
  if (slots.size() < kSlots + 1) return std::nullopt;
  std::int64_t payments = 0;
  for (std::size_t i = slots.size() - 1 - kSlots; i + 1 < slots.size(); ++i) {
    payments += slots[i].event_driven.payments + slots[i].legacy.payments;
  }
  return static_cast<double>(payments) / std::chrono::duration<double>(kSlots * kFlowSlot).count();
}

std::vector<FlowSlot> flow_of(const std::vector<RouteSlot>& slots, TimePoint from) {
  std::vector<FlowSlot> flow;
  for (const RouteSlot& slot : slots) {
    if (slot.from < from) continue;
    flow.push_back({.from = slot.from, .event_driven = slot.event_driven.payments, .legacy = slot.legacy.payments});
  }
  return flow;
}

CanaryJudgement judge_canary(const RouteCount& event_driven, const RouteCount& legacy) {
  CanaryJudgement judgement{.event_driven_ended = event_driven.ended(), .legacy_ended = legacy.ended()};
  const auto mine = percentile(event_driven.latencies, 0.95);
  const auto other = percentile(legacy.latencies, 0.95);
  if (mine && other && other->count() > 0) {
    judgement.p95_ratio = static_cast<double>(mine->count()) / static_cast<double>(other->count());
  }
  if (std::min(event_driven.ended(), legacy.ended()) < canary_rule::kEnough) return judgement;
  judgement.difference = share(event_driven.completed, event_driven.ended()) - share(legacy.completed, legacy.ended());
  if (const double error = standard_error(event_driven, legacy); error > 0) {
    judgement.z = judgement.difference / error;
  }
  const bool differs = std::abs(judgement.z) >= canary_rule::kBeyondChance &&
                       std::abs(judgement.difference) >= canary_rule::kLeastDifference;
  const bool slower = judgement.p95_ratio && *judgement.p95_ratio >= canary_rule::kSlower;
  if (differs && judgement.z < 0 && enough_failures(event_driven)) {
    judgement.verdict = CanaryVerdict::Worse;
  } else if (slower) {
    judgement.verdict = CanaryVerdict::Slower;
  } else if (differs && judgement.z > 0 && enough_failures(legacy)) {
    judgement.verdict = CanaryVerdict::Better;
  } else {
    judgement.verdict = CanaryVerdict::AsGood;
  }
  return judgement;
}

}  // namespace saga
