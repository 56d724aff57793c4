// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/domain/saga.h"
#include "backend/domain/time.h"

// Sagas and payments as spans of time, by the million: what the timeline draws is computed from these.
namespace saga::timeline {

using Micros = std::int64_t;  // since 1970, UTC
inline constexpr Micros kOpen = std::numeric_limits<Micros>::max();

[[nodiscard]] constexpr Micros micros(TimePoint time) { return time.time_since_epoch().count(); }
[[nodiscard]] constexpr TimePoint time_of(Micros at) { return TimePoint(std::chrono::microseconds(at)); }

// The 128 bits of a saga's UUID. A payment of the legacy route is no saga and has only something to be told apart by.
struct SpanId {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const SpanId&, const SpanId&) = default;
};
[[nodiscard]] std::optional<SpanId> span_id_from(std::string_view uuid);
[[nodiscard]] SpanId span_id_of_text(std::string_view text);  // the same for the same text; not to be turned back
[[nodiscard]] SagaId saga_id_of(const SpanId& id);

struct Span {
  SpanId id = {};
  Micros start = 0;
  Micros turned = 0;   // since when it is in the trouble that its condition names; not after start: from its beginning
  Micros end = kOpen;  // kOpen: it goes on
  Condition condition = Condition::Unknown;
  bool legacy = false;
  std::uint8_t step = 0;  // into the names of its list
  friend bool operator==(const Span&, const Span&) = default;
};

// Spans as they are read, with the names of their steps.
struct SpanList {
  std::vector<std::string> steps;
  std::vector<Span> spans;

  // The number of the step's name. Beyond 255 names all others are one.
  [[nodiscard]] std::uint8_t step(std::string_view name);
  void append(const SpanList& other);  // which may number its steps otherwise
};

struct Range {
  Micros from = 0;
  Micros to = 0;  // not included
  [[nodiscard]] Micros length() const { return to - from; }
  [[nodiscard]] bool contains(Micros at) const { return at >= from && at < to; }
  friend bool operator==(const Range&, const Range&) = default;
};

}  // namespace saga::timeline
