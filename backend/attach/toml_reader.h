// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <toml++/toml.h>

#include "backend/outcome/error.h"

namespace saga::attach {

// Reads one table of a profile and remembers the first thing that is wrong with it. Keys that nobody asked for are
// wrong, too: a mistyped sslmode must not be silently weaker.
class TomlReader {
 public:
  TomlReader(const toml::table& table, std::string where) : table_(table), where_(std::move(where)) {}

  void text(std::string_view key, std::string& into) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    if (const auto value = node->value_exact<std::string>()) {
      into = *value;
    } else {
      fail(std::string(key) + " is not a text");
    }
  }

  void number(std::string_view key, int& into, int low, int high) {
    const toml::node* node = take(key);
    if (node == nullptr) return;
    const auto value = node->value_exact<std::int64_t>();
    if (value && *value >= low && *value <= high) {
      into = static_cast<int>(*value);
    } else {
      fail(std::string(key) + " is not a number from " + std::to_string(low) + " to " + std::to_string(high));
    }
  }

  const toml::table* table(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) fail(std::string(key) + " is not a table");
    return node->as_table();
  }

  void ignore(std::string_view key) { (void)take(key); }

  // Call last.
  [[nodiscard]] std::optional<Error> error() {
    for (const auto& [key, node] : table_) {
      if (seen_.contains(std::string(key.str()))) continue;
      if (key.str().find("password") != std::string_view::npos) {
        return Error{ErrorKind::Invalid, where_ + ": a profile holds no password (" + std::string(key.str()) + ").",
                     "Keep it in a file of mode 0600 and name that: passfile for PostgreSQL (or PGPASSFILE), "
                     "password_file for Redis."};
      }
      fail("there is no key " + std::string(key.str()));
    }
    if (!wrong_) return std::nullopt;
    return Error{ErrorKind::Invalid, where_ + ": " + *wrong_ + ".", "See the example in resources/attach."};
  }

 private:
  const toml::node* take(std::string_view key) {
    seen_.emplace(key);
    return table_.get(key);
  }
  void fail(std::string why) {
    if (!wrong_) wrong_ = std::move(why);
  }

  const toml::table& table_;
  std::string where_;
  std::set<std::string, std::less<>> seen_;
  std::optional<std::string> wrong_;
};

}  // namespace saga::attach
