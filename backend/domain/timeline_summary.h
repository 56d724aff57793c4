// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/domain/timeline_spans.h"

namespace saga::timeline {

// What began within a part of time, and what has become of it.
struct Summary {
  std::array<std::int64_t, 8> sagas = {};  // by condition
  std::int64_t legacy = 0;                 // payments of the legacy route, beside the sagas
  // Sagas that did not complete, by the step where they stand, the most first.
  std::vector<std::pair<std::string, std::int64_t>> stopped = {};

  [[nodiscard]] std::int64_t of(Condition condition) const { return sagas[static_cast<std::size_t>(condition)]; }
  [[nodiscard]] std::int64_t all() const;
  friend bool operator==(const Summary&, const Summary&) = default;
};

// A few searches for each series.
[[nodiscard]] Summary summary_of(const Timeline& timeline, const Range& range);

// How many were under way at that moment, of one lane or, without one, of all.
[[nodiscard]] std::int64_t under_way(const Timeline& timeline, Micros at, LanesBy by, const LaneKey* lane = nullptr);

// Where a span is now, if it is there still; by its start, so that it is found among a million.
struct SpanPlace {
  std::uint8_t store = 0;
  std::uint32_t span = 0;
  friend bool operator==(const SpanPlace&, const SpanPlace&) = default;
};
[[nodiscard]] std::optional<SpanPlace> find_span(const Timeline& timeline, const SpanId& id, Micros start);

}  // namespace saga::timeline
