// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sagactl/text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace saga::ctl {
namespace {

struct Letter {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

// The next code point of UTF-8 text; one invalid byte if it is none.
Letter next_letter(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return {first, 1, false};
  std::uint32_t code = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {first, 1, false};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  const bool too_long = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  if (too_long || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {first, 1, false};
  return {code, length, true};
}

bool is_harmless(std::uint32_t code) {
  if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return false;       // control characters, C1 among them
  if (code == 0x61C || code == 0x200E || code == 0x200F) return false;  // marks of direction
  if (code >= 0x2028 && code <= 0x202E) return false;                   // line separators, embeddings, overrides
  return code < 0x2066 || code > 0x2069;                                // isolates
}

// How many columns of a terminal a letter takes, closely enough for a table.
std::size_t columns_of(std::uint32_t code) {
  const bool wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
                    (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
                    (code >= 0xFF00 && code <= 0xFF60) || (code >= 0x1F300 && code <= 0x1FAFF);
  return wide ? 2 : 1;
}

std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Letter letter = next_letter(text);
    width += columns_of(letter.code);
    text.remove_prefix(letter.bytes);
  }
  return width;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const Letter letter = next_letter(text);
    if (!letter.valid) {
      shown += fmt::format("\\x{:02x}", letter.code);
    } else if (letter.code == '\n') {
      shown += "\\n";
    } else if (letter.code == '\t') {
      shown += ' ';
    } else if (!is_harmless(letter.code)) {
      shown += letter.code < 0x100 ? fmt::format("\\x{:02x}", letter.code) : fmt::format("\\u{:04x}", letter.code);
    } else {
      shown += text.substr(0, letter.bytes);
    }
    text.remove_prefix(letter.bytes);
  }
  return shown;
}

std::string table(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::vector<std::string>> lines{head};
  for (const auto& row : rows) {
    auto& line = lines.emplace_back();
    for (const auto& cell : row) line.push_back(printable(cell));
  }
  std::vector<std::size_t> widths(head.size(), 0);
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths.at(i) = std::max(widths.at(i), width_of(line[i]));
  }
  std::string text;
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      text += line[i];
      if (i + 1 < line.size()) text.append(widths[i] - width_of(line[i]) + 2, ' ');
    }
    text += '\n';
  }
  return text;
}

std::string iso_time(TimePoint time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  const std::time_t seconds = whole.time_since_epoch().count();
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", fmt::gmtime(seconds), (time - whole).count());
}

std::string age(std::chrono::microseconds age) {
  const auto seconds = std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::seconds>(age).count());
  constexpr std::int64_t kMinute = 60;
  constexpr std::int64_t kHour = 60 * kMinute;
  constexpr std::int64_t kDay = 24 * kHour;
  if (seconds >= kDay) return fmt::format("{}d {}h", seconds / kDay, seconds % kDay / kHour);
  if (seconds >= kHour) return fmt::format("{}h {}m", seconds / kHour, seconds % kHour / kMinute);
  if (seconds >= kMinute) return fmt::format("{}m {}s", seconds / kMinute, seconds % kMinute);
  return fmt::format("{}s", seconds);
}

std::optional<std::chrono::seconds> duration_from(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  constexpr std::int64_t kMost = 1'000'000'000;
  if (error != std::errc{} || number < 0 || number > kMost) return std::nullopt;
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  if (unit.empty() || unit == "s") return std::chrono::seconds(number);
  if (unit == "m") return std::chrono::minutes(number);
  if (unit == "h") return std::chrono::hours(number);
  if (unit == "d") return std::chrono::hours(24 * number);
  return std::nullopt;
}

}  // namespace saga::ctl
