// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>

#include "backend/domain/timeline_spans.h"
#include "ui/timeline/time_window.h"

namespace saga::ui {

// The day as a whole, small: how much there was, what went wrong of it, and which part of it is on screen. Pressing or
// dragging moves that part.
class TimelineStrip final : public QWidget {
  Q_OBJECT

 public:
  explicit TimelineStrip(QWidget* parent = nullptr);
  void show_spans(const timeline::Timeline& spans, const std::vector<timeline::Range>& read);
  void show_window(const TimeWindow& window, timeline::Micros now);
  [[nodiscard]] const timeline::Range& day() const { return day_; }
  [[nodiscard]] QSize sizeHint() const override;

 Q_SIGNALS:
  void moved_to(qint64 middle);  // microseconds

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  void outdate();
  void draw_day();
  [[nodiscard]] double x_of(timeline::Micros at) const;
  void move_to(double x);

  timeline::Timeline spans_;
  std::vector<timeline::Range> read_;
  TimeWindow window_;
  timeline::Range day_ = {};
  timeline::Micros now_ = 0;
  QPixmap picture_;
  bool outdated_ = true;
};

}  // namespace saga::ui
