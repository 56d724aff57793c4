// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "backend/attach/profile.h"

namespace saga::attach {

// $XDG_CONFIG_HOME/saga-console/profiles, by default below ~/.config. One <name>.toml a profile.
[[nodiscard]] std::filesystem::path profile_directory();

// Profiles of demos that run now, as <name>.toml with the pid of the demo. $XDG_RUNTIME_DIR/saga-console; without it
// a directory of the user's own below the directory for temporary files.
[[nodiscard]] std::filesystem::path demo_directory();

[[nodiscard]] Result<Profile> load_profile_file(const std::filesystem::path& file);
// A running demo goes before a file of the same name. Invalid, with the names there are, if there is none.
[[nodiscard]] Result<Profile> load_profile(const std::string& name);
// By name. Files that cannot be read are told in `problems`.
[[nodiscard]] std::vector<Profile> list_profiles(std::vector<Error>* problems = nullptr);

// A running demo, known to other programs until this object dies.
class DemoRegistration {
 public:
  // Takes the first free of demo, demo-2, demo-3 … for `operator_profile`, and <name>-viewer for the same system
  // seen by `viewer_user`. Entries of demos that no longer run are removed.
  [[nodiscard]] static Result<DemoRegistration> create(Profile operator_profile, const std::string& viewer_user);
  DemoRegistration(DemoRegistration&& other) noexcept;
  DemoRegistration& operator=(DemoRegistration&& other) noexcept;
  ~DemoRegistration();

  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  DemoRegistration() = default;
  void remove();

  std::string name_ = {};
  std::vector<std::filesystem::path> files_ = {};
};

}  // namespace saga::attach
