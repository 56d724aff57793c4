// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/zip_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <utility>

namespace saga {
namespace {

constexpr mode_t kMode = 0640;

}  // namespace

Result<std::unique_ptr<ZipFile>> ZipFile::create(const std::filesystem::path& path) {
  auto part = PartFile::create(path);
  if (!part) return std::unexpected(part.error());
  std::unique_ptr<ZipFile> zip(new ZipFile(std::move(*part)));
  zip->archive_ = archive_write_new();
  if (zip->archive_ == nullptr) return std::unexpected(zip->part_->cannot("written", ENOMEM));
  if (archive_write_set_format_zip(zip->archive_) != ARCHIVE_OK ||
      archive_write_open_fd(zip->archive_, zip->part_->descriptor()) != ARCHIVE_OK) {
    return std::unexpected(zip->cannot_write());
  }
  return zip;
}

ZipFile::~ZipFile() {
  if (archive_ != nullptr) archive_write_free(archive_);
}

Error ZipFile::cannot_write() const {
  const int why = archive_errno(archive_);
  return part_->cannot("written", why != 0 ? why : EIO);
}

// Without a size: the format says it behind the data.
Result<void> ZipFile::begin(const std::string& name, WallTime modified) {
  archive_entry* entry = archive_entry_new();
  archive_entry_set_pathname(entry, name.c_str());
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_perm(entry, kMode);
  archive_entry_set_mtime(entry, std::chrono::floor<std::chrono::seconds>(modified).time_since_epoch().count(), 0);
  const bool written = archive_write_header(archive_, entry) == ARCHIVE_OK;
  archive_entry_free(entry);
  if (!written) return std::unexpected(cannot_write());
  return {};
}

Result<void> ZipFile::write(std::string_view text) {
  while (!text.empty()) {
    const la_ssize_t count = archive_write_data(archive_, text.data(), text.size());
    if (count <= 0) return std::unexpected(cannot_write());
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> ZipFile::finish() {
  if (archive_write_close(archive_) != ARCHIVE_OK) return std::unexpected(cannot_write());
  return part_->finish();
}

}  // namespace saga
