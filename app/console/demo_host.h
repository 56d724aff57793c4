// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "backend/concurrency/worker.h"
#include "backend/demo/demo.h"

namespace saga::app {

// Holds a demo on a thread of its own, for it starts and stops slowly. The thread lives as long as the demo: the
// kernel ends the demo's processes when the thread that started them ends.
class DemoHost {
 public:
  explicit DemoHost(demo::Options options) : options_(std::move(options)) {}
  ~DemoHost();  // stops and removes everything; may take seconds
  DemoHost(const DemoHost&) = delete;
  DemoHost& operator=(const DemoHost&) = delete;

  // All callbacks run on the demo's thread.
  void start(std::function<void(Result<void>)> done);
  void watch(std::function<void(const std::vector<std::string>&)> failures);  // asks every second
  void stop_postgres(std::function<void(Result<void>)> done);
  void start_postgres(std::function<void(Result<void>)> done);

  // After a successful start.
  [[nodiscard]] const demo::Demo& demo() const { return *demo_; }

 private:
  void look(std::function<void(const std::vector<std::string>&)> failures);

  demo::Options options_;
  std::unique_ptr<demo::Demo> demo_;
  Worker thread_{"demo"};
};

}  // namespace saga::app
