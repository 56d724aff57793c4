// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/domain/journal.h"
#include "backend/ports/journal_reader.h"

namespace saga {

enum class BreachKind {
  Changed,   // the row does not have the hash of its content
  Unlinked,  // it does not follow from the row before
  Missing,   // rows between others
  CutOff,    // rows at the end: the database has noted, or somebody has kept, a later position
  Beyond,    // rows behind the end that the database has noted, or with none noted
  Differs    // from the position that was kept outside the database: written anew from there, or before
};
[[nodiscard]] std::string_view to_text(BreachKind kind);  // "changed", "cut-off"

struct JournalBreach {
  std::string area;
  std::int64_t seq = 0;  // the first row concerned
  BreachKind kind = BreachKind::Changed;
  std::string detail;
  friend bool operator==(const JournalBreach&, const JournalBreach&) = default;
};

struct VerifiedChain {
  std::string area;
  std::int64_t rows = 0;
  std::int64_t anchors = 0;  // compared
  friend bool operator==(const VerifiedChain&, const VerifiedChain&) = default;
};

struct JournalReport {
  static constexpr std::size_t kMostBreaches = 1000;  // are kept; all are counted

  std::vector<VerifiedChain> chains;  // by area
  std::vector<JournalBreach> breaches;
  std::int64_t breach_count = 0;
  [[nodiscard]] std::int64_t rows() const;
  [[nodiscard]] std::int64_t anchors() const;
};

// Looks at a chain row by row. What is wrong with one row does not hide what is wrong behind it.
class ChainCheck {
 public:
  ChainCheck(ChainEnd end, const std::vector<KeptAnchor>& anchors, JournalReport& report);
  void take(const JournalEntry& entry);  // in the order of their numbers
  void finish();

 private:
  void breach(std::int64_t seq, BreachKind kind, std::string detail);

  ChainEnd end_;
  std::multimap<std::int64_t, std::string> anchors_;  // hash by seq
  JournalReport& report_;
  VerifiedChain chain_;
  std::int64_t last_seq_ = 0;
  std::string last_hash_;
};

// Verifies the whole journal, as it is when this begins, a page at a time: between two pages others may use the
// connection, and it can be given up or go on over another one. Used by one thread at a time.
class JournalWalk {
 public:
  struct Progress {
    std::int64_t rows = 0;  // looked at
    std::int64_t of = 0;    // that there are, if none is missing
    bool complete = false;
    friend bool operator==(const Progress&, const Progress&) = default;
  };

  // As for verify_journal.
  explicit JournalWalk(std::vector<KeptAnchor> anchors) : anchors_(std::move(anchors)) {}
  [[nodiscard]] Result<Progress> next(JournalReader& reader);
  [[nodiscard]] const JournalReport& report() const { return report_; }  // of what was looked at so far
  [[nodiscard]] const std::vector<ChainEnd>& ends() const { return ends_; }

 private:
  [[nodiscard]] Result<void> begin(JournalReader& reader);

  std::vector<KeptAnchor> anchors_;
  std::vector<ChainEnd> ends_;
  std::size_t at_ = 0;  // of the ends
  std::optional<ChainCheck> check_;
  std::int64_t after_ = 0;
  bool begun_ = false;
  Progress progress_;
  JournalReport report_;
};

// Reads the whole journal, as it was when this began, a page at a time. `anchors` is what was kept outside: without any
// a tail that was cut together with the note of the end, or a chain written anew, cannot be told. `progress` is told
// the rows seen so far and ends it by false: ErrorKind::Timeout.
[[nodiscard]] Result<JournalReport> verify_journal(JournalReader& reader, const std::vector<KeptAnchor>& anchors,
                                                   const std::function<bool(std::int64_t rows)>& progress = {});

}  // namespace saga
