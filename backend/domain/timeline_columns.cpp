// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/timeline_columns.h"

#include <algorithm>
#include <cmath>

namespace saga::timeline {
namespace {

// The first place from `from` on whose value is not less than `at`: near it in a few steps, far away in the logarithm
// of the distance.
std::size_t advance(const std::vector<Micros>& sorted, std::size_t from, Micros at) {
  std::size_t step = 1;
  std::size_t low = from;
  while (low + step < sorted.size() && sorted[low + step] < at) {
    low += step;
    step *= 2;
  }
  const auto begin = sorted.begin() + static_cast<std::ptrdiff_t>(low);
  const auto end = sorted.begin() + static_cast<std::ptrdiff_t>(std::min(low + step + 1, sorted.size()));
  return static_cast<std::size_t>(std::lower_bound(begin, end, at) - sorted.begin());
}

}  // namespace

Columns::Grid::Grid(const Range& range, double wanted_width)
    : width(std::max<Micros>(static_cast<Micros>(std::ceil(wanted_width)), 1)),
      first(range.from / width * width),
      size(static_cast<std::size_t>((range.to - first + width - 1) / width)) {}

std::vector<std::int32_t>& Columns::of(Condition condition) {
  auto& counts = counts_[static_cast<std::size_t>(condition)];
  if (counts.empty()) counts.resize(grid_.size);
  return counts;
}

void Columns::add(const Series& series, const Window& window) {
  if (series.touching(window.range, window.now) <= 0) return;
  auto& counts = of(series.condition);
  std::size_t started = 0, ended = 0;
  for (std::size_t c = 0; c < grid_.size; ++c) {
    // The window cuts off the first and the last one.
    const Micros from = std::max(begin(c), window.range.from);
    if (from >= window.now) break;
    started = advance(series.starts, started, std::min(begin(c + 1), window.range.to));
    ended = advance(series.ends, ended, from + 1);
    counts[c] += static_cast<std::int32_t>(started - ended);
  }
}

void Columns::remove(const Range& span, Condition condition, const Window& window) {
  const Micros from = std::max(span.from, window.range.from);
  const Micros to = std::min({span.to, window.range.to, window.now});
  if (to <= from) return;
  auto& counts = of(condition);
  for (Micros c = (from - grid_.first) / grid_.width; c <= (to - 1 - grid_.first) / grid_.width; ++c) {
    if (static_cast<std::size_t>(c) < counts.size()) --counts[static_cast<std::size_t>(c)];
  }
}

std::int64_t Columns::count(Condition condition, std::size_t column) const {
  const auto& counts = counts_[static_cast<std::size_t>(condition)];
  return counts.empty() ? 0 : counts[column];
}

std::int64_t Columns::highest() const {
  std::int64_t most = 0;
  for (std::size_t c = 0; c < grid_.size; ++c) {
    std::int64_t all = 0;
    for (const auto& counts : counts_) {
      if (!counts.empty()) all += std::max(counts[c], 0);
    }
    most = std::max(most, all);
  }
  return most;
}

std::span<const Condition> Columns::from_the_ground() {
  using enum Condition;
  static constexpr std::array kOrder{NeedsAttention, Stuck,   Failed,      Unknown,
                                     Compensating,   Running, Compensated, Completed};
  return kOrder;
}

}  // namespace saga::timeline
