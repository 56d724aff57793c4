// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <QApplication>

#include "tests/benchmarks/times.h"

namespace saga::bench {

// An application that times what the GUI thread does: every event that it delivers, and when one of them painted.
class WatchedApplication final : public QApplication {
 public:
  using QApplication::QApplication;

  bool notify(QObject* receiver, QEvent* event) override;

  // After an event in which `widget` was painted. One at a time; empty: nobody asks.
  void on_painted(QWidget* widget, std::function<void()> told);
  // Since the last call: how long the thread worked on an event, by the clock and by its own processor time.
  struct Work {
    Times wall;
    Times processor;
    std::vector<std::string> slow;  // events that took longer than a frame: to what, of which kind, how long
  };
  [[nodiscard]] Work take_work() { return std::exchange(work_, {}); }

 private:
  int depth_ = 0;
  bool painted_ = false;
  QWidget* watched_ = nullptr;
  std::function<void()> told_;
  Work work_;
};

// Knocks at a thread's event loop every two milliseconds and measures how long the answer takes: what a key or a click
// would wait. A stall of the thread is a long answer. Construct and destroy on the thread that is asked.
class Heartbeat {
 public:
  Heartbeat();
  ~Heartbeat();
  Heartbeat(const Heartbeat&) = delete;
  Heartbeat& operator=(const Heartbeat&) = delete;

  [[nodiscard]] Times take();  // since the last call; on the thread that is asked

 private:
  class Door;
  std::unique_ptr<Door> door_;
  std::jthread knocking_;
};

}  // namespace saga::bench
