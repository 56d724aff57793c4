// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace saga {

using WallTime = std::chrono::sys_time<std::chrono::microseconds>;
using MonoTime = std::chrono::steady_clock::time_point;

// Threads: every implementation may be read from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual WallTime now() const = 0;        // UTC, may jump
  [[nodiscard]] virtual MonoTime monotonic() const = 0;  // for intervals, never jumps
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] WallTime now() const override {
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
  }
  [[nodiscard]] MonoTime monotonic() const override { return std::chrono::steady_clock::now(); }
};

}  // namespace saga
