// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/csv_file.h"

namespace saga {

Result<std::unique_ptr<CsvFile>> CsvFile::create(const std::filesystem::path& path, std::string_view header) {
  std::unique_ptr<CsvFile> file(new CsvFile(path));
  file->write(kByteOrderMark);
  file->write(header);
  if (auto written = file->written(); !written) return std::unexpected(written.error());
  return file;
}

Result<void> CsvFile::written() {
  if (!file_) return std::unexpected(part_.cannot("written"));
  return {};
}

Result<void> CsvFile::finish() {
  file_.close();
  if (auto all = written(); !all) return all;
  return part_.finish();
}

}  // namespace saga
