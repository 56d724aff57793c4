// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sample_routing.h"

#include <algorithm>
#include <array>
#include <string>

namespace saga::test {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kSlotPayments = 2540;  // of each route

TimePoint slot_of(TimePoint time) { return TimePoint(time.time_since_epoch() / kFlowSlot * kFlowSlot); }

// `failed` of them do not complete; the latencies begin at the given class of an eighth of an octave.
RouteCount count_of(std::int64_t payments, std::int64_t failed, int first_class, TimePoint newest) {
  RouteCount count{.payments = payments, .completed = payments - failed, .compensated = failed};
  count.latencies = {{first_class, payments / 2},
                     {first_class + 6, payments * 2 / 5},
                     {first_class + 16, payments - payments / 2 - payments * 2 / 5}};
  if (payments > 0) count.newest = newest;
  return count;
}

GatewayReport gateway(const std::string& name, std::int64_t version, TimePoint applied_at, TimePoint heartbeat_at,
                      bool rollback = false) {
  return {.instance = name,
          .version = version,
          .rollback = rollback,
          .legacy = 1'584'000,
          .event_driven = 1'482'200,
          .applied_at = applied_at,
          .heartbeat_at = heartbeat_at};
}

}  // namespace

// 11 March 2026, 14:05:44 in Seoul.
TimePoint routing_now() { return TimePoint(std::chrono::seconds(1'773'205'544)); }

void set_toggle(RoutingSnapshot& state, std::string_view name, const std::string& value, const std::string& who,
                const std::string& why, std::int64_t version, TimePoint at) {
  const Toggle set{std::string(name), value, version, who, why, at};
  const auto found = std::ranges::find(state.toggles, name, &Toggle::name);
  const std::string before = found != state.toggles.end() ? found->value : "";
  if (found != state.toggles.end()) {
    *found = set;
  } else {
    state.toggles.push_back(set);
  }
  state.history.insert(state.history.begin(), {set, before});
}

RoutingSnapshot sample_routing(TimePoint now) {
  RoutingSnapshot state;
  state.server_now = now;
  set_toggle(state, kEventDrivenToggle, "false", "postgres", "installed", 1, now - 30h);
  set_toggle(state, kCanaryToggle, "0", "postgres", "installed", 2, now - 30h);
  set_toggle(state, kRollbackToggle, "false", "postgres", "installed", 3, now - 30h);
  set_toggle(state, kEventDrivenToggle, "true", "choi.hana", "first users", 35, now - 28h);
  set_toggle(state, kCanaryToggle, "1", "choi.hana", "the first per cent", 36, now - 27h);
  set_toggle(state, kCanaryToggle, "10", "choi.hana", "a day without findings", 37, now - 4h - 34min);
  set_toggle(state, kCanaryToggle, "25", "choi.hana", "p95 holds", 38, now - 3h - 20min);
  set_toggle(state, kCanaryToggle, "50", "choi.hana", "as planned", 39, now - 2h - 10min);
  set_toggle(state, kCanaryToggle, "25", "choi.hana", "stock is slow, INC-2290", 40, now - 45min);
  set_toggle(state, kCanaryToggle, "50", "choi.hana", "stock was restarted", 41, now - 11min - 34s);
  const TimePoint applied = now - 11min - 34s;
  state.gateways = {gateway("gw-busan-1", 41, applied + 440ms, now - 500ms),
                    gateway("gw-seoul-1a", 41, applied + 310ms, now - 400ms),
                    gateway("gw-seoul-1b", 41, applied + 340ms, now - 700ms),
                    gateway("gw-seoul-2a", 41, applied + 620ms, now - 200ms),
                    gateway("gw-seoul-2b", 41, applied + 290ms, now - 900ms)};
  int i = 0;
  for (TimePoint at = slot_of(now - kRouteFlow); at <= now; at += kFlowSlot, ++i) {
    const std::int64_t wave = 12 * (i % 5) - 24;
    const bool before = at < applied;
    const std::int64_t mine = (before ? kSlotPayments / 2 : kSlotPayments) + wave;
    const std::int64_t other = (before ? kSlotPayments * 3 / 2 : kSlotPayments) - wave;
    state.flow.push_back({at, count_of(mine, before ? 3 : 7, 70, at + 9s), count_of(other, 1, 64, at + 9s)});
  }
  state.in_flight = {.running = 186, .compensating = 12, .stuck = 31, .needs_attention = 6};
  return state;
}

RoutingSnapshot rolled_back_routing(TimePoint now) {
  RoutingSnapshot state = sample_routing(now);
  const TimePoint at = now - 36s;
  set_toggle(state, kRollbackToggle, "true", "kim.sujin", "payments fail after 50 %", 42, at);
  const std::array<std::chrono::milliseconds, 5> after{440ms, 310ms, 340ms, 620ms, 0ms};
  for (std::size_t i = 0; i + 1 < state.gateways.size(); ++i) {
    state.gateways[i].version = 42;
    state.gateways[i].rollback = true;
    state.gateways[i].applied_at = at + after[i];
  }
  state.gateways.back().heartbeat_at = at - 400ms;
  for (RouteSlot& slot : state.flow) {
    if (slot.from + kFlowSlot <= at) continue;
    const bool all = slot.from >= at;
    const std::int64_t moved = all ? slot.event_driven.payments : slot.event_driven.payments / 2;
    slot.legacy = count_of(slot.legacy.payments + moved, 1, 64, slot.from + 9s);
    slot.event_driven = count_of(slot.event_driven.payments - moved, 0, 70, at + 540ms);
  }
  state.in_flight = {.running = 21, .compensating = 6, .stuck = 31, .needs_attention = 6};
  return state;
}

void say(FakeRollback& rollback, const RoutingSnapshot& state) {
  rollback.postgres = RollbackInPostgres{state.toggles, {state.gateways, state.server_now}};
  const Toggle* toggle = find_toggle(state.toggles, kRollbackToggle);
  rollback.redis = RollbackInRedis{toggle != nullptr && rollback_from(toggle->value), state.gateways, state.server_now};
}

}  // namespace saga::test
