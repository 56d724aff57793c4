// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/domain/saga.h"
#include "backend/outcome/error.h"

namespace saga {

struct TimeSpan {
  TimePoint from = {};
  TimePoint to = {};
  friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

struct StreamQuestion {
  SagaId saga;
  std::string order;            // an event that came before the saga names its order only; "": none
  std::vector<TimeSpan> spans;  // where to look, by the time in the entries' ids; in order, not overlapping
};

struct StreamHit {
  std::string stream;
  std::string id;
  TimePoint at = {};  // by Redis' clock, to the millisecond
  std::string type;   // "OrderValidated"; "" if the entry cannot be read
  std::string text;   // the event as it was sent
  friend bool operator==(const StreamHit&, const StreamHit&) = default;
};

struct StreamHits {
  std::vector<StreamHit> hits;  // oldest first
  std::int64_t looked_at = 0;   // entries that were read
  int streams = 0;
  // The search was too long for one question and ended here: nothing at or behind this time was looked at.
  std::optional<TimePoint> stopped_at = {};
  friend bool operator==(const StreamHits&, const StreamHits&) = default;
};

// The entries of one saga in the streams of Redis. Worker threads; blocks for a few seconds at most.
class SagaStreams {
 public:
  virtual ~SagaStreams() = default;
  virtual Result<StreamHits> of_saga(const StreamQuestion& question) = 0;
  // From any thread: a search that runs ends at its next step.
  virtual void interrupt() = 0;
};

// Where entries of a saga can be: around each of the times that it recorded, and within its attempts, unless one took
// longer than `most`. `slack` allows for clocks that differ and for entries that waited.
[[nodiscard]] std::vector<TimeSpan> spans_of(const Saga& saga, const std::vector<StepExecution>& executions,
                                             std::chrono::milliseconds slack,
                                             std::chrono::milliseconds most = std::chrono::seconds(5));
// The part of the spans that a search which stopped there has left.
[[nodiscard]] std::vector<TimeSpan> spans_from(const std::vector<TimeSpan>& spans, TimePoint from);

}  // namespace saga
