// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/sagas/gantt_chart.h"

namespace saga::ui {

// Paints a GanttChart. Up and down choose a step, left and right one of its attempts; so does a click.
class GanttView final : public QWidget {
  Q_OBJECT

 public:
  explicit GanttView(QWidget* parent = nullptr);

  void show_chart(GanttChart chart);
  // By its place in SagaDetail::executions; -1: none.
  void select_execution(int execution);
  [[nodiscard]] int selected_execution() const { return execution_; }
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
  void execution_selected(int execution);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  [[nodiscard]] GanttScale scale() const;
  [[nodiscard]] int selected_row() const;
  [[nodiscard]] int row_at(int y) const;
  void choose(int execution);
  void paint_row(QPainter& painter, const GanttScale& scale, int index);
  [[nodiscard]] std::optional<double> limit_mark(const GanttScale& scale, const GanttRow& row, std::size_t bar) const;
  static void paint_limit(QPainter& painter, double x, int top);
  void paint_axis(QPainter& painter, const GanttScale& scale);

  GanttChart chart_;
  int execution_ = -1;
};

}  // namespace saga::ui
