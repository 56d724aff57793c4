// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "backend/outcome/error.h"

namespace saga {

// The name under which a file is written until it is complete: a .part beside it, each writer's own, which goes with
// this object. Used by one thread at a time.
class PartFile {
 public:
  explicit PartFile(std::filesystem::path path);
  ~PartFile();
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  [[nodiscard]] const std::filesystem::path& part() const { return part_; }
  // Gives it its name. It must be written and closed.
  [[nodiscard]] Result<void> finish();
  [[nodiscard]] Error cannot(const char* what) const;  // "written", "renamed"

 private:
  std::filesystem::path path_;
  std::filesystem::path part_;
  bool complete_ = false;
};

}  // namespace saga
