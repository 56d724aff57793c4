// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/time_window.h"

#include <algorithm>
#include <cmath>

namespace saga::ui {
namespace {

using timeline::Micros;

Micros bounded(double length) {
  return std::clamp(static_cast<Micros>(std::llround(length)), Micros{TimeWindow::kShortest.count()},
                    Micros{TimeWindow::kLongest.count()});
}

// Room behind now, so that the edge is seen as one.
Micros room(Micros length) { return length / 50; }

}  // namespace

TimeWindow TimeWindow::live(std::chrono::microseconds length, Micros now) {
  const Micros wide = bounded(static_cast<double>(length.count()));
  const Micros to = now + room(wide);
  return {{to - wide, to}, true};
}

TimeWindow TimeWindow::at(Micros now) const {
  return follows ? live(std::chrono::microseconds(range.length()), now) : *this;
}

TimeWindow TimeWindow::zoomed(double factor, Micros anchor, Micros now) const {
  const Micros length = bounded(static_cast<double>(range.length()) * factor);
  const double share =
      static_cast<double>(anchor - range.from) / static_cast<double>(std::max<Micros>(range.length(), 1));
  const Micros from = anchor - static_cast<Micros>(std::llround(share * static_cast<double>(length)));
  return TimeWindow{{from, from + length}, false}.moved_by(0, now);
}

TimeWindow TimeWindow::of_length(std::chrono::microseconds length, Micros now) const {
  if (follows) return live(length, now);
  const Micros wide = bounded(static_cast<double>(length.count()));
  return TimeWindow{{middle() - wide / 2, middle() - wide / 2 + wide}, false}.moved_by(0, now);
}

TimeWindow TimeWindow::moved(double share, Micros now) const {
  return moved_by(static_cast<Micros>(std::llround(share * static_cast<double>(range.length()))), now);
}

TimeWindow TimeWindow::moved_by(Micros by, Micros now) const {
  const Micros length = range.length();
  if (range.to + by >= now + room(length)) return live(std::chrono::microseconds(length), now);
  return {{range.from + by, range.to + by}, false};
}

}  // namespace saga::ui
