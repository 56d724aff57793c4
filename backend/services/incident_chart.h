// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "backend/domain/saga.h"

namespace saga {

// The sagas of a period by when they began and what has become of them, as a picture. Values, one thread.
class IncidentChart {
 public:
  static constexpr int kMostBars = 240;

  IncidentChart(TimePoint from, TimePoint to);
  void add(const Saga& saga, TimePoint server_now);
  // SVG: a bar for each part of the period, stacked, in UTC.
  [[nodiscard]] std::string svg() const;

 private:
  enum Kind { kCompleted, kUnderWay, kUndone, kTrouble, kKinds };
  [[nodiscard]] static Kind kind_of(Condition condition);

  TimePoint from_;
  std::chrono::seconds bar_;
  std::vector<std::array<std::int64_t, kKinds>> counts_;
};

}  // namespace saga
