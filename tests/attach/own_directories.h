// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <stdlib.h>  // setenv, mkdtemp
#include <string>

namespace saga::test {

// Sends all files of a user into a directory of this test, removed at its end.
class OwnDirectories {
 public:
  OwnDirectories() {
    std::string pattern = (std::filesystem::temp_directory_path() / "saga-attach-XXXXXX").string();
    root = mkdtemp(pattern.data());
    setenv("XDG_CONFIG_HOME", (root / "config").c_str(), 1);
    setenv("XDG_STATE_HOME", (root / "state").c_str(), 1);
    setenv("XDG_RUNTIME_DIR", (root / "run").c_str(), 1);
    setenv("HOME", root.c_str(), 1);
    std::filesystem::create_directories(root / "run");
  }
  ~OwnDirectories() {
    std::error_code ignored;
    std::filesystem::remove_all(root, ignored);
  }
  OwnDirectories(const OwnDirectories&) = delete;
  OwnDirectories& operator=(const OwnDirectories&) = delete;

  // A file with this text; private unless `open`.
  std::filesystem::path write(const std::filesystem::path& name, const std::string& text, bool open = false) const {
    const auto path = root / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    using std::filesystem::perms;
    std::filesystem::permissions(path, open ? perms::owner_read | perms::group_read : perms::owner_read);
    return path;
  }

  std::filesystem::path root;
};

}  // namespace saga::test
