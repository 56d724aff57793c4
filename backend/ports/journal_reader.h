// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/domain/journal.h"
#include "backend/outcome/error.h"

namespace saga {

struct JournalFilter {
  std::optional<std::string> area = {};
  std::optional<std::string> who = {};
  std::optional<std::string> what = {};
  std::optional<std::string> on_what = {};
  std::optional<TimePoint> since = {};
  std::optional<TimePoint> until = {};  // not included
  friend bool operator==(const JournalFilter&, const JournalFilter&) = default;
};

// Where a page ended, newest first over all chains.
struct JournalCursor {
  TimePoint at;
  std::string area;
  std::int64_t seq = 0;
  friend bool operator==(const JournalCursor&, const JournalCursor&) = default;
};

// "1763658546123456.sagas.42": the time in microseconds since 1970, the chain, the row.
[[nodiscard]] std::string to_text(const JournalCursor& cursor);
[[nodiscard]] std::optional<JournalCursor> journal_cursor_from(const std::string& text);

struct JournalPage {
  std::vector<JournalEntry> entries;
  std::optional<JournalCursor> next = {};  // nothing: this is the end
};

// The operators' journal. One thread.
class JournalReader {
 public:
  virtual ~JournalReader() = default;
  // Newest first; what is written meanwhile is in front of the first page and never in a later one.
  virtual Result<JournalPage> page(const JournalFilter& filter, const std::optional<JournalCursor>& after,
                                   int limit) = 0;

  // For verifying. The ends of all chains at one moment, then the rows of each up to there in their order.
  virtual Result<std::vector<ChainEnd>> ends() = 0;
  virtual Result<std::vector<JournalEntry>> chain(const std::string& area, std::int64_t after_seq,
                                                  std::int64_t up_to_seq, int limit) = 0;
};

}  // namespace saga
