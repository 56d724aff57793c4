// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/uuid.h"

#include <algorithm>

namespace saga {
namespace {

constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
constexpr std::size_t kShortestBeginning = 6;  // less would match most of a day

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool fits_shape(std::string_view text) {
  return text.size() <= kShape.size() &&
         std::ranges::equal(text, kShape.substr(0, text.size()),
                            [](char c, char shape) { return shape == '-' ? c == '-' : is_hex(c); });
}

}  // namespace

bool is_uuid(std::string_view text) { return text.size() == kShape.size() && fits_shape(text); }

std::optional<std::pair<std::string, std::string>> uuid_range(std::string_view beginning) {
  if (beginning.size() < kShortestBeginning || !fits_shape(beginning)) return std::nullopt;
  std::string low(beginning);
  std::string high(beginning);
  for (const char shape : kShape.substr(beginning.size())) {
    low += shape == '-' ? '-' : '0';
    high += shape == '-' ? '-' : 'f';
  }
  return std::pair{low, high};
}

}  // namespace saga
