// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <string_view>

#include "backend/ports/journal_reader.h"

namespace saga {
namespace {

std::optional<std::int64_t> number_from(std::string_view text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return number;
}

}  // namespace

std::string to_text(const JournalCursor& cursor) {
  return std::to_string(cursor.at.time_since_epoch().count()) + "." + cursor.area + "." + std::to_string(cursor.seq);
}

std::optional<JournalCursor> journal_cursor_from(const std::string& text) {
  const std::size_t first = text.find('.');
  const std::size_t last = text.rfind('.');
  if (first == std::string::npos || last <= first + 1) return std::nullopt;
  const std::string_view view(text);
  const auto micros = number_from(view.substr(0, first));
  const auto seq = number_from(view.substr(last + 1));
  if (!micros || !seq) return std::nullopt;
  return JournalCursor{TimePoint(std::chrono::microseconds(*micros)), text.substr(first + 1, last - first - 1), *seq};
}

}  // namespace saga
