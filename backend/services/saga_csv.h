// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "backend/outcome/error.h"
#include "backend/ports/saga_list.h"
#include "backend/services/csv_file.h"

namespace saga {

// A field as RFC 4180 has it. One that a spreadsheet would take for a formula (= + - @, a tab, a line's end) gets an
// apostrophe in front: foreign text is only text, there too.
[[nodiscard]] std::string csv_field(std::string_view text);
[[nodiscard]] std::string csv_time(TimePoint time);                        // "2026-11-20T14:05:11.123456Z"
[[nodiscard]] std::string csv_time(const std::optional<TimePoint>& time);  // empty if there is none
// Behind a comma, but for the first, which is not empty.
void append_csv_field(std::string& line, std::string_view field);
[[nodiscard]] std::string csv_header();
[[nodiscard]] std::string csv_line(const Saga& saga, TimePoint server_now);

// A list on its way into a file, a page at a time, so that neither the list nor the file is ever in memory and it can
// be stopped between two pages: see CsvFile. Used by one thread at a time.
class SagaCsv {
 public:
  using Progress = ExportProgress;

  [[nodiscard]] static Result<std::shared_ptr<SagaCsv>> create(const std::filesystem::path& path,
                                                               const ListQuery& query);

  // Reads and writes the next page. What changes meanwhile neither repeats nor hides a saga that stays where it is.
  [[nodiscard]] Result<Progress> write_next(SagaList& list, int limit = 2'000);

 private:
  SagaCsv(std::unique_ptr<CsvFile> file, ListQuery query) : file_(std::move(file)), query_(std::move(query)) {}

  std::unique_ptr<CsvFile> file_;
  ListQuery query_;
  ListRange rest_;
  Progress progress_;
};

}  // namespace saga
