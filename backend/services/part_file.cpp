// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/part_file.h"

#include <atomic>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace saga {
namespace {

// Each writer's own, so that one which is given up late does not take away the next one's.
std::filesystem::path part_of(const std::filesystem::path& path) {
  static std::atomic<int> writers{0};
  return fmt::format("{}.{}.part", path.string(), ++writers);
}

}  // namespace

PartFile::PartFile(std::filesystem::path path) : path_(std::move(path)), part_(part_of(path_)) {}

PartFile::~PartFile() {
  if (complete_) return;
  std::error_code ignored;
  std::filesystem::remove(part_, ignored);
}

Error PartFile::cannot(const char* what) const {
  return Error{ErrorKind::Internal, fmt::format("{} cannot be {}.", path_.string(), what),
               "Choose another folder, or make room there."};
}

Result<void> PartFile::finish() {
  std::error_code failed;
  std::filesystem::rename(part_, path_, failed);
  if (failed) return std::unexpected(cannot("renamed"));
  complete_ = true;
  return {};
}

}  // namespace saga
