// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/timeline_summary.h"

#include <functional>
#include <map>
#include <numeric>

namespace saga::timeline {

std::int64_t Summary::all() const { return std::accumulate(sagas.begin(), sagas.end(), legacy); }

Summary summary_of(const Timeline& timeline, const Range& range) {
  Summary summary;
  std::map<std::string, std::int64_t> stopped;
  for (const SpanStore* store : timeline.stores()) {
    for (const Series& series : store->series()) {
      const std::int64_t count = series.started_before(range.to) - series.started_before(range.from);
      if (count <= 0) continue;
      if (series.legacy) {
        summary.legacy += count;
        continue;
      }
      summary.sagas[static_cast<std::size_t>(series.condition)] += count;
      const bool goes_on = series.condition == Condition::Running || series.condition == Condition::Completed;
      if (!goes_on) stopped[std::string(store->step_name(series.step))] += count;
    }
  }
  std::multimap<std::int64_t, std::string, std::greater<>> ranked;
  for (const auto& [step, count] : stopped) ranked.emplace(count, step);
  for (const auto& [count, step] : ranked) summary.stopped.emplace_back(step, count);
  return summary;
}

std::int64_t under_way(const Timeline& timeline, Micros at, LanesBy by, const LaneKey* lane) {
  std::int64_t all = 0;
  for (const SpanStore* store : timeline.stores()) {
    for (const Series& series : store->series()) {
      if (lane == nullptr || store->lane(by, series) == *lane)
        all += series.started_before(at + 1) - series.ended_by(at);
    }
  }
  return all;
}

std::optional<SpanPlace> find_span(const Timeline& timeline, const SpanId& id, Micros start) {
  std::uint8_t number = 0;
  for (const SpanStore* store : timeline.stores()) {
    std::size_t low = 0, high = store->size();
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (store->start(middle) < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (; low < store->size() && store->start(low) == start; ++low) {
      if (store->at(low).id == id) return SpanPlace{number, static_cast<std::uint32_t>(low)};
    }
    ++number;
  }
  return std::nullopt;
}

}  // namespace saga::timeline
