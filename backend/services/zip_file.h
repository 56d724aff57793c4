// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "backend/concurrency/clock.h"
#include "backend/outcome/error.h"
#include "backend/services/part_file.h"

struct archive;

namespace saga {

// Several files as one, written one after the other and as they come; it has its name when it is complete: see
// PartFile. Used by one thread at a time.
class ZipFile {
 public:
  [[nodiscard]] static Result<std::unique_ptr<ZipFile>> create(const std::filesystem::path& path);
  ~ZipFile();
  ZipFile(const ZipFile&) = delete;
  ZipFile& operator=(const ZipFile&) = delete;

  // Ends the one before.
  [[nodiscard]] Result<void> begin(const std::string& name, WallTime modified);
  [[nodiscard]] Result<void> write(std::string_view text);
  [[nodiscard]] Result<void> finish();

 private:
  explicit ZipFile(std::unique_ptr<PartFile> part) : part_(std::move(part)) {}
  [[nodiscard]] Error cannot_write() const;

  std::unique_ptr<PartFile> part_;  // first: what is closed may still be written to it
  ::archive* archive_ = nullptr;
};

}  // namespace saga
