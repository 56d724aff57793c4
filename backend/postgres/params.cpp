// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/params.h"

#include <algorithm>

#include <fmt/format.h>

namespace saga::pg {
namespace {

// Quoted always: otherwise an empty text, NULL as a word, braces and blanks would each need a rule of their own.
void append_quoted(std::string& literal, std::string_view element) {
  literal += '"';
  for (const char c : element) {
    if (c == '"' || c == '\\') literal += '\\';
    literal += c;
  }
  literal += '"';
}

template <class Values, class Append>
std::string array_literal(const Values& values, Append append) {
  std::string literal = "{";
  for (const auto& value : values) {
    if (literal.size() > 1) literal += ',';
    append(literal, value);
  }
  literal += '}';
  return literal;
}

template <class Int>
std::string integer_array(const std::vector<Int>& values) {
  return array_literal(values, [](std::string& literal, Int value) { literal += std::to_string(value); });
}

}  // namespace

Params& Params::add(std::string_view text) {
  values_.emplace_back(std::in_place, text);
  return *this;
}

Params& Params::add(std::nullopt_t) {
  values_.emplace_back(std::nullopt);
  return *this;
}

Params& Params::add(bool value) { return add(std::string_view(value ? "t" : "f")); }

Params& Params::add(double value) { return add(std::string_view(fmt::format("{}", value))); }  // shortest exact form

Params& Params::add(TimePoint time) { return add(std::string_view(format_time(time))); }

Params& Params::add_array(const std::vector<std::string>& values) {
  return add(std::string_view(array_literal(values, append_quoted)));
}

Params& Params::add_array(const std::vector<std::optional<std::string>>& values) {
  return add(std::string_view(array_literal(values, [](std::string& literal, const std::optional<std::string>& value) {
    if (value) {
      append_quoted(literal, *value);
    } else {
      literal += "NULL";
    }
  })));
}

Params& Params::add_array(const std::vector<std::int64_t>& values) {
  return add(std::string_view(integer_array(values)));
}

Params& Params::add_array(const std::vector<int>& values) { return add(std::string_view(integer_array(values))); }

Params& Params::add_array(const std::vector<TimePoint>& values) {
  return add(std::string_view(array_literal(
      values, [](std::string& literal, TimePoint value) { append_quoted(literal, format_time(value)); })));
}

std::optional<std::size_t> Params::unsendable() const {
  const auto found =
      std::ranges::find_if(values_, [](const auto& value) { return value && value->find('\0') != std::string::npos; });
  if (found == values_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - values_.begin()) + 1;
}

}  // namespace saga::pg
