// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/domain/saga.h"
#include "backend/domain/timeline.h"
#include "backend/domain/timeline_marker.h"
#include "backend/outcome/error.h"

namespace saga {

// Where a page of spans ended: by the time that it is sorted by, and the id.
struct SpanCursor {
  TimePoint at = {};
  std::string id = {};
  friend bool operator==(const SpanCursor&, const SpanCursor&) = default;
};

// What began within a part of time, the newest first.
struct SpanQuery {
  TimePoint from = {};
  TimePoint to = {};                       // not included
  std::optional<TimePoint> ended_by = {};  // only what had ended until then
  std::optional<SpanCursor> before = {};   // go on from there
  int limit = 20'000;
  friend bool operator==(const SpanQuery&, const SpanQuery&) = default;
};

struct SpanPage {
  timeline::SpanList list = {};
  std::optional<SpanCursor> next = {};  // nullopt: this was the last page
};

struct OpenSpans {
  timeline::SpanList list = {};
  bool capped = false;  // there are more than these, the oldest
  TimePoint server_now = {};
};

// Reads what the timeline shows, always by an index and a part at a time. One thread.
class TimelineReader {
 public:
  static constexpr std::size_t kMostSteps = 500;    // sagas whose steps are read at once
  static constexpr std::size_t kMostMarkers = 500;  // of each kind, the newest; toggles and the rollback are one

  virtual ~TimelineReader() = default;
  // Sagas that have ended and need nobody.
  virtual Result<SpanPage> settled(const SpanQuery& query) = 0;
  // Payments of the legacy route. They know no `ended_by`.
  virtual Result<SpanPage> payments(const SpanQuery& query) = 0;
  // Sagas that are under way or need attention, however old they are; at most `most` of each.
  virtual Result<OpenSpans> open(int most) = 0;
  // Sagas that have ended since, in the order in which they did.
  virtual Result<SpanPage> ended(const SpanCursor& after, int limit) = 0;
  // What cuts through all lanes within a part of time, the oldest first.
  virtual Result<std::vector<timeline::Marker>> markers(TimePoint from, TimePoint to) = 0;
  // The attempts of these sagas, with their errors, but without their payloads, each saga's in the order in which they
  // began.
  virtual Result<std::map<SagaId, std::vector<StepExecution>>> steps(const std::vector<SagaId>& ids) = 0;
};

}  // namespace saga
