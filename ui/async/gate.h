// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "backend/concurrency/executor.h"

namespace saga::ui {

// Lets results of other threads in, as long as its owner lives. The owner has a Gate as a member; a callback made by
// pass() may be called on any thread and at any time, also when the owner is long gone: it runs on the GUI thread, or
// not at all.
class Gate {
 public:
  explicit Gate(Executor& gui) : gui_(gui), open_(std::make_shared<bool>(true)) {}
  ~Gate() { *open_ = false; }
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  template <class T>
  [[nodiscard]] std::function<void(T)> pass(std::function<void(T)> show) const {
    return [&gui = gui_, open = open_, show = std::make_shared<std::function<void(T)>>(std::move(show))](T value) {
      // `open` is read by the GUI thread only; the worker merely carries it.
      gui.post([open, show, value = std::move(value)]() mutable {
        if (*open) (*show)(std::move(value));
      });
    };
  }

 private:
  Executor& gui_;  // outlives every worker
  std::shared_ptr<bool> open_;
};

}  // namespace saga::ui
