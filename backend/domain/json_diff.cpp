// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/json_diff.h"

#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

namespace saga {
namespace {

constexpr std::size_t kMostShown = 400;  // bytes of a value

struct Value {
  std::string path;
  std::size_t line = 0;
  bool met = false;
};

// Without the blanks within an empty container, which are no difference.
std::string token_of(const PayloadText& payload, std::size_t line) {
  const std::string_view value = value_of(payload, line);
  if (value.starts_with('{')) return "{}";
  if (value.starts_with('[')) return "[]";
  return std::string(value);
}

std::string shown(std::string token) {
  if (token.size() <= kMostShown) return token;
  std::size_t most = kMostShown;
  while (most > 0 && (static_cast<unsigned char>(token[most]) & 0xc0U) == 0x80U) --most;
  return token.substr(0, most) + "…";
}

std::vector<Value> values_of(const PayloadText& payload) {
  std::vector<Value> values;
  std::unordered_map<std::string, int> times;
  for (std::size_t i = 0; i < payload.lines.size(); ++i) {
    if (payload.lines[i].kind != JsonLine::Kind::Leaf) continue;
    std::string path = json_path(payload, i);
    if (const int time = ++times[path]; time > 1) path += fmt::format("({})", time);
    values.push_back({std::move(path), i});
  }
  return values;
}

}  // namespace

JsonDiff diff_of(const PayloadText& before, const PayloadText& after) {
  JsonDiff diff;
  const std::vector<Value> old = values_of(before);
  std::vector<Value> fresh = values_of(after);
  std::unordered_map<std::string_view, Value*> found;
  for (Value& value : fresh) found.emplace(value.path, &value);
  for (const Value& value : old) {
    std::string token = token_of(before, value.line);
    const auto now = found.find(value.path);
    if (now == found.end()) {
      diff.changes.push_back({JsonChange::Kind::Removed, value.path, shown(std::move(token)), {}});
      continue;
    }
    now->second->met = true;
    std::string now_token = token_of(after, now->second->line);
    if (token == now_token) {
      ++diff.same;
    } else {
      diff.changes.push_back(
          {JsonChange::Kind::Changed, value.path, shown(std::move(token)), shown(std::move(now_token))});
    }
  }
  for (const Value& value : fresh) {
    if (!value.met) {
      diff.changes.push_back({JsonChange::Kind::Added, value.path, {}, shown(token_of(after, value.line))});
    }
  }
  return diff;
}

}  // namespace saga
