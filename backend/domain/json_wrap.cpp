// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "backend/domain/json_lines.h"

namespace saga {
namespace {

struct Character {
  std::size_t size = 1;  // in bytes
  int columns = 1;
};

// Bytes that are no UTF-8 count as one column each, which is how they are shown.
Character character_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[i])); };
  const unsigned first = byte(at);
  const std::size_t size = first >= 0xf0U ? 4 : first >= 0xe0U ? 3 : first >= 0xc0U ? 2 : 1;
  if (size == 1 || at + size > text.size()) return {};
  unsigned code = first & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80U) return {};
    code = (code << 6U) | (byte(at + i) & 0x3fU);
  }
  // Hangul, ideographs, full-width forms and the planes of pictures.
  const bool wide = (code >= 0x1100U && code <= 0x115fU) || (code >= 0x2e80U && code <= 0xa4cfU) ||
                    (code >= 0xac00U && code <= 0xd7a3U) || (code >= 0xf900U && code <= 0xfaffU) ||
                    (code >= 0xfe30U && code <= 0xfe6fU) || (code >= 0xff00U && code <= 0xff60U) || code >= 0x1f300U;
  return {size, wide ? 2 : 1};
}

}  // namespace

std::vector<JsonLine> wrapped_lines(std::string_view text, int columns) {
  columns = std::max(columns, 8);
  std::vector<JsonLine> lines;
  const auto add = [&](std::size_t from, std::size_t to) {
    JsonLine line;
    line.at = static_cast<std::uint32_t>(from);
    line.size = static_cast<std::uint32_t>(to - from);
    line.place = static_cast<std::int32_t>(lines.size());
    lines.push_back(line);
  };
  std::size_t from = 0;
  std::size_t space = 0;  // behind the last one of this line; 0: there is none
  int used = 0;
  for (std::size_t at = 0; at < text.size() && lines.size() < kMostLines;) {
    if (text[at] == '\n') {
      add(from, at > from && text[at - 1] == '\r' ? at - 1 : at);
      from = ++at;
      used = 0;
      space = 0;
      continue;
    }
    const Character next = character_at(text, at);
    // A blank at the end needs no room.
    if (used + next.columns > columns && text[at] != ' ') {
      const std::size_t to = space > from ? space : at;
      add(from, to);
      from = to;
      used = 0;
      space = 0;
      at = to;
      continue;
    }
    used += next.columns;
    at += next.size;
    if (text[at - 1] == ' ') space = at;
  }
  if (from < text.size() && lines.size() < kMostLines) add(from, text.size());
  return lines;
}

}  // namespace saga
