// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

#include "backend/domain/timeline.h"

namespace saga::ui {

struct Tick {
  timeline::Micros at = 0;
  QString text;         // in the operator's zone
  bool strong = false;  // a new day, minute, second or millisecond: it says the larger unit
};

// Round times of the operator's zone within the range, at least `apart` pixels from each other on an axis of `width`
// pixels.
[[nodiscard]] std::vector<Tick> ticks_of(const timeline::Range& range, int width, int apart);

// "13:50:00 – 14:04:00 KST", with as many digits as the length is worth; the date where it is not today's.
[[nodiscard]] QString range_text(const timeline::Range& range, timeline::Micros now);
// "13:58:22.450" with the digits that a pixel of that length is worth.
[[nodiscard]] QString moment_text(timeline::Micros at, timeline::Micros pixel);
// "2 min 20 s", "14 min", "350 ms", "12 µs": exact enough for a selection.
[[nodiscard]] QString length_text(timeline::Micros length);

}  // namespace saga::ui
