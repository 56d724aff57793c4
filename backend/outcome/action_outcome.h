// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "backend/outcome/error.h"

namespace saga {

// The journal's position after the action: kept outside the database, it shows a cut tail.
struct JournalAnchor {
  std::int64_t seq = 0;
  std::string hash = {};  // lower-case hex
  friend bool operator==(const JournalAnchor&, const JournalAnchor&) = default;
};

// The database accepted the request. What came of it is observed later, by `command_id`.
struct Applied {
  std::string command_id;
  int version = 0;  // the saga's version after the request
  JournalAnchor anchor = {};
  std::string warning = {};  // what went wrong beside it, as an anchor that could not be kept; mostly empty
  friend bool operator==(const Applied&, const Applied&) = default;
};

// A rule or a missing permission forbids it.
struct Refused {
  std::string reason;
  friend bool operator==(const Refused&, const Refused&) = default;
};

// Someone else acted first; nothing was changed.
struct Conflict {
  std::string reason;  // "kim.sujin requested RETRY at 14:05:11"
  int actual_version = 0;
  friend bool operator==(const Conflict&, const Conflict&) = default;
};

// The request was sent and the answer lost. Read the saga back before offering the action again.
struct OutcomeUnknown {
  Error error;
  friend bool operator==(const OutcomeUnknown&, const OutcomeUnknown&) = default;
};

// It certainly did not happen.
struct Failed {
  Error error;
  friend bool operator==(const Failed&, const Failed&) = default;
};

using ActionOutcome = std::variant<Applied, Refused, Conflict, OutcomeUnknown, Failed>;

}  // namespace saga
