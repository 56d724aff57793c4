// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QPixmap>
#include <QTimer>
#include <QWidget>

#include "ui/timeline/time_window.h"
#include "ui/timeline/timeline_controller.h"
#include "ui/timeline/timeline_scene.h"

namespace saga::ui {

// The lanes of all sagas over time. It is given what was read and the clock; what is on screen, where the pointer is
// and what is selected is its own. The picture is drawn when it changes and kept; what follows the pointer lies above
// it.
//
// Wheel: zoom at the pointer; with Shift, or sideways: move. Drag: select; with Ctrl, or the middle button: move.
// Double click: the saga. Keys: see the panel of keys.
class TimelineView final : public QWidget {
  Q_OBJECT

 public:
  // What is under the pointer, or under the keyboard's cursor.
  struct Pointed {
    timeline::Micros at = 0;
    std::optional<timeline::Span> bar = {};
    std::optional<timeline::LaneKey> lane = {};
    std::int64_t folded = 0;  // spans in the column there
  };

  explicit TimelineView(QWidget* parent = nullptr);

  void show_spans(const TimelineSnapshot& snapshot, bool reading);
  void show_markers(const std::vector<timeline::Marker>& markers);
  void show_steps(const TimelineController::Steps& steps);
  void show_now(timeline::Micros now);
  void set_greyed(bool greyed);

  [[nodiscard]] const TimeWindow& window_of_time() const { return window_; }
  void set_window(const TimeWindow& window);
  [[nodiscard]] timeline::LanesBy lanes_by() const { return by_; }
  void set_lanes_by(timeline::LanesBy by);
  void set_markers_shown(bool shown);
  void follow(bool follows);
  void zoom(double factor);  // around the pointer, the cursor or now
  [[nodiscard]] const std::optional<timeline::Range>& selection() const { return selection_; }
  void select(std::optional<timeline::Range> selection);
  [[nodiscard]] const std::optional<Pointed>& pointed() const { return pointed_; }
  // How long a step of the clock takes to be seen.
  [[nodiscard]] timeline::Micros pixel() const;
  [[nodiscard]] const TimelineScene& scene();  // as it is drawn
  // Sagas that are drawn wide enough for their steps.
  [[nodiscard]] std::vector<TimelineController::WantedSteps> wide_sagas();
  void open_cursor();  // what Enter does

 Q_SIGNALS:
  void window_changed();
  void selection_changed();
  void lanes_by_changed();
  void pointed_changed();
  void opened(const saga::SagaId& saga);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;  // tool tips of the flags

 private:
  enum class Drag { None, Select, Left, Right, Move };

  void outdate();
  void arrange();
  void draw_frame();
  void paint_selection(QPainter& painter);
  void paint_bar_outline(QPainter& painter, const timeline::Bar& bar, const QColor& ink, int width);
  [[nodiscard]] QRect plot() const;
  [[nodiscard]] const timeline::Bar* bar_at(QPointF point) const;
  [[nodiscard]] const timeline::Bar* bar_of(const timeline::SpanId& id) const;
  [[nodiscard]] Drag handle_at(QPointF point) const;
  void point_at(QPointF point);
  void point_nowhere();
  void step_cursor(int by);
  void grow_selection(double share);
  void point_to_cursor();

  TimelineScene scene_;
  bool outdated_ = true;
  bool markers_shown_ = true;
  std::vector<timeline::Marker> markers_;
  QPixmap frame_;
  std::vector<Flag> flags_;
  TimeWindow window_;
  timeline::LanesBy by_ = timeline::LanesBy::Status;
  timeline::Micros now_ = 0;

  std::optional<timeline::Range> selection_;
  std::optional<Pointed> pointed_;
  std::optional<QPointF> pointer_;
  std::optional<timeline::SpanId> cursor_;  // of the keyboard
  Drag drag_ = Drag::None;
  QPointF pressed_;
  timeline::Micros pressed_at_ = 0;
  bool dragged_ = false;
};

}  // namespace saga::ui
