// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "backend/outcome/action_outcome.h"

namespace saga::ctl {

// What became of one action, as it is printed and as the program ends.
struct ToldOutcome {
  int status;
  std::string name;  // "applied", "refused", "conflict", "unverified", "failed"
  std::string detail = {};
  std::string warning = {};
};
[[nodiscard]] ToldOutcome told(const ActionOutcome& outcome);

}  // namespace saga::ctl
