// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/source_tree.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string_view>

namespace saga {
namespace {

constexpr std::array<std::string_view, 10> kCppEndings = {".h",   ".hh",  ".hpp", ".hxx", ".inc",
                                                          ".ipp", ".cpp", ".cc",  ".cxx", ".c"};

bool is_cpp_ending(std::string_view ending) { return std::ranges::find(kCppEndings, ending) != kCppEndings.end(); }

bool is_source(const std::filesystem::path& path) {
  const auto ending = path.extension().string();
  return is_cpp_ending(ending) || path.filename() == "CMakeLists.txt";
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return text;
}

}  // namespace

bool SourceFile::is_cpp() const { return is_cpp_ending(std::filesystem::path(path).extension().string()); }

bool SourceFile::is_cmake() const { return path.ends_with("CMakeLists.txt"); }

std::vector<SourceFile> read_source_tree(const std::filesystem::path& root) {
  std::vector<SourceFile> files;
  // Named folders rather than the whole checkout: build trees and editors' caches are not the project's.
  for (const char* top : {"app", "backend", "resources", "tests", "ui"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / top)) {
      if (!entry.is_regular_file() || !is_source(entry.path())) continue;
      files.push_back({entry.path().lexically_relative(root).generic_string(), read(entry.path())});
    }
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

}  // namespace saga
