// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "backend/domain/timeline.h"
#include "backend/domain/timeline_lanes.h"

namespace saga::timeline {

// The spans of one condition, route and step, arranged so that what lies in any part of time is counted by binary
// search, and found without looking at what is too short to be drawn. So no zoom costs more than its pixels.
struct Series {
  // By how long they last: octave n holds 2^n to 2^(n+1) microseconds, the last one what goes on.
  static constexpr std::size_t kOctaves = 56;
  static constexpr std::size_t kOpenOctave = kOctaves - 1;

  Condition condition = Condition::Unknown;
  bool legacy = false;
  std::uint8_t step = 0;
  std::vector<Micros> starts = {};                         // in order
  std::vector<Micros> ends = {};                           // in order; not those of the spans beside them
  std::vector<std::uint32_t> by_octave = {};               // numbers of spans, by octave and then by start
  std::array<std::uint32_t, kOctaves + 1> octave_at = {};  // where each octave begins among them

  [[nodiscard]] std::int64_t started_before(Micros at) const;
  [[nodiscard]] std::int64_t ended_by(Micros at) const;
  // How many lie in the range, at least in part. What goes on does so until `now`.
  [[nodiscard]] std::int64_t touching(const Range& range, Micros now) const;
};
[[nodiscard]] std::size_t octave_of(Micros start, Micros end);

// Spans that do not change any more, in columns of 42 bytes each and as much again in the series. Made once, on any
// thread, in O(n log n); read from any.
class SpanStore {
 public:
  // Of spans with the same id the last one counts.
  [[nodiscard]] static std::shared_ptr<const SpanStore> build(SpanList list);
  // With more spans than another has.
  [[nodiscard]] static std::shared_ptr<const SpanStore> merged(const SpanStore& with, SpanList more);

  // The newest of another's spans, by their starts.
  [[nodiscard]] static std::shared_ptr<const SpanStore> newest(const SpanStore& of, std::size_t count);

  [[nodiscard]] std::size_t size() const { return ids_.size(); }
  [[nodiscard]] Span at(std::size_t span) const;  // by number: in the order of their starts
  [[nodiscard]] Micros start(std::size_t span) const { return starts_[span]; }
  [[nodiscard]] Micros end(std::size_t span) const { return ends_[span]; }
  // In which row of its lane a span lies, so that no two that overlap share one. It does not depend on what part of
  // time is looked at: nothing jumps while the operator moves along.
  [[nodiscard]] std::uint16_t row(LanesBy by, std::size_t span) const {
    return rows_[static_cast<std::size_t>(by)][span];
  }
  [[nodiscard]] const std::vector<Series>& series() const { return series_; }
  [[nodiscard]] const std::vector<std::string>& steps() const { return steps_; }
  [[nodiscard]] std::string_view step_name(std::uint8_t step) const;
  [[nodiscard]] LaneKey lane(LanesBy by, const Series& series) const;

 private:
  void sort_out(std::vector<Span> spans);
  void make_series();
  void make_rows();

  std::vector<std::string> steps_;
  std::vector<SpanId> ids_;
  std::vector<Micros> starts_;
  std::vector<Micros> ends_;
  std::vector<std::uint8_t> conditions_;  // twice the condition, and one for legacy
  std::vector<std::uint8_t> step_;
  std::vector<Micros> turned_;            // empty while nothing has turned
  std::vector<std::uint16_t> series_of_;  // while it is made
  std::array<std::vector<std::uint16_t>, kLaneModes> rows_;
  std::vector<Series> series_;
};

// What is shown: what has ended, and beside it what goes on or ended lately. No span is in both.
struct Timeline {
  std::shared_ptr<const SpanStore> settled = {};
  std::shared_ptr<const SpanStore> live = {};
  [[nodiscard]] std::vector<const SpanStore*> stores() const;  // those that are there
};

}  // namespace saga::timeline
