// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "backend/concurrency/executor.h"

namespace saga {

// A named thread with a queue of its own. stop() (and the destructor) drops what has not begun, waits for the
// task that runs, and joins; post() after that does nothing. A task must not throw.
class Worker final : public Executor {
 public:
  explicit Worker(std::string name);  // at most 15 characters are shown by the system
  ~Worker() override;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void post(Task task) override;
  void post_after(std::chrono::milliseconds delay, Task task) override;
  void stop();

 private:
  void run(const std::string& name);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<std::chrono::steady_clock::time_point, Task> queue_;  // equal keys keep their order
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace saga
