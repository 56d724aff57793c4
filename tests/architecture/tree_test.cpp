// SPDX-License-Identifier: GPL-3.0-or-later
// Holds the tree itself against the dependency rule and the habits that every file and folder keeps.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/architecture/dependency_rule.h"
#include "tests/architecture/source_tree.h"

namespace saga {
namespace {

constexpr std::string_view kLicence = "SPDX-License-Identifier: GPL-3.0-or-later";

class Tree : public testing::Test {
 protected:
  static std::filesystem::path root() {
    const char* source = std::getenv("SAGA_SOURCE");
    return source != nullptr ? source : std::filesystem::current_path();
  }
  static const std::vector<SourceFile>& files() {
    static const auto read = read_source_tree(root());
    return read;
  }
  static void report(const std::vector<Breach>& breaches) {
    for (const auto& breach : breaches) {
      ADD_FAILURE() << breach.file << ':' << breach.line << ": " << breach.what << ": " << breach.why;
    }
  }
};

TEST_F(Tree, IsRead) {
  const auto here = [](const SourceFile& file) { return file.path == "tests/architecture/tree_test.cpp"; };
  EXPECT_TRUE(std::ranges::any_of(files(), here)) << "nothing below can fail if the tree is not found";
}

TEST_F(Tree, IncludesKeepTheDependencyRule) {
  for (const auto& file : files()) {
    if (file.is_cpp()) report(include_breaches(file.path, file.text));
  }
}

TEST_F(Tree, LinkListsKeepTheDependencyRule) {
  for (const auto& file : files()) {
    if (file.is_cmake()) report(link_breaches(file.path, file.text));
  }
}

TEST_F(Tree, SourceFilesBeginWithTheLicence) {
  for (const auto& file : files()) {
    if (file.is_cmake()) continue;
    const auto first_line = std::string_view(file.text).substr(0, file.text.find('\n'));
    EXPECT_NE(first_line.find(kLicence), std::string_view::npos) << file.path << " does not begin with " << kLicence;
  }
}

TEST_F(Tree, BackendFoldersHaveAReadme) {
  std::set<std::string> folders;
  for (const auto& file : files()) {
    if (file.is_cpp() && file.path.starts_with("backend/")) folders.insert(layer_of(file.path));
  }
  for (const auto& folder : folders) {
    EXPECT_TRUE(std::filesystem::exists(root() / folder / "README.md")) << folder << " has no README.md";
  }
}

}  // namespace
}  // namespace saga
