// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace saga {

// One place where a file reaches for what its folder must not know.
struct Breach {
  std::string file;
  int line = 0;
  std::string what;  // the include or the linked target, as written
  std::string why;
  friend bool operator==(const Breach&, const Breach&) = default;
};

// The folder that the rule speaks about: "backend/domain", "ui/sagas", "app/console", "resources", "tests";
// empty for a path outside these.
std::string layer_of(std::string_view path);

// Includes of one C++ file; `path` is relative to the root of the tree.
std::vector<Breach> include_breaches(std::string_view path, std::string_view text);

// Targets that one CMakeLists.txt links: the same rule, so that a library cannot be linked before it is
// included.
std::vector<Breach> link_breaches(std::string_view path, std::string_view text);

}  // namespace saga
