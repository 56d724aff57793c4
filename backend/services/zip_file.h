// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

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
  explicit ZipFile(const std::filesystem::path& path) : part_(path) {}
  [[nodiscard]] Error cannot_write() const;

  PartFile part_;
  ::archive* archive_ = nullptr;
};

}  // namespace saga
