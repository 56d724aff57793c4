// SPDX-License-Identifier: GPL-3.0-or-later
// What the lines of a payload say: their text, their path, their value, and where something stands in them.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "backend/domain/json_lines.h"

namespace saga {
namespace {

// Of a path: what is nested deeper is hostile rather than meant, and asking for each of its paths must stay cheap.
constexpr std::size_t kMostSteps = 100;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// What a line shows of the text.
std::string_view shown_part(const PayloadText& payload, const JsonLine& line) {
  const std::size_t from = line.key_size > 0 ? line.key_at : line.at;
  return std::string_view(payload.text).substr(from, line.at + line.size - from);
}

bool is_word(std::string_view name) {
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
         std::ranges::all_of(name, [](char c) {
           return c == '_' || c == '-' || std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                  (static_cast<unsigned char>(c) & 0x80U) != 0;
         });
}

// No character is cut in its middle.
std::string_view head_of(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U) --most;
  return text.substr(0, most);
}

}  // namespace

std::string line_text(const PayloadText& payload, std::size_t line, std::size_t most) {
  const JsonLine& shown = payload.lines[line];
  const std::string_view text(payload.text);
  std::string out;
  const auto add = [&](std::string_view part) {
    const std::string_view head = head_of(part, most);
    out += head;
    if (head.size() < part.size()) out += "…";
  };
  if (shown.key_size > 0) {
    add(text.substr(shown.key_at, shown.key_size));
    out += ": ";
  }
  if (shown.kind == JsonLine::Kind::Leaf && payload.is_json() && (text[shown.at] == '{' || text[shown.at] == '[')) {
    out += text[shown.at] == '{' ? "{}" : "[]";
  } else {
    add(text.substr(shown.at, shown.size));
  }
  if (shown.comma) out += ',';
  return out;
}

std::string json_path(const PayloadText& payload, std::size_t line) {
  std::vector<std::size_t> way;
  auto next = static_cast<std::int32_t>(line);
  for (; next >= 0 && way.size() < kMostSteps; next = payload.lines[static_cast<std::size_t>(next)].parent) {
    way.push_back(static_cast<std::size_t>(next));
  }
  std::string path = next >= 0 ? "$…" : "$";
  for (auto at = way.rbegin(); at != way.rend(); ++at) {
    const JsonLine& step = payload.lines[*at];
    if (step.parent < 0) continue;
    if (step.key_size == 0) {
      if (step.kind != JsonLine::Kind::Close) path += fmt::format("[{}]", step.place);
      continue;
    }
    const std::string_view key = std::string_view(payload.text).substr(step.key_at, step.key_size);
    const std::string_view name = key.size() >= 2 ? key.substr(1, key.size() - 2) : key;
    path += is_word(name) ? fmt::format(".{}", name) : fmt::format("[{}]", key);
  }
  return path;
}

std::string_view value_of(const PayloadText& payload, std::size_t line) {
  const JsonLine& shown = payload.lines[line];
  const std::string_view text(payload.text);
  if (shown.kind != JsonLine::Kind::Open) return text.substr(shown.at, shown.size);
  if (shown.end < 0) return text.substr(shown.at);
  const JsonLine& end = payload.lines[static_cast<std::size_t>(shown.end)];
  return text.substr(shown.at, end.at + end.size - shown.at);
}

void find_lines(const PayloadText& payload, std::string_view wanted, std::size_t bytes, LineSearch& search) {
  if (wanted.empty()) search.next = payload.lines.size();
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  std::size_t looked = 0;
  for (; search.next < payload.lines.size() && looked < bytes; ++search.next) {
    const JsonLine& line = payload.lines[search.next];
    // What begins in one line of wrapped text may end in the next.
    const std::string_view part = payload.is_json()
                                      ? shown_part(payload, line)
                                      : std::string_view(payload.text).substr(line.at, line.size + wanted.size() - 1);
    looked += part.size() + sizeof(JsonLine);
    if (!std::ranges::search(part, wanted, same).empty()) {
      search.hits.push_back(static_cast<std::int32_t>(search.next));
    }
  }
}

}  // namespace saga
