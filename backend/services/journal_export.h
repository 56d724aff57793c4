// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "backend/ports/journal_reader.h"
#include "backend/services/csv_file.h"

namespace saga {

// Reads all that a filter means, newest first, a page at a time, so that they are never all in memory. How many; an
// Error of `take` ends it.
[[nodiscard]] Result<std::int64_t> for_each_entry(JournalReader& reader, const JournalFilter& filter,
                                                  const std::function<Result<void>(const JournalEntry&)>& take);

[[nodiscard]] std::string journal_csv_header();
// Foreign text in it is only text: see csv_field.
[[nodiscard]] std::string journal_csv_line(const JournalEntry& entry);

// The same into a file, a page at a time: see CsvFile. Used by one thread at a time.
class JournalCsv {
 public:
  [[nodiscard]] static Result<std::shared_ptr<JournalCsv>> create(const std::filesystem::path& path,
                                                                  const JournalFilter& filter);
  [[nodiscard]] Result<ExportProgress> write_next(JournalReader& reader, int limit = 2'000);

 private:
  JournalCsv(std::unique_ptr<CsvFile> file, JournalFilter filter)
      : file_(std::move(file)), filter_(std::move(filter)) {}

  std::unique_ptr<CsvFile> file_;
  JournalFilter filter_;
  std::optional<JournalCursor> after_;
  ExportProgress progress_;
};

}  // namespace saga
