// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/toml_table.h"

#include <algorithm>

#include <fmt/format.h>

namespace saga::payment {

void TomlMistake::note(std::string_view key, std::string_view problem, const toml::source_region* where) {
  if (error) return;
  const std::string line = where != nullptr && where->begin ? fmt::format(":{}", where->begin.line) : std::string();
  error = Error{ErrorKind::Invalid, fmt::format("{}{}: {}: {}", file, line, key, problem)};
}

std::string TomlTable::full(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

const toml::node* TomlTable::find(std::string_view key) {
  asked_.emplace(key);
  return table_->get(key);
}

void TomlTable::wrong(std::string_view key, std::string_view problem) {
  const toml::node* node = table_->get(key);
  mistake_->note(full(key), problem, node != nullptr ? &node->source() : &table_->source());
}

std::optional<std::string> TomlTable::text(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_string(); value != nullptr && !value->get().empty()) return value->get();
  wrong(key, "expected a text in quotes that is not empty");
  return std::nullopt;
}

std::optional<std::int64_t> TomlTable::integer(std::string_view key, std::int64_t low, std::int64_t high) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_integer(); value != nullptr && value->get() >= low && value->get() <= high) {
    return value->get();
  }
  wrong(key, fmt::format("expected a whole number from {} to {}", low, high));
  return std::nullopt;
}

std::optional<std::vector<std::string>> TomlTable::texts(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const toml::array* array = node->as_array();
  std::vector<std::string> values;
  if (array != nullptr) {
    for (const toml::node& element : *array) {
      if (const auto* value = element.as_string()) values.push_back(value->get());
    }
  }
  if (array != nullptr && !array->empty() && values.size() == array->size()) return values;
  wrong(key, "expected a list of texts that is not empty");
  return std::nullopt;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::nullopt;
  if (const toml::table* inner = node->as_table()) return TomlTable(*inner, full(key), *mistake_);
  wrong(key, "expected a table");
  return std::nullopt;
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
  const toml::node* node = find(key);
  std::vector<TomlTable> found;
  if (node == nullptr) return found;
  if (const toml::table* inner = node->as_table()) {
    found.emplace_back(*inner, full(key), *mistake_);
    return found;
  }
  if (const toml::array* array = node->as_array()) {
    for (const toml::node& element : *array) {
      if (const toml::table* inner = element.as_table()) found.emplace_back(*inner, full(key), *mistake_);
    }
    if (!array->empty() && found.size() == array->size()) return found;
  }
  wrong(key, "expected a table or a list of tables");
  return {};
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::string> keys;
  for (const auto& [key, value] : *table_) keys.emplace_back(key);
  return keys;
}

void TomlTable::close() {
  for (const std::string& key : keys()) {
    if (asked_.contains(key)) continue;
    std::string known;
    for (const std::string& name : asked_) known += (known.empty() ? "" : ", ") + name;
    wrong(key, fmt::format("there is no such key; expected one of {}", known));
    return;
  }
}

}  // namespace saga::payment
