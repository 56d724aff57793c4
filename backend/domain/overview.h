// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/domain/money.h"
#include "backend/domain/saga.h"
#include "backend/domain/time.h"

// The state of the whole system in a few numbers: what an operator asks before anything else.
namespace saga {

// What is measured is measured against these.
inline constexpr double kSuccessTarget = 0.999;
inline constexpr std::chrono::milliseconds kLatencyTarget{2000};  // of the 95th percentile
inline constexpr double kRateTarget = 500;                        // payments a second that have to be possible

// When the sagas of a group came into trouble: the last hour in slots of 150 seconds, the oldest first. Those that came
// earlier are in no slot.
inline constexpr int kTrendSlots = 24;
inline constexpr std::chrono::seconds kTrendSlot{150};
using Trend = std::array<std::int64_t, kTrendSlots>;

// Open sagas in the same trouble: all are stuck or all need attention, at the same step, for the same reason.
struct TroubleGroup {
  Condition condition = Condition::Stuck;  // or NeedsAttention
  std::string step = {};
  std::string error = {};  // normalised; "" if no reason is known, as of a saga that merely went silent
  std::int64_t count = 0;
  TimePoint first_seen = {};  // when the first and the last of them came into trouble
  TimePoint last_seen = {};
  Trend trend = {};
  std::vector<Money> at_risk = {};  // the amounts of its sagas, one a currency, in the currencies' order
  friend bool operator==(const TroubleGroup&, const TroubleGroup&) = default;
};

// The payments that came in within one slot of time, on both routes, and what has become of them since.
inline constexpr std::chrono::seconds kFlowSlot{10};
struct FlowSlot {
  TimePoint from = {};
  std::int64_t event_driven = 0;  // by route
  std::int64_t legacy = 0;
  std::int64_t completed = 0;                  // by ending; the rest is under way
  std::int64_t compensated = 0;                // undone as a whole, or refused before anything was done
  std::int64_t failed = 0;                     // a person has to look
  std::map<int, std::int64_t> latencies = {};  // of those that have ended, by latency class

  [[nodiscard]] std::int64_t payments() const { return event_driven + legacy; }
  friend bool operator==(const FlowSlot&, const FlowSlot&) = default;
};

// Counts what the other slot counted, too.
void add(FlowSlot& into, const FlowSlot& slot);

// Latencies are counted in classes of an eighth of an octave: class n begins at 2^(n/8) milliseconds. Counts of
// different slots can be added, and no percentile is wrong by more than 9 %.
[[nodiscard]] std::optional<std::chrono::microseconds> percentile(const std::map<int, std::int64_t>& latencies,
                                                                  double share);

// How the attempts at a step went lately, forward.
struct StepFlow {
  std::string step = {};
  std::int64_t running = 0;   // sagas that are at it now, in either direction, the stuck ones too
  std::int64_t attempts = 0;  // of those that were looked at: see Overview::steps_since
  std::int64_t failed = 0;
  std::int64_t retries = 0;                             // attempts that were not the first
  std::map<int, std::int64_t> latencies = {};           // of those that have ended, by latency class
  std::optional<std::chrono::milliseconds> limit = {};  // how long an attempt may take, if that was ever seen
  friend bool operator==(const StepFlow&, const StepFlow&) = default;
};

// What an operator asked for; many of the same kind in the same minute are one.
struct RecentAction {
  TimePoint at = {};  // of the newest
  std::string who = {};
  std::string what = {};     // RETRY, SET_TOGGLE …
  std::string on_what = {};  // the saga, order or toggle, if there is only one
  std::string why = {};
  std::int64_t count = 0;
  std::int64_t accepted = 0;      // how many of them were not refused and met no conflict
  std::string value_before = {};  // of a toggle
  std::string value_after = {};
  friend bool operator==(const RecentAction&, const RecentAction&) = default;
};

struct Overview {
  std::int64_t running = 0;  // neither of these two is stuck
  std::int64_t compensating = 0;
  std::vector<TroubleGroup> groups = {};  // those that need attention first, then the largest first
  bool capped = false;                    // there are more sagas in flight or in trouble than were looked at
  std::vector<FlowSlot> flow = {};        // without gaps, the oldest first; the last one is not over yet
  // The same for the range that was asked for, if it is longer: wider slots, as far back as has been read so far.
  std::vector<FlowSlot> history = {};
  std::chrono::seconds history_slot = kFlowSlot;
  std::vector<StepFlow> steps = {};              // in the order of a payment
  std::optional<TimePoint> steps_since = {};     // how far their attempts reach back; none: there are none
  std::vector<RecentAction> actions = {};        // newest first
  std::vector<RecentAction> route_changes = {};  // toggles and rollbacks of the last day, newest first
  TimePoint server_now = {};
  friend bool operator==(const Overview&, const Overview&) = default;
};

// All the groups of a condition together.
struct Trouble {
  std::int64_t count = 0;
  std::optional<TimePoint> since = {};  // of the one that has waited longest
  std::vector<Money> at_risk = {};
  Trend trend = {};
  friend bool operator==(const Trouble&, const Trouble&) = default;
};
[[nodiscard]] Trouble trouble_of(const Overview& overview, Condition condition);
// Running, compensating and stuck.
[[nodiscard]] std::int64_t in_flight(const Overview& overview);

// The payments that came in within `window` before now.
struct Flow {
  std::int64_t payments = 0;
  std::int64_t completed = 0;
  std::int64_t compensated = 0;
  std::int64_t failed = 0;
  std::optional<double> success = {};       // share of those that have ended
  std::optional<double> event_driven = {};  // share of the payments
  std::optional<std::chrono::microseconds> p95 = {};
  friend bool operator==(const Flow&, const Flow&) = default;
};
[[nodiscard]] Flow flow_within(const Overview& overview, std::chrono::seconds window);
[[nodiscard]] Flow flow_of(const std::vector<FlowSlot>& slots);  // of all of them
// Payments a second now: of the slot that is not over and the one before it.
[[nodiscard]] double rate_now(const Overview& overview);

// Adds up amounts by currency.
void add_money(std::vector<Money>& sums, const Money& money);

}  // namespace saga
