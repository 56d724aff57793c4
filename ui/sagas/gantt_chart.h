// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <QString>

#include "backend/ports/saga_reader.h"
#include "ui/widgets/tokens.h"

namespace saga::ui {

// The attempts of one saga as bars over time, in seconds since it was created. Pure data; the view paints it.
struct GanttBar {
  enum class Look { Done, Failed, Running, Undone, UndoFailed, Undoing };
  double from = 0;
  double to = 0;
  Look look = Look::Done;
  QString label = {};
  int execution = -1;  // its place in SagaDetail::executions
  int attempt = 1;
  std::optional<double> limit = {};  // when its time is over; the current attempt's may have been put off
  double allowed = 0;                // how long it may take
  [[nodiscard]] double over() const { return limit && to > *limit ? to - *limit : 0; }
};

struct GanttRow {
  QString step;
  StatusKind status = StatusKind::Unknown;
  std::vector<GanttBar> bars = {};
  std::optional<std::pair<double, double>> parked = {};
};

struct GanttChart {
  std::vector<GanttRow> rows = {};
  double span = 0;
  bool ended = false;
};

// What there is to know about one attempt, and about all of a step: for tool tips and screen readers.
[[nodiscard]] QString bar_words(const GanttBar& bar);
[[nodiscard]] QString row_words(const GanttRow& row);

[[nodiscard]] GanttChart gantt_of(const SagaDetail& detail, TimePoint server_now);

// The execution that a person looks for first: the last one that failed, else the last one; -1 without any.
[[nodiscard]] int telling_execution(const SagaDetail& detail);

// Maps seconds to pixels. A wait that dwarfs everything else is folded, so that what happened around it stays visible.
class GanttScale {
 public:
  struct Tick {
    double seconds;
    double x;
  };
  GanttScale(const GanttChart& chart, double left, double right);
  [[nodiscard]] double x(double seconds) const;
  [[nodiscard]] const std::vector<Tick>& ticks() const { return ticks_; }
  [[nodiscard]] const std::vector<std::pair<double, double>>& folds() const { return folds_; }  // in pixels

 private:
  struct Piece {
    double from, to;  // seconds
    double left, right;
    bool folded;
  };
  std::vector<Piece> pieces_;
  std::vector<Tick> ticks_;
  std::vector<std::pair<double, double>> folds_;
};

}  // namespace saga::ui
