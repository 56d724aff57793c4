// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "ui/sagas/gantt_chart.h"

namespace saga::ui {

namespace {

// A wait is folded when it takes more than this share of the time that is left to draw.
constexpr double kFoldAbove = 0.6;
// And then takes this share of the width.
constexpr double kFoldedShare = 0.3;

struct Span {
  double from, to;
  [[nodiscard]] double length() const { return to - from; }
};

// The waits between the attempts, and after the last one.
std::vector<Span> waits_of(const GanttChart& chart) {
  std::vector<Span> busy;
  for (const GanttRow& row : chart.rows) {
    for (const GanttBar& bar : row.bars) busy.push_back({bar.from, bar.to});
  }
  std::ranges::sort(busy, {}, &Span::from);
  std::vector<Span> waits;
  double end = 0;
  for (const Span& span : busy) {
    if (span.from > end) waits.push_back({end, span.from});
    end = std::max(end, span.to);
  }
  if (chart.span > end && !busy.empty()) waits.push_back({end, chart.span});
  return waits;
}

std::vector<Span> folded(const GanttChart& chart) {
  std::vector<Span> waits = waits_of(chart);
  std::ranges::sort(waits, std::greater<>{}, &Span::length);
  std::vector<Span> folds;
  double rest = chart.span;
  for (const Span& wait : waits) {
    if (wait.length() <= kFoldAbove * rest) break;
    folds.push_back(wait);
    rest -= wait.length();
  }
  std::ranges::sort(folds, {}, &Span::from);
  return folds;
}

double nice_step(double seconds, int most) {
  const double rough = seconds / most;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough) return factor * power;
  }
  return 10 * power;
}

}  // namespace

GanttScale::GanttScale(const GanttChart& chart, double left, double right) {
  const std::vector<Span> folds = folded(chart);
  double unfolded = chart.span;
  for (const Span& fold : folds) unfolded -= fold.length();
  const double fold_width = folds.empty() ? 0 : (right - left) * kFoldedShare / static_cast<double>(folds.size());
  const double per_second = (right - left - fold_width * static_cast<double>(folds.size())) / std::max(unfolded, 1e-6);

  double seconds = 0;
  double pixel = left;
  const auto add = [&](double to, bool fold) {
    const double width = fold ? fold_width : (to - seconds) * per_second;
    if (to > seconds) pieces_.push_back({seconds, to, pixel, pixel + width, fold});
    if (fold) folds_.emplace_back(pixel, pixel + width);
    pixel += width;
    seconds = to;
  };
  for (const Span& fold : folds) {
    add(fold.from, false);
    add(fold.to, true);
  }
  add(chart.span, false);

  // Ticks count from the start; behind a fold their distance would mislead.
  const double until = folds.empty() ? chart.span : folds.front().from;
  const double room = x(until) - left;
  if (until > 0 && room > 40) {
    const double step = nice_step(until, std::max(1, static_cast<int>(room / 64)));
    for (int i = 0; i * step <= until; ++i) ticks_.push_back({i * step, x(i * step)});
  } else {
    ticks_.push_back({0, left});
  }
}

double GanttScale::x(double seconds) const {
  for (const Piece& piece : pieces_) {
    if (seconds > piece.to) continue;
    const double share = piece.to > piece.from ? (seconds - piece.from) / (piece.to - piece.from) : 0;
    return piece.left + std::max(0.0, share) * (piece.right - piece.left);
  }
  return pieces_.empty() ? 0 : pieces_.back().right;
}

}  // namespace saga::ui
