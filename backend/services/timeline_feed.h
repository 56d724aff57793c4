// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/domain/timeline_spans.h"
#include "backend/ports/timeline_reader.h"

namespace saga {

// What has been read of the timeline.
struct TimelineSnapshot {
  timeline::Timeline spans = {};
  std::vector<timeline::Range> read = {};  // parts of time, in order; elsewhere nothing is known
  TimePoint server_now = {};
  bool full = false;    // it holds as many spans as it may: what is further back takes the place of what is newer
  bool capped = false;  // more sagas are open than were read
  [[nodiscard]] bool covers(const timeline::Range& range) const;
};

// Keeps the spans of a part of time in memory, at most a million: the past is read backwards a portion at a time, and
// what goes on is read again and again. What has ended by `boundary_` is settled and is not read again; the rest is
// the live part, so that a second's news never touch the million. All calls block and are made by one thread.
class TimelineFeed {
 public:
  static constexpr std::size_t kMostSpans = 1'000'000;
  static constexpr std::size_t kPortion = 20'000;  // spans that are read at once
  static constexpr std::size_t kMostRecent = 30'000;
  static constexpr int kMostOpen = 20'000;
  // A transaction may take this long from its clock's reading to its commit without a span being missed.
  static constexpr std::chrono::seconds kCommitTime{10};
  static constexpr std::chrono::seconds kPaymentTime{60};  // in which a legacy payment ends
  // After a longer pause all is read anew, rather than what has happened since.
  static constexpr std::chrono::minutes kLongPause{5};

  explicit TimelineFeed(std::size_t most = kMostSpans) : most_(most) {}

  // What goes on, and what has ended since it was last asked.
  Result<TimelineSnapshot> refresh(TimelineReader& reader);
  // A portion of the past, towards `from`. refresh() comes first.
  Result<TimelineSnapshot> read_back(TimelineReader& reader, TimePoint from);
  // From now on the past is read backwards from there, and what was read of it is forgotten.
  void jump(TimePoint to);

 private:
  using Span = timeline::Span;
  using SpanStore = timeline::SpanStore;

  Result<void> read_ended(TimelineReader& reader);
  Result<void> read_payments(TimelineReader& reader);
  Result<void> read_part(TimelineReader& reader);
  void keep_recent(const timeline::SpanList& list);
  void settle_recent();
  void publish();
  [[nodiscard]] std::shared_ptr<const SpanStore> live_store(const timeline::SpanList& open) const;
  [[nodiscard]] TimelineSnapshot snapshot() const;

  std::size_t most_;
  std::optional<TimePoint> boundary_;
  TimePoint server_now_ = {};
  bool capped_ = false;

  // The live part.
  std::vector<std::string> steps_;           // of the recent ones
  std::map<timeline::SpanId, Span> recent_;  // ended after the boundary, or paid by the legacy route after it
  std::shared_ptr<const SpanStore> live_;
  SpanCursor ended_after_;
  TimePoint payments_from_ = {};
  TimePoint live_from_ = {};

  // The past: all of [reached_, settled_to_) is in the store or in pending_.
  std::shared_ptr<const SpanStore> settled_;
  timeline::SpanList pending_;
  TimePoint settled_to_ = {};
  TimePoint reached_ = {};
  TimePoint published_to_ = {};  // reached_ when the store was made
  bool trimmed_ = false;         // it was full, and what is newer has taken the place of its beginning
  std::chrono::microseconds slice_{std::chrono::minutes(5)};
};

}  // namespace saga
