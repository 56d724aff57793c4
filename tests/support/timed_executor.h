// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <utility>

#include "backend/concurrency/executor.h"
#include "tests/support/manual_clock.h"

namespace saga::test {

// Runs tasks when they are due by a clock that it turns from one to the next. For one thread.
class TimedExecutor final : public Executor {
 public:
  explicit TimedExecutor(ManualClock& clock) : clock_(clock) {}

  void post(Task task) override { post_after(std::chrono::milliseconds(0), std::move(task)); }
  void post_after(std::chrono::milliseconds delay, Task task) override {
    queue_.emplace(clock_.monotonic() + delay, std::move(task));
  }

  // What is due now, and what that makes due now.
  void run_due() { run_until(clock_.monotonic()); }
  void run_for(std::chrono::milliseconds time) {
    const auto end = clock_.monotonic() + time;
    run_until(end);
    turn_to(end);
  }
  [[nodiscard]] std::size_t waiting() const { return queue_.size(); }

 private:
  void run_until(MonoTime end) {
    while (!queue_.empty() && queue_.begin()->first <= end) {
      turn_to(queue_.begin()->first);
      Task task = std::move(queue_.begin()->second);
      queue_.erase(queue_.begin());
      task();
    }
  }
  void turn_to(MonoTime time) {
    if (time > clock_.monotonic()) {
      clock_.turn(std::chrono::duration_cast<std::chrono::microseconds>(time - clock_.monotonic()));
    }
  }

  ManualClock& clock_;
  std::multimap<MonoTime, Task> queue_;  // equal keys keep their order
};

}  // namespace saga::test
