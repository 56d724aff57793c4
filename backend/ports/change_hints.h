// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "backend/outcome/error.h"

namespace saga {

// Tells that something changed, sooner than a poll would. A hint may be lost or come twice; it is never the truth.
class ChangeHints {
 public:
  virtual ~ChangeHints() = default;
  // Waits for a hint. true: there was one; false: none within `patience`. An Error: the source is lost.
  virtual Result<bool> wait(std::chrono::milliseconds patience) = 0;
  // How long the source takes to answer, now.
  virtual Result<std::chrono::microseconds> ping() = 0;
  // From any thread: makes wait() return at once, with false.
  virtual void interrupt() = 0;
};

}  // namespace saga
