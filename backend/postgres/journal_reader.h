// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/ports/journal_reader.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// Over saga.journal_view and saga.journal_chain_view.
class PgJournalReader final : public JournalReader {
 public:
  explicit PgJournalReader(std::shared_ptr<Session> session) : session_(std::move(session)) {}
  Result<JournalPage> page(const JournalFilter& filter, const std::optional<JournalCursor>& after, int limit) override;
  Result<std::vector<ChainEnd>> ends() override;
  Result<std::vector<JournalEntry>> chain(const std::string& area, std::int64_t after_seq, std::int64_t up_to_seq,
                                          int limit) override;

 private:
  std::shared_ptr<Session> session_;
};

}  // namespace saga::pg
