// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string_view>

#include "backend/outcome/error.h"

namespace saga {

// How far something is on its way into a file.
struct ExportProgress {
  std::int64_t rows = 0;
  bool complete = false;
  friend bool operator==(const ExportProgress&, const ExportProgress&) = default;
};

// A CSV file that has its name when it is complete; until then it is a .part beside it, which goes with this object.
// Used by one thread at a time.
class CsvFile {
 public:
  [[nodiscard]] static Result<std::unique_ptr<CsvFile>> create(const std::filesystem::path& path,
                                                               std::string_view header);
  ~CsvFile();
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  void write(std::string_view text) { file_ << text; }
  [[nodiscard]] Result<void> written();  // whether all of it could be
  [[nodiscard]] Result<void> finish();

 private:
  explicit CsvFile(std::filesystem::path path);
  [[nodiscard]] Error cannot(const char* what) const;

  std::filesystem::path path_;
  std::filesystem::path part_;
  std::ofstream file_;
  bool complete_ = false;
};

}  // namespace saga
