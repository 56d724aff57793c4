// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "backend/domain/timeline.h"

namespace saga::ui {

// The part of time on screen, and whether its right edge follows the clock. A value; every change gives a new one.
struct TimeWindow {
  static constexpr std::chrono::microseconds kShortest = std::chrono::milliseconds(1);
  static constexpr std::chrono::microseconds kLongest = std::chrono::hours(24);

  timeline::Range range = {};
  bool follows = true;

  // Of that length, up to now, with a little room behind it.
  [[nodiscard]] static TimeWindow live(std::chrono::microseconds length, timeline::Micros now);
  // The clock went on.
  [[nodiscard]] TimeWindow at(timeline::Micros now) const;
  // `factor` below 1 shows less, with `anchor` staying where it is on screen.
  [[nodiscard]] TimeWindow zoomed(double factor, timeline::Micros anchor, timeline::Micros now) const;
  [[nodiscard]] TimeWindow of_length(std::chrono::microseconds length, timeline::Micros now) const;
  // By a share of its length; to the left if negative. It stops at now, and follows from there.
  [[nodiscard]] TimeWindow moved(double share, timeline::Micros now) const;
  [[nodiscard]] TimeWindow moved_by(timeline::Micros by, timeline::Micros now) const;
  [[nodiscard]] TimeWindow held() const { return {range, false}; }
  [[nodiscard]] timeline::Micros middle() const { return range.from + range.length() / 2; }
  friend bool operator==(const TimeWindow&, const TimeWindow&) = default;
};

}  // namespace saga::ui
