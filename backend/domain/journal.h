// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/domain/time.h"

namespace saga {

// A row of the operators' journal, with what chains it to the one before. One chain an area ("sagas", "routing"),
// whose rows are numbered from 1 without a gap.
struct JournalEntry {
  std::string area;
  std::int64_t seq = 0;
  std::string kind;     // REQUESTED, OBSERVED
  std::string who;      // session_user
  std::string what;     // the action
  std::string on_what;  // saga id, toggle name …
  std::string why;
  std::optional<std::string> before = {};
  std::optional<std::string> after = {};
  TimePoint at = {};
  std::string prev_hash;  // lower-case hex, as all hashes here
  std::string hash;
  friend bool operator==(const JournalEntry&, const JournalEntry&) = default;
};

// Where a chain ends: as the database has noted it, and in fact.
struct ChainEnd {
  std::string area;
  std::int64_t noted_seq = 0;  // 0: nothing is noted
  std::string noted_hash = {};
  std::int64_t last_seq = 0;  // of the rows that there are
  friend bool operator==(const ChainEnd&, const ChainEnd&) = default;
};

// A position that was kept outside the database when it was given out.
struct KeptAnchor {
  std::string area;
  std::int64_t seq = 0;
  std::string hash;
  friend bool operator==(const KeptAnchor&, const KeptAnchor&) = default;
};

// All that were kept on this machine.
struct KeptAnchors {
  std::vector<KeptAnchor> anchors;  // of every area, oldest first
  int unreadable = 0;               // lines: cut short by a crash, or somebody has been at the file
};

}  // namespace saga
