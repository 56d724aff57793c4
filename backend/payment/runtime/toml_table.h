// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "backend/outcome/error.h"

namespace saga::payment {

// Where the first mistake of a file is kept; what is read after it does not matter any more.
struct TomlMistake {
  std::string file;
  std::optional<Error> error = {};
  void note(std::string_view key, std::string_view problem, const toml::source_region* where = nullptr);
};

// One table of a TOML file, read key by key. A key of the wrong type, out of range or never asked for is a mistake
// that names file, line, key and what is expected.
class TomlTable {
 public:
  TomlTable(const toml::table& table, std::string path, TomlMistake& mistake)
      : table_(&table), path_(std::move(path)), mistake_(&mistake) {}

  [[nodiscard]] std::optional<std::string> text(std::string_view key);
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key, std::int64_t low, std::int64_t high);
  [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view key);
  [[nodiscard]] std::optional<TomlTable> table(std::string_view key);
  // One table, or an array of them.
  [[nodiscard]] std::vector<TomlTable> tables(std::string_view key);
  [[nodiscard]] std::vector<std::string> keys() const;

  // The mistake is in the value of `key`, for a reason that only the caller knows.
  void wrong(std::string_view key, std::string_view problem);
  // Every key that was not asked for is a mistake.
  void close();

 private:
  [[nodiscard]] const toml::node* find(std::string_view key);
  [[nodiscard]] std::string full(std::string_view key) const;

  const toml::table* table_;
  std::string path_;
  TomlMistake* mistake_;
  std::set<std::string, std::less<>> asked_ = {};
};

}  // namespace saga::payment
