// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

#include "backend/outcome/error.h"

namespace saga {

// A file that has its name when it is complete: until then it is a .part beside it, each writer's own, which goes with
// this object. Used by one thread at a time.
class PartFile {
 public:
  [[nodiscard]] static Result<std::unique_ptr<PartFile>> create(std::filesystem::path path);
  ~PartFile();
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  [[nodiscard]] Result<void> write(std::string_view text);  // at once, without a buffer
  [[nodiscard]] int descriptor() const { return fd_; }      // to be written to, too; it stays this object's
  // Puts it onto the disk and gives it its name.
  [[nodiscard]] Result<void> finish();
  // `why` is an errno.
  [[nodiscard]] Error cannot(const char* what, int why) const;  // "written", "renamed"

 private:
  explicit PartFile(std::filesystem::path path) : path_(std::move(path)) {}

  std::filesystem::path path_;
  std::filesystem::path part_;
  int fd_ = -1;
  bool complete_ = false;
};

}  // namespace saga
