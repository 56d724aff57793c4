// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "backend/outcome/error.h"
#include "backend/services/part_file.h"

namespace saga {

// How far something is on its way into a file.
struct ExportProgress {
  std::int64_t rows = 0;
  bool complete = false;
  friend bool operator==(const ExportProgress&, const ExportProgress&) = default;
};

inline constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";  // without it spreadsheets misread Korean

// A CSV file that has its name when it is complete: see PartFile. Used by one thread at a time.
class CsvFile {
 public:
  [[nodiscard]] static Result<std::unique_ptr<CsvFile>> create(const std::filesystem::path& path,
                                                               std::string_view header);

  void write(std::string_view text);
  [[nodiscard]] Result<void> written();  // whether all of it could be
  [[nodiscard]] Result<void> finish();

 private:
  explicit CsvFile(std::unique_ptr<PartFile> part) : part_(std::move(part)) {}
  void flush();

  std::unique_ptr<PartFile> part_;
  std::string buffer_;
  std::optional<Error> error_;
};

}  // namespace saga
