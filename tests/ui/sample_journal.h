// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/ports/journal_reader.h"

namespace saga::test {

// What somebody did, as it is written down.
struct Deed {
  std::string kind = "REQUESTED";
  std::string who = {};
  std::string what = {};
  std::string on_what = {};
  std::string why = {};
  std::optional<std::string> before = {};
  std::optional<std::string> after = {};
  TimePoint at = {};
};

// A journal as the database keeps it: chained rows, which a test may write and then tamper with.
class FakeJournal final : public JournalReader {
 public:
  // The next row of the chain.
  const JournalEntry& write(const std::string& area, const Deed& deed);
  [[nodiscard]] JournalEntry& row(const std::string& area, std::int64_t seq);
  void remove(const std::string& area, std::int64_t seq);
  // Leaves the chain as if this were its end, noted as such.
  void cut_after(const std::string& area, std::int64_t seq);
  [[nodiscard]] KeptAnchor anchor(const std::string& area) const;  // of its newest row

  std::optional<Error> error;  // every read fails with it
  std::vector<JournalFilter> asked;

  Result<JournalPage> page(const JournalFilter& filter, const std::optional<JournalCursor>& after, int limit) override;
  Result<std::vector<ChainEnd>> ends() override;
  Result<std::vector<JournalEntry>> chain(const std::string& area, std::int64_t after_seq, std::int64_t up_to_seq,
                                          int limit) override;

 private:
  std::map<std::string, std::vector<JournalEntry>> chains_;
  std::map<std::string, ChainEnd> noted_;
};

// What two operators, the jobs role and the breaker did on the day of the pictures; `more` further notes on sagas
// before.
void fill_journal(FakeJournal& journal, TimePoint now, int more = 0);

}  // namespace saga::test
