// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/csv_file.h"

namespace saga {
namespace {

constexpr std::size_t kBuffer = 64 * 1024;

}  // namespace

Result<std::unique_ptr<CsvFile>> CsvFile::create(const std::filesystem::path& path, std::string_view header) {
  auto part = PartFile::create(path);
  if (!part) return std::unexpected(part.error());
  std::unique_ptr<CsvFile> file(new CsvFile(std::move(*part)));
  file->write(kByteOrderMark);
  file->write(header);
  if (auto written = file->written(); !written) return std::unexpected(written.error());
  return file;
}

void CsvFile::write(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= kBuffer) flush();
}

// What fails once has failed for good: a line in the middle would be missing.
void CsvFile::flush() {
  if (!error_) {
    if (auto written = part_->write(buffer_); !written) error_ = written.error();
  }
  buffer_.clear();
}

Result<void> CsvFile::written() {
  flush();
  if (error_) return std::unexpected(*error_);
  return {};
}

Result<void> CsvFile::finish() {
  if (auto all = written(); !all) return all;
  return part_->finish();
}

}  // namespace saga
