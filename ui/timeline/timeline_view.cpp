// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_view.h"

#include <algorithm>
#include <cmath>

#include <QEvent>
#include <QPainter>

#include "ui/timeline/time_axis.h"
#include "ui/timeline/timeline_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

using timeline::Bar;
using timeline::Micros;
using timeline::Range;

constexpr int kNames = 192;
constexpr int kNamesNarrow = 156;
constexpr int kNarrowBelow = 760;
constexpr float kWideEnoughForSteps = 24;

}  // namespace

TimelineView::TimelineView(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Sagas over time"));
  setMinimumSize(320, 200);
}

QRect TimelineView::plot() const {
  const int names = width() < kNarrowBelow ? kNamesNarrow : kNames;
  return {names, TimelineScene::kHeader, std::max(width() - names, 1), std::max(height() - TimelineScene::kHeader, 1)};
}

void TimelineView::outdate() {
  outdated_ = true;
  update();
}

void TimelineView::show_spans(const TimelineSnapshot& snapshot, bool reading) {
  scene_.spans = snapshot.spans;
  scene_.read = snapshot.read;
  scene_.reading = reading;
  outdate();
}

void TimelineView::show_markers(const std::vector<timeline::Marker>& markers) {
  if (markers == markers_) return;
  markers_ = markers;
  outdate();
}

void TimelineView::show_steps(const TimelineController::Steps& steps) {
  scene_.steps = steps;
  outdate();
}

void TimelineView::show_now(Micros now) {
  if (now_ == now) return;
  now_ = now;
  if (window_.follows && drag_ == Drag::None) return set_window(window_.at(now));
  if (window_.range.to > now) outdate();
}

void TimelineView::set_greyed(bool greyed) {
  if (scene_.greyed == greyed) return;
  scene_.greyed = greyed;
  outdate();
}

void TimelineView::set_window(const TimeWindow& window) {
  if (window == window_) return;
  window_ = window;
  outdate();
  if (pointer_ && drag_ == Drag::None) point_at(*pointer_);
  Q_EMIT window_changed();
}

void TimelineView::set_lanes_by(timeline::LanesBy by) {
  by_ = by;
  outdate();
  Q_EMIT lanes_by_changed();
}

void TimelineView::set_markers_shown(bool shown) {
  markers_shown_ = shown;
  outdate();
}

void TimelineView::follow(bool follows) {
  set_window(follows ? TimeWindow::live(std::chrono::microseconds(window_.range.length()), now_) : window_.held());
}

void TimelineView::zoom(double factor) {
  Micros anchor = window_.middle();
  if (pointed_) {
    anchor = pointed_->at;
  } else if (window_.follows) {
    anchor = window_.range.to;
  }
  const bool follows = window_.follows && !pointed_;
  TimeWindow next = window_.zoomed(factor, anchor, now_);
  if (follows) next = TimeWindow::live(std::chrono::microseconds(next.range.length()), now_);
  set_window(next);
}

void TimelineView::select(std::optional<Range> selection) {
  if (selection && selection->length() < 1) selection.reset();
  if (selection == selection_) return;
  selection_ = selection;
  update();
  Q_EMIT selection_changed();
}

Micros TimelineView::pixel() const { return std::max<Micros>(window_.range.length() / std::max(plot().width(), 1), 1); }

const TimelineScene& TimelineView::scene() {
  if (outdated_) draw_frame();
  return scene_;
}

void TimelineView::arrange() {
  scene_.plot = plot();
  scene_.markers = markers_shown_ ? markers_ : std::vector<timeline::Marker>();
  scene_.window = {
      .range = window_.range, .width = scene_.plot.width(), .height = scene_.plot.height(), .now = now_, .by = by_};
  scene_.layout = timeline::layout(scene_.spans, scene_.window);
}

void TimelineView::draw_frame() {
  outdated_ = false;
  arrange();
  const qreal scale = devicePixelRatioF();
  const QSize pixels = (QSizeF(size()) * scale).toSize();
  if (frame_.size() != pixels) frame_ = QPixmap(pixels);
  frame_.setDevicePixelRatio(scale);
  QPainter painter(&frame_);
  painter.fillRect(rect(), color(Color::SurfaceBase));
  painter.fillRect(QRect(0, 0, width(), TimelineScene::kHeader), color(Color::SurfacePanel));
  paint_axis(painter, scene_);
  paint_lanes(painter, scene_);
  flags_ = paint_markers(painter, scene_);
  // Below the last lane there is nothing.
  const auto& lanes = scene_.layout.lanes;
  const int used = lanes.empty() ? 0 : lanes.back().y + lanes.back().height + 1;
  painter.fillRect(QRect(0, scene_.plot.top() + used, width(), height()), color(Color::SurfacePanel));
}

void TimelineView::paintEvent(QPaintEvent*) {
  if (outdated_) draw_frame();
  QPainter painter(this);
  painter.drawPixmap(0, 0, frame_);
  painter.setClipRect(QRect(scene_.plot.left(), 0, scene_.plot.width(), height()));
  if (selection_) paint_selection(painter);
  if (pointer_ && scene_.plot.contains(pointer_->toPoint())) {
    const double x = std::round(pointer_->x()) + 0.5;
    hairline(painter, QPointF(x, scene_.plot.top()), QPointF(x, scene_.plot.bottom()), color(Color::TextPrimary));
    if (const Bar* bar = bar_at(*pointer_)) paint_bar_outline(painter, *bar, color(Color::TextPrimary), 1);
  }
  if (cursor_) {
    if (const Bar* bar = bar_of(*cursor_)) paint_bar_outline(painter, *bar, color(Color::AccentText), 2);
  }
  painter.setClipping(false);
  if (hasFocus()) {  // thinner than a button's: it is large, and has the keyboard most of the time
    painter.setPen(QPen(color(Color::AccentText), 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
}

void TimelineView::paint_bar_outline(QPainter& painter, const Bar& bar, const QColor& ink, int width) {
  painter.setPen(QPen(ink, width));
  painter.setBrush(Qt::NoBrush);
  const double half = width / 2.0;
  painter.drawRect(
      QRectF(scene_.x_at(bar), scene_.y_at(bar), bar.width, bar.height).adjusted(-half - 0.5, -half - 0.5, half, half));
}

void TimelineView::paint_selection(QPainter& painter) {
  const double left = scene_.x_of(selection_->from), right = scene_.x_of(selection_->to);
  const QRectF room(left, scene_.plot.top(), right - left, scene_.plot.height());
  QColor tint = color(Color::AccentText);
  tint.setAlpha(36);
  painter.fillRect(room, tint);
  painter.setPen(QPen(color(Color::AccentText), 1.5));
  for (const double x : {left, right}) {
    painter.drawLine(QPointF(x, scene_.plot.top()), QPointF(x, scene_.plot.bottom()));
    paint_box(painter, QRectF(x - 3, room.center().y() - 12, 6, 24), 3, color(Color::AccentText));
  }
  const QString said = tr("%1 selected").arg(length_text(selection_->length()));
  const int wide = text_width(said, type::kDenseStrong) + 12;
  const int x = std::clamp(static_cast<int>(room.center().x()) - wide / 2, scene_.plot.left(),
                           std::max(scene_.plot.right() - wide, scene_.plot.left()));
  const QRect label(x, TimelineScene::kHeader - 18, wide, 18);
  painter.fillRect(label, color(Color::AccentFill));
  paint_text(painter, label, Qt::AlignHCenter, said, type::kDenseStrong, color(Color::AccentOnFill));
}

const Bar* TimelineView::bar_at(QPointF point) const {
  const double x = point.x() - scene_.plot.left(), y = point.y() - scene_.plot.top();
  const Bar* best = nullptr;
  for (const Bar& bar : scene_.layout.bars) {
    if (x < bar.x - 1 || x > bar.x + bar.width + 1 || y < bar.y - 1 || y > bar.y + bar.height + 1) continue;
    if (best == nullptr || bar.width < best->width) best = &bar;
  }
  return best;
}

const Bar* TimelineView::bar_of(const timeline::SpanId& id) const {
  const auto found =
      std::ranges::find_if(scene_.layout.bars, [&](const Bar& bar) { return scene_.span_of(bar).id == id; });
  return found == scene_.layout.bars.end() ? nullptr : &*found;
}

std::vector<TimelineController::WantedSteps> TimelineView::wide_sagas() {
  std::vector<TimelineController::WantedSteps> wide;
  for (const Bar& bar : scene().layout.bars) {
    if (bar.legacy || bar.width < kWideEnoughForSteps) continue;
    const timeline::Span span = scene_.span_of(bar);
    wide.push_back({timeline::saga_id_of(span.id), span.end == timeline::kOpen});
  }
  return wide;
}

void TimelineView::resizeEvent(QResizeEvent*) { outdate(); }

void TimelineView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) outdate();
  QWidget::changeEvent(event);
}

}  // namespace saga::ui
