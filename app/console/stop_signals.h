// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace saga::app {

// SIGINT, SIGTERM and SIGHUP ask to stop instead of ending the process, so that a demo can clean up. A second one
// while the first is being obeyed changes nothing. One object a process.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  [[nodiscard]] bool asked() const;      // from any thread
  [[nodiscard]] int descriptor() const;  // becomes readable when a signal arrived; for a QSocketNotifier
  void wait() const;                     // until a signal arrives

 private:
  int pipe_[2] = {-1, -1};
};

}  // namespace saga::app
