// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include "backend/concurrency/clock.h"

namespace saga::ui {

// When something that is read again and again is due: at most one part in `share` of the time goes into asking, so that
// what is slow on a busy server is asked for more seldom; but not more often than every `least`, and not more seldom
// than every `most`. GUI thread.
class Pace {
 public:
  using Time = std::chrono::nanoseconds;

  constexpr Pace(Time least, int share, Time most) : least_(least), most_(most), share_(share) {}

  [[nodiscard]] bool due(MonoTime now) const { return !asked_at_ || now - *asked_at_ >= pause(); }
  [[nodiscard]] Time pause() const { return std::clamp<Time>(took_ * share_, least_, most_); }
  void asked(MonoTime now) { asked_at_ = now; }
  void answered(MonoTime now) {
    if (asked_at_) took_ = now - *asked_at_;
  }
  void begin_again() { asked_at_.reset(); }  // something else is asked from now on: at once

 private:
  Time least_, most_;
  int share_;
  Time took_{0};
  std::optional<MonoTime> asked_at_ = {};
};

}  // namespace saga::ui
