// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/metrics/rollup.h"

#include <algorithm>

namespace saga::payment {
namespace {

TimePoint minute_of(TimePoint time) { return std::chrono::floor<std::chrono::minutes>(time); }

}  // namespace

Rollup::Rollup(TimePoint now, Readings first) : minute_(minute_of(now)) {
  // Whatever was counted before the first look is of this minute, too: the process has only begun.
  now_ = std::move(first);
  note_gauges();
}

void Rollup::look(TimePoint now, Readings readings) {
  now_ = std::move(readings);
  // A clock that was set back does not begin an older minute again.
  if (minute_of(now) <= minute_) return note_gauges();
  over_.push_back(running());
  if (over_.size() > kMostMinutes) over_.pop_front();
  minute_ = minute_of(now);
  before_.clear();
  for (const MetricFamily& family : now_) {
    if (family.kind == MetricKind::Gauge) continue;
    for (const Reading& reading : family.readings) before_.emplace(Key{family.name, reading.labels}, reading);
  }
  gauges_.clear();
  note_gauges();
}

void Rollup::note_gauges() {
  for (const MetricFamily& family : now_) {
    if (family.kind != MetricKind::Gauge) continue;
    for (const Reading& reading : family.readings) {
      Range& range =
          gauges_.try_emplace(Key{family.name, reading.labels}, Range{reading.value, reading.value, reading.value})
              .first->second;
      range.last = reading.value;
      range.low = std::min(range.low, reading.value);
      range.high = std::max(range.high, reading.value);
    }
  }
}

RollupMinute Rollup::running() const {
  RollupMinute minute{.minute = minute_};
  for (const auto& [key, range] : gauges_) {
    if (range.low == 0 && range.high == 0) continue;
    minute.rows.push_back({.metric = key.first,
                           .labels = key.second,
                           .kind = MetricKind::Gauge,
                           .value = range.last,
                           .low = range.low,
                           .high = range.high});
  }
  for (const MetricFamily& family : now_) {
    if (family.kind == MetricKind::Gauge) continue;
    for (const Reading& reading : family.readings) {
      const auto before = before_.find(Key{family.name, reading.labels});
      RollupRow row{.metric = family.name, .labels = reading.labels, .kind = family.kind};
      if (before == before_.end()) {
        row.value = reading.value;
        row.histogram = reading.histogram;
      } else {
        row.value = reading.value - before->second.value;
        row.histogram = reading.histogram.since(before->second.histogram);
      }
      if (row.value > 0 || !row.histogram.empty()) minute.rows.push_back(std::move(row));
    }
  }
  return minute;
}

std::vector<RollupMinute> Rollup::due() const {
  std::vector<RollupMinute> minutes(over_.begin(), over_.end());
  minutes.push_back(running());
  return minutes;
}

void Rollup::written() { over_.clear(); }

}  // namespace saga::payment
