// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace saga {

struct SourceFile {
  std::string path;  // from the root of the tree, with '/'
  std::string text;
  [[nodiscard]] bool is_cpp() const;
  [[nodiscard]] bool is_cmake() const;
};

// Every C++ file and CMakeLists.txt of the tree's own folders, sorted by path.
std::vector<SourceFile> read_source_tree(const std::filesystem::path& root);

}  // namespace saga
