// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "backend/concurrency/clock.h"

namespace saga::test {

// Stands still until it is turned.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(WallTime start) : wall_(start) {}
  [[nodiscard]] WallTime now() const override { return wall_; }
  [[nodiscard]] MonoTime monotonic() const override { return mono_; }
  void turn(std::chrono::microseconds by) {
    wall_ += by;
    mono_ += by;
  }

 private:
  WallTime wall_;
  MonoTime mono_ = MonoTime{} + std::chrono::hours(1);
};

}  // namespace saga::test
