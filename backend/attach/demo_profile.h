// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/attach/profile.h"

namespace saga::attach {

// The profiles of a running demo, found by other programs of this user until the object is destroyed. If the process
// ends without that, they count as stale: each carries the process id and its start time.
class DemoProfile {
 public:
  // Takes the first free name of "demo", "demo-2", … and registers `as_operator` under it and `as_viewer` under it
  // with "-viewer" behind. The names in the given profiles do not matter.
  [[nodiscard]] static Result<DemoProfile> enter(std::string_view base, Profile as_operator, Profile as_viewer);
  DemoProfile(DemoProfile&& other) noexcept;
  DemoProfile& operator=(DemoProfile&& other) noexcept;
  ~DemoProfile();

  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  DemoProfile(std::string name, std::vector<std::filesystem::path> files)
      : name_(std::move(name)), files_(std::move(files)) {}
  void leave();

  std::string name_;
  std::vector<std::filesystem::path> files_;
};

// The files of demos that run; those of demos that do not are removed on the way.
[[nodiscard]] std::vector<std::filesystem::path> running_demo_profiles();

}  // namespace saga::attach
