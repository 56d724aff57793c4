// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <utility>

#include "backend/concurrency/executor.h"

namespace saga::test {

// Runs what was posted when the test turns the crank, on the test's own thread.
class ManualExecutor final : public Executor {
 public:
  void post(Task task) override { tasks_.push_back(std::move(task)); }
  void post_after(std::chrono::milliseconds, Task task) override { tasks_.push_back(std::move(task)); }

  bool run_one() {
    if (tasks_.empty()) return false;
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    task();
    return true;
  }
  // Also what is posted meanwhile.
  void run_all() {
    while (run_one()) {
    }
  }
  [[nodiscard]] std::size_t waiting() const { return tasks_.size(); }

 private:
  std::deque<Task> tasks_;
};

}  // namespace saga::test
