// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace saga::ctl {

// What a runbook can rely on.
enum ExitStatus : int {
  kDone = 0,
  kUnexpected = 1,
  kUsage = 2,
  kRefused = 3,     // a rule or a missing permission; of verify: the books break a rule
  kConflict = 4,    // someone else acted
  kUnverified = 5,  // nobody knows yet what became of it
  kCannotConnect = 6,
  kPartly = 7,  // the JSON says what
};

}  // namespace saga::ctl
