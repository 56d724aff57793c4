// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "backend/domain/time.h"

namespace saga::pg {

// The values of $1, $2 … of a statement, always sent as text and never put into the statement's own text:
//   session.query("SELECT … WHERE saga_id = $1 AND version = ANY($2::int[])", {id, versions})
// The server gives each its type from where it stands; an array needs the statement's own cast ($1::text[]).
class Params {
 public:
  Params() = default;

  template <class First, class... Rest>
    requires(!std::same_as<std::remove_cvref_t<First>, Params>)
  Params(const First& first, const Rest&... rest) {  // implicit, so that a braced list is enough
    add(first);
    (add(rest), ...);
  }

  Params& add(std::string_view text);
  Params& add(const char* text) { return add(std::string_view(text)); }
  Params& add(const std::string& text) { return add(std::string_view(text)); }
  Params& add(std::nullopt_t);
  Params& add(bool value);
  Params& add(double value);
  Params& add(TimePoint time);  // for a timestamptz
  template <std::integral Int>
    requires(!std::same_as<Int, bool> && !std::same_as<Int, char> && sizeof(Int) <= sizeof(std::int64_t))
  Params& add(Int value) {
    return add(std::string_view(std::to_string(value)));
  }
  template <class Value>
  Params& add(const std::optional<Value>& value) {
    return value ? add(*value) : add(std::nullopt);
  }
  template <class Value>
  Params& add(const std::vector<Value>& values) {
    return add_array(values);
  }

  // An array literal: every element quoted and escaped, a missing one NULL.
  Params& add_array(const std::vector<std::string>& values);
  Params& add_array(const std::vector<std::optional<std::string>>& values);
  Params& add_array(const std::vector<std::int64_t>& values);
  Params& add_array(const std::vector<int>& values);
  Params& add_array(const std::vector<TimePoint>& values);

  [[nodiscard]] const std::vector<std::optional<std::string>>& values() const { return values_; }
  // The first value that holds a zero byte, counted from 1. PostgreSQL has no such text and libpq would cut it
  // there in silence, so a statement with one is refused before it is sent.
  [[nodiscard]] std::optional<std::size_t> unsendable() const;

 private:
  std::vector<std::optional<std::string>> values_;
};

// "2026-11-20 10:00:00.123456+00", as a timestamptz is written in a session of ours.
[[nodiscard]] std::string format_time(TimePoint time);
// The same back. Nothing for a time without an offset, "infinity" or a year before Christ.
[[nodiscard]] std::optional<TimePoint> parse_time(std::string_view text);

}  // namespace saga::pg
