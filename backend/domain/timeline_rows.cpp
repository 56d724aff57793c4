// SPDX-License-Identifier: GPL-3.0-or-later
// In which row of its lane each span lies: the lowest that is free when it begins.
#include <algorithm>
#include <functional>
#include <map>

#include <queue>

#include "backend/domain/timeline_spans.h"

namespace saga::timeline {
namespace {

// The rows of one lane, asked for in the order of the spans' starts. O(log n) a span.
class LaneRows {
 public:
  std::uint16_t take(Micros start, Micros end) {
    while (!busy_.empty() && busy_.top().first <= start) {
      free_.push(busy_.top().second);
      busy_.pop();
    }
    std::uint16_t row = next_;
    if (!free_.empty()) {
      row = free_.top();
      free_.pop();
    } else if (next_ < kLast) {
      ++next_;
    } else {
      return kLast;  // far below any lane's edge, where it does not matter who shares it
    }
    if (end != kOpen) busy_.emplace(end, row);
    return row;
  }

 private:
  static constexpr std::uint16_t kLast = 0xffff;
  using Busy = std::pair<Micros, std::uint16_t>;
  std::priority_queue<Busy, std::vector<Busy>, std::greater<>> busy_;
  std::priority_queue<std::uint16_t, std::vector<std::uint16_t>, std::greater<>> free_;
  std::uint16_t next_ = 0;
};

}  // namespace

void SpanStore::make_rows() {
  for (int mode = 0; mode < kLaneModes; ++mode) {
    const auto by = static_cast<LanesBy>(mode);
    std::map<LaneKey, std::size_t> number;
    std::vector<std::size_t> lane_of_series;
    for (const Series& series : series_) {
      lane_of_series.push_back(number.try_emplace(lane(by, series), number.size()).first->second);
    }
    std::vector<LaneRows> lanes(number.size());
    auto& rows = rows_[static_cast<std::size_t>(mode)];
    rows.resize(size());
    for (std::size_t i = 0; i < size(); ++i) {
      rows[i] = lanes[lane_of_series[series_of_[i]]].take(starts_[i], ends_[i]);
    }
  }
  series_of_ = {};
}

}  // namespace saga::timeline
