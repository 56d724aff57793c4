// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>
#include <string_view>

#include "backend/ports/saga_reader.h"

namespace saga {

// "1763658546123456.019a…": the creation in microseconds since 1970, then the id as it is.
std::string to_text(const SagaCursor& cursor) {
  return std::to_string(cursor.created_at.time_since_epoch().count()) + "." + cursor.id;
}

std::optional<SagaCursor> cursor_from(const std::string& text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos || dot + 1 == text.size()) return std::nullopt;
  std::int64_t micros = 0;
  const char* end = text.data() + dot;
  const auto [stop, error] = std::from_chars(text.data(), end, micros);
  if (error != std::errc{} || stop != end) return std::nullopt;
  return SagaCursor{TimePoint(std::chrono::microseconds(micros)), text.substr(dot + 1)};
}

}  // namespace saga
