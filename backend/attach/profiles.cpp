// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "backend/attach/demo_profile.h"
#include "backend/attach/places.h"
#include "backend/attach/profile.h"

namespace saga::attach {
namespace fs = std::filesystem;

Result<Profile> load_profile(std::string_view name) {
  if (!valid_name(name)) {
    return std::unexpected(Error{ErrorKind::Invalid, "A profile's name holds letters, digits, '.', '-' and '_' only.",
                                 "Give a file with --profile-file."});
  }
  for (const auto& file : running_demo_profiles()) {
    if (file.stem() == name) return read_profile(file);
  }
  const fs::path file = profile_directory() / fmt::format("{}.toml", name);
  std::error_code ignored;
  if (fs::exists(file, ignored)) return read_profile(file);
  return std::unexpected(
      Error{ErrorKind::Invalid, fmt::format("There is no profile {}.", name),
            name.starts_with("demo") ? "Start saga-console --demo first." : fmt::format("Write {}.", file.string())});
}

std::vector<ListedProfile> list_profiles() {
  std::vector<ListedProfile> listed;
  for (const auto& file : running_demo_profiles()) {
    listed.push_back({file.stem().string(), file, true, read_profile(file)});
  }
  std::vector<fs::path> own;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(profile_directory(), error)) {
    if (entry.path().extension() == ".toml") own.push_back(entry.path());
  }
  std::ranges::sort(own);
  for (const auto& file : own) listed.push_back({file.stem().string(), file, false, read_profile(file)});
  return listed;
}

}  // namespace saga::attach
