// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/demo/programs.h"

#include <unistd.h>

#include <fmt/format.h>

#include "backend/private_servers/child_process.h"

namespace saga::demo {

Result<std::filesystem::path> own_program(const std::string& name, const std::filesystem::path& folder) {
  std::error_code error;
  const auto beside = folder.empty() ? std::filesystem::read_symlink("/proc/self/exe", error).parent_path() : folder;
  auto path = beside / name;
  // Beside comes first: another version in PATH need not know our contract.
  if (!beside.empty() && access(path.c_str(), X_OK) == 0) return path;
  if (folder.empty()) {
    if (auto found = find_program(name)) return *found;
  }
  return std::unexpected(Error{ErrorKind::Internal,
                               fmt::format("{} is neither in {} nor in PATH", name, beside.string()),
                               fmt::format("build or install {}", name)});
}

}  // namespace saga::demo
