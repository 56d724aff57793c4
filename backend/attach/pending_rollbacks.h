// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/services/rollback.h"

namespace saga::attach {

// Engagements that PostgreSQL could not be told of, one JSON object a line, in a file of this user alone.
class PendingRollbacks {
 public:
  explicit PendingRollbacks(std::filesystem::path file) : file_(std::move(file)) {}

  // Returns when it is on the disk.
  [[nodiscard]] Result<void> keep(const PendingRollback& pending) const;
  [[nodiscard]] Result<std::vector<PendingRollback>> kept() const;
  // The first so many; the rest stays, whole or not at all.
  [[nodiscard]] Result<void> forget(std::size_t count) const;

 private:
  std::filesystem::path file_;
};

}  // namespace saga::attach
