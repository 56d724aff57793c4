// SPDX-License-Identifier: GPL-3.0-or-later
// What the mouse and the keyboard do to the timeline.
#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>

#include "ui/timeline/timeline_view.h"
#include "ui/timeline/timeline_words.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {
namespace {

using timeline::Bar;
using timeline::Micros;
using timeline::Range;

constexpr double kNotch = 1.25;  // a wheel's notch shows this much more or less
constexpr double kMove = 0.1;    // and moves by this share
constexpr double kGrip = 5;      // pixels around a selection's edge
constexpr double kDragFrom = 4;  // pixels; less is a click
constexpr double kKeyZoom = 1.6;

}  // namespace

TimelineView::Drag TimelineView::handle_at(QPointF point) const {
  if (!selection_ || !scene_.plot.contains(point.toPoint())) return Drag::None;
  if (std::abs(point.x() - scene_.x_of(selection_->from)) <= kGrip) return Drag::Left;
  if (std::abs(point.x() - scene_.x_of(selection_->to)) <= kGrip) return Drag::Right;
  return Drag::None;
}

void TimelineView::point_at(QPointF point) {
  if (outdated_) draw_frame();
  pointer_ = point;
  if (!scene_.plot.contains(point.toPoint())) return point_nowhere();
  Pointed now{.at = scene_.at_x(point.x())};
  const double y = point.y() - scene_.plot.top(), x = point.x() - scene_.plot.left();
  for (std::size_t i = 0; i < scene_.layout.lanes.size(); ++i) {
    const timeline::Lane& lane = scene_.layout.lanes[i];
    if (y < lane.y || y >= lane.y + lane.height) continue;
    now.lane = lane.key;
    for (const timeline::Cell& cell : scene_.layout.cells) {
      if (cell.lane == i && x >= cell.x && x < cell.x + cell.width + 1) now.folded += cell.count;
    }
  }
  if (const Bar* bar = bar_at(point)) now.bar = scene_.span_of(*bar);
  pointed_ = now;
  update();
  Q_EMIT pointed_changed();
}

void TimelineView::point_nowhere() {
  pointer_.reset();
  if (!pointed_) return;
  pointed_.reset();
  update();
  Q_EMIT pointed_changed();
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (!scene_.plot.contains(at.toPoint()) || drag_ != Drag::None) return;
  const bool moves = event->button() == Qt::MiddleButton ||
                     (event->button() == Qt::LeftButton && (event->modifiers() & Qt::ControlModifier) != 0);
  if (!moves && event->button() != Qt::LeftButton) return;
  pressed_ = at;
  pressed_at_ = scene_.at_x(at.x());
  dragged_ = false;
  drag_ = moves ? Drag::Move : handle_at(at);
  if (drag_ == Drag::None) drag_ = Drag::Select;
  if (drag_ == Drag::Move) setCursor(Qt::ClosedHandCursor);
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (drag_ == Drag::None) {
    setCursor(handle_at(at) == Drag::None ? Qt::ArrowCursor : Qt::SizeHorCursor);
    return point_at(at);
  }
  dragged_ = dragged_ || std::abs(at.x() - pressed_.x()) >= kDragFrom;
  if (!dragged_) return;
  const Micros here = scene_.at_x(std::clamp<double>(at.x(), scene_.plot.left(), scene_.plot.right()));
  switch (drag_) {
    case Drag::Select: select(Range{std::min(here, pressed_at_), std::max(here, pressed_at_)}); break;
    case Drag::Left: select(Range{std::min(here, selection_->to - 1), selection_->to}); break;
    case Drag::Right: select(Range{selection_->from, std::max(here, selection_->from + 1)}); break;
    case Drag::Move: {
      const auto by = static_cast<Micros>(std::llround((pressed_.x() - at.x()) * scene_.window.pixel()));
      pressed_ = at;
      set_window(window_.moved_by(by, now_));
      draw_frame();  // where the pointer is now belongs to the new picture
      break;
    }
    case Drag::None: break;
  }
  pointer_ = at;
  update();
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
  const Drag was = std::exchange(drag_, Drag::None);
  unsetCursor();
  if (was == Drag::Select && !dragged_) {
    // A click: the bar under it, or nothing.
    const Bar* bar = bar_at(event->position());
    cursor_ = bar == nullptr ? std::nullopt : std::optional(scene_.span_of(*bar).id);
    if (bar == nullptr) select(std::nullopt);
  }
  point_at(event->position());
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event) {
  const Bar* bar = bar_at(event->position());
  if (event->button() == Qt::LeftButton && bar != nullptr && !bar->legacy) {
    Q_EMIT opened(timeline::saga_id_of(scene_.span_of(*bar).id));
  }
}

void TimelineView::leaveEvent(QEvent*) {
  if (drag_ == Drag::None) point_nowhere();
}

void TimelineView::wheelEvent(QWheelEvent* event) {
  const QPoint turn = event->angleDelta();
  const bool sideways = turn.x() != 0 || (event->modifiers() & Qt::ShiftModifier) != 0;
  const double notches = (turn.x() != 0 ? turn.x() : turn.y()) / 120.0;
  if (notches == 0) return;
  if (sideways) {
    set_window(window_.moved(-notches * kMove, now_));
  } else {
    const double x = std::clamp<double>(event->position().x(), scene_.plot.left(), scene_.plot.right());
    set_window(window_.zoomed(std::pow(kNotch, -notches), scene().at_x(x), now_));
  }
  event->accept();
}

// Through the bars as they lie, lane by lane and row by row.
void TimelineView::step_cursor(int by) {
  std::vector<const Bar*> bars;
  for (const Bar& bar : scene().layout.bars) bars.push_back(&bar);
  if (bars.empty()) return;
  std::ranges::sort(bars, {}, [](const Bar* bar) { return std::pair(bar->y, bar->x); });
  auto at = by > 0 ? std::ptrdiff_t{-1} : static_cast<std::ptrdiff_t>(bars.size());
  for (std::size_t i = 0; cursor_ && i < bars.size(); ++i) {
    if (scene_.span_of(*bars[i]).id == *cursor_) at = static_cast<std::ptrdiff_t>(i);
  }
  at = std::clamp<std::ptrdiff_t>(at + by, 0, static_cast<std::ptrdiff_t>(bars.size()) - 1);
  cursor_ = scene_.span_of(*bars[static_cast<std::size_t>(at)]).id;
  point_to_cursor();
}

void TimelineView::point_to_cursor() {
  const Bar* bar = cursor_ ? bar_of(*cursor_) : nullptr;
  if (bar == nullptr) return;
  const timeline::Span span = scene_.span_of(*bar);
  pointer_.reset();
  pointed_ = Pointed{.at = std::clamp(span.start, window_.range.from, window_.range.to), .bar = span};
  for (const timeline::Lane& lane : scene_.layout.lanes) {
    if (bar->y >= static_cast<float>(lane.y) && bar->y < static_cast<float>(lane.y + lane.height)) {
      pointed_->lane = lane.key;
    }
  }
  update();
  Q_EMIT pointed_changed();
}

void TimelineView::grow_selection(double share) {
  const auto by = static_cast<Micros>(static_cast<double>(window_.range.length()) * share);
  const Micros begin = pointed_ ? pointed_->at : window_.middle();
  const Range now = selection_.value_or(Range{begin, begin});
  select(Range{now.from, std::max(now.to + by, now.from)});
}

void TimelineView::open_cursor() {
  const auto& at = pointed_;
  if (cursor_) {
    const Bar* bar = bar_of(*cursor_);
    if (bar != nullptr && !bar->legacy) Q_EMIT opened(timeline::saga_id_of(*cursor_));
  } else if (at && at->bar && !at->bar->legacy) {
    Q_EMIT opened(timeline::saga_id_of(at->bar->id));
  }
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
  const bool shift = (event->modifiers() & Qt::ShiftModifier) != 0;
  switch (event->key()) {
    case Qt::Key_Left: return shift ? grow_selection(-kMove / 2) : set_window(window_.moved(-kMove, now_));
    case Qt::Key_Right: return shift ? grow_selection(kMove / 2) : set_window(window_.moved(kMove, now_));
    case Qt::Key_PageUp: return set_window(window_.moved(-1, now_));
    case Qt::Key_PageDown: return set_window(window_.moved(1, now_));
    case Qt::Key_Up: return step_cursor(-1);
    case Qt::Key_Down: return step_cursor(1);
    case Qt::Key_Plus:
    case Qt::Key_Equal: return zoom(1 / kKeyZoom);
    case Qt::Key_Minus: return zoom(kKeyZoom);
    case Qt::Key_Home:
      return set_window(TimeWindow{
          {now_ - TimeWindow::kLongest.count(), now_ - TimeWindow::kLongest.count() + window_.range.length()}, false});
    case Qt::Key_End: return follow(true);
    case Qt::Key_Return:
    case Qt::Key_Enter: return open_cursor();
    case Qt::Key_Escape:
      if (!selection_ && !cursor_) break;
      cursor_.reset();
      select(std::nullopt);
      if (!pointer_) point_nowhere();  // what is read out was the cursor's
      return update();
    default: break;
  }
  QWidget::keyPressEvent(event);
}

bool TimelineView::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  QStringList said;
  for (const Flag& flag : flags_) {
    if (!flag.rect.contains(help->pos())) continue;
    for (const std::size_t marker : flag.markers) {
      if (marker < scene_.markers.size()) said << marker_detail(scene_.markers[marker]);
    }
  }
  if (said.isEmpty()) {
    QToolTip::hideText();
  } else {
    QToolTip::showText(help->globalPos(), safe_tool_tip(said.join(QStringLiteral("\n\n"))), this);
  }
  return true;
}

}  // namespace saga::ui
