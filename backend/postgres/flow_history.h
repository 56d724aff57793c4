// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <vector>

#include "backend/domain/overview.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// The payments of a day by the minute. What is older than the flow of the last quarter of an hour is read backwards, a
// part at a time and never more than about kPartOf payments at once, so that no answer costs more than another; what
// leaves the flow comes in by itself and is not read again.
class FlowHistory {
 public:
  static constexpr std::chrono::hours kLongest{24};
  static constexpr std::int64_t kPartOf = 50'000;

  // Slots that have left the flow, in order; `flow_from` is where it begins now. After a gap everything is forgotten.
  void retire(const std::vector<FlowSlot>& slots, TimePoint flow_from);
  // Reads one part more, if the range is not covered yet.
  [[nodiscard]] Result<void> read_on(Session& session, TimePoint now, std::chrono::minutes range);
  // The range in slots of a width that a chart can show, the oldest first and without gaps, up to and with the flow.
  void write(Overview& into, std::chrono::minutes range) const;
  // 60 to 72 slots for the ranges of an hour, a quarter of a day and a day.
  [[nodiscard]] static std::chrono::seconds slot_of(std::chrono::minutes range);

 private:
  std::map<TimePoint, FlowSlot> minutes_;
  TimePoint from_ = {};  // what is covered, without a gap; to_ is where the flow begins
  TimePoint to_ = {};
  std::chrono::minutes part_{5};  // read at once; follows from how many payments the last one held
};

// A row of payment_flow_view, counted into its slot.
void count_payments(FlowSlot& slot, const Row& row);

}  // namespace saga::pg
