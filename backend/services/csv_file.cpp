// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/csv_file.h"

#include <atomic>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace saga {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";  // without it spreadsheets read Korean as something else

// Each writer's own, so that one which is given up late does not take away the next one's.
std::filesystem::path part_of(const std::filesystem::path& path) {
  static std::atomic<int> writers{0};
  return fmt::format("{}.{}.part", path.string(), ++writers);
}

}  // namespace

CsvFile::CsvFile(std::filesystem::path path)
    : path_(std::move(path)), part_(part_of(path_)), file_(part_, std::ios::binary) {}

Error CsvFile::cannot(const char* what) const {
  return Error{ErrorKind::Internal, fmt::format("{} cannot be {}.", path_.string(), what),
               "Choose another folder, or make room there."};
}

Result<std::unique_ptr<CsvFile>> CsvFile::create(const std::filesystem::path& path, std::string_view header) {
  std::unique_ptr<CsvFile> file(new CsvFile(path));
  file->write(kByteOrderMark);
  file->write(header);
  if (auto written = file->written(); !written) return std::unexpected(written.error());
  return file;
}

CsvFile::~CsvFile() {
  if (complete_) return;
  file_.close();
  std::error_code ignored;
  std::filesystem::remove(part_, ignored);
}

Result<void> CsvFile::written() {
  if (!file_) return std::unexpected(cannot("written"));
  return {};
}

Result<void> CsvFile::finish() {
  file_.close();
  if (!file_) return std::unexpected(cannot("written"));
  std::error_code failed;
  std::filesystem::rename(part_, path_, failed);
  if (failed) return std::unexpected(cannot("renamed"));
  complete_ = true;
  return {};
}

}  // namespace saga
