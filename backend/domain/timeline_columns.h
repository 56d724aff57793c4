// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "backend/domain/timeline_layout.h"

namespace saga::timeline {

// How many spans of each condition touch each column of time. Columns lie at whole multiples of their width since
// 1970, so that the same spans fall into the same column wherever the window begins.
class Columns {
 public:
  static constexpr std::size_t kConditions = 8;

  struct Grid {
    Grid(const Range& range, double wanted_width);
    Micros width;
    Micros first;  // where the first column begins
    std::size_t size;
  };

  explicit Columns(const Grid& grid) : grid_(grid) {}

  [[nodiscard]] std::size_t size() const { return grid_.size; }
  [[nodiscard]] Micros begin(std::size_t column) const {
    return grid_.first + static_cast<Micros>(column) * grid_.width;
  }
  // All of the series that lie in the window.
  void add(const Series& series, const Window& window);
  // But for this one.
  void remove(const Range& span, Condition condition, const Window& window);
  [[nodiscard]] std::int64_t count(Condition condition, std::size_t column) const;
  [[nodiscard]] std::int64_t highest() const;  // of all conditions together
  // The order in which a column's blocks stand on each other.
  [[nodiscard]] static std::span<const Condition> from_the_ground();

 private:
  std::vector<std::int32_t>& of(Condition condition);

  Grid grid_;
  std::array<std::vector<std::int32_t>, kConditions> counts_;  // empty: none
};

}  // namespace saga::timeline
