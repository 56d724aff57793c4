// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "backend/domain/overview.h"
#include "backend/domain/routing.h"
#include "backend/domain/time.h"

// The payments of each route, side by side, and what the comparison says about the canary.
namespace saga {

// The payments of one route, and what has become of them.
struct RouteCount {
  std::int64_t payments = 0;
  std::int64_t completed = 0;
  std::int64_t compensated = 0;                // undone as a whole, or refused before anything was done
  std::int64_t failed = 0;                     // a person has to look
  std::map<int, std::int64_t> latencies = {};  // of those that have ended, by the classes of FlowSlot
  std::optional<TimePoint> newest = {};        // when the last of them came in

  [[nodiscard]] std::int64_t ended() const { return completed + compensated + failed; }
  friend bool operator==(const RouteCount&, const RouteCount&) = default;
};
void add(RouteCount& into, const RouteCount& count);

// Those that came in within kFlowSlot from `from` on.
struct RouteSlot {
  TimePoint from = {};
  RouteCount event_driven = {};
  RouteCount legacy = {};
  [[nodiscard]] const RouteCount& of(Route route) const { return route == Route::Legacy ? legacy : event_driven; }
  friend bool operator==(const RouteSlot&, const RouteSlot&) = default;
};

// Over the slots that begin within [from, until).
[[nodiscard]] RouteCount count_within(const std::vector<RouteSlot>& slots, Route route, TimePoint from,
                                      TimePoint until);
// Payments a second on both routes, of the last slot that is over and the one before it; none without them.
[[nodiscard]] std::optional<double> payments_a_second(const std::vector<RouteSlot>& slots);
// As charts take it.
[[nodiscard]] std::vector<FlowSlot> flow_of(const std::vector<RouteSlot>& slots, TimePoint from);

// The rule by which the canary is judged. A route is compared by the payments that have ended on it.
//
// - Fewer than 500 of them on either route: no verdict.
// - Worse: a smaller share completes on the event-driven route, beyond chance (two-proportion z-test with the pooled
//   share, two-sided at 1 %: z <= -2.58), by at least 0.05 percentage points, with at least 5 payments that did not
//   complete: with fewer the test's approximation does not hold.
// - Slower: not worse, and its p95 is at least 1.25 times that of the legacy route. (Percentiles here are wrong by up
//   to 9 %.)
// - Better: the mirror image of worse, and not slower.
// - As good: none of these.
namespace canary_rule {
inline constexpr std::int64_t kEnough = 500;
inline constexpr std::int64_t kEnoughFailures = 5;
inline constexpr double kBeyondChance = 2.576;
inline constexpr double kLeastDifference = 0.0005;
inline constexpr double kSlower = 1.25;
}  // namespace canary_rule

enum class CanaryVerdict { TooFew, Worse, Slower, AsGood, Better };

struct CanaryJudgement {
  CanaryVerdict verdict = CanaryVerdict::TooFew;
  double difference = 0;                 // of the shares that completed, event-driven minus legacy; 0.01 is a point
  double z = 0;                          // how many standard errors that is
  std::optional<double> p95_ratio = {};  // event-driven to legacy
  std::int64_t event_driven_ended = 0;
  std::int64_t legacy_ended = 0;
  friend bool operator==(const CanaryJudgement&, const CanaryJudgement&) = default;
};
[[nodiscard]] CanaryJudgement judge_canary(const RouteCount& event_driven, const RouteCount& legacy);

}  // namespace saga
