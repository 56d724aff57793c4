// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "backend/domain/journal.h"
#include "backend/outcome/action_outcome.h"
#include "backend/outcome/error.h"

namespace saga::attach {

// Keeps the journal's positions on this machine, one JSON object a line: a journal whose tail was cut no longer
// reaches the newest of them, or has another hash there.
class AnchorFile {
 public:
  // `area` is the journal's chain that the positions belong to.
  explicit AnchorFile(std::filesystem::path file, std::string area = "sagas")
      : file_(std::move(file)), area_(std::move(area)) {}

  // Returns when they are on the disk.
  [[nodiscard]] Result<void> append(const std::vector<JournalAnchor>& anchors) const;

 private:
  std::filesystem::path file_;
  std::string area_;
};

using saga::KeptAnchors;
// All that was kept; nothing if there is no such file.
[[nodiscard]] Result<KeptAnchors> read_anchors(const std::filesystem::path& file);

}  // namespace saga::attach
