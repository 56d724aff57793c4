// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "backend/domain/time.h"
#include "backend/payment/metrics/metrics.h"

namespace saga::payment {

// What one series of this process came to within one minute.
struct RollupRow {
  std::string metric;
  Labels labels;
  MetricKind kind = MetricKind::Counter;
  double value = 0;          // of a counter: the increase; of a gauge: the last reading
  double low = 0, high = 0;  // of a gauge
  Histogram histogram = {};  // of the others: what came within the minute
};
struct RollupMinute {
  TimePoint minute = {};  // its beginning
  std::vector<RollupRow> rows = {};
};

// Turns looks at the metrics into minutes. The rows of a minute are its whole, however often it is asked for, so
// writing them a second time replaces what the first wrote. What came between the last look within a minute and the
// first one after it counts for the minute that is over. One thread.
class Rollup {
 public:
  explicit Rollup(TimePoint now, Readings first);

  void look(TimePoint now, Readings readings);

  // All minutes that were not written for good yet, the running one last. Without rows of what did not happen: a
  // counter or histogram that did not move, a gauge that stood at 0 all the time.
  [[nodiscard]] std::vector<RollupMinute> due() const;
  // What due() gave is written.
  void written();

  // Minutes that are kept while they cannot be written; then the oldest go.
  static constexpr std::size_t kMostMinutes = 120;

 private:
  using Key = std::pair<std::string, Labels>;
  struct Range {
    double last = 0, low = 0, high = 0;
  };
  [[nodiscard]] RollupMinute running() const;
  void note_gauges();

  TimePoint minute_;
  std::map<Key, Reading> before_;  // when the minute began
  Readings now_;
  std::map<Key, Range> gauges_;  // within the minute
  std::deque<RollupMinute> over_;
};

}  // namespace saga::payment
