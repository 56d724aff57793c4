// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/route_chart.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kLeft = 40;
constexpr int kRight = 14;
constexpr int kTop = 26;
constexpr int kBottom = 24;
constexpr int kTimeLabels = 4;
constexpr int kFlag = 9;

// 1, 2 or 5 of some power of ten, so that two to four lines suffice.
double step_for(double high) {
  const double rough = std::max(high, 0.001) / 4;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double digit : {1.0, 2.0, 5.0}) {
    if (digit * power >= rough) return digit * power;
  }
  return 10 * power;
}

QString axis_text(double value) { return QLocale().toString(value, 'f', value > 0 && value < 1 ? 1 : 0); }

}  // namespace

RouteChart::RouteChart(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setMinimumHeight(120);
  setAccessibleName(tr("Payments a second by route"));
}

double RouteChart::rate_of(std::int64_t payments) const {
  return static_cast<double>(payments) / std::chrono::duration<double>(slot_).count();
}

void RouteChart::show_flow(const std::vector<FlowSlot>& flow, std::chrono::seconds slot) {
  flow_ = flow;
  slot_ = slot;
  if (!flow_.empty()) flow_.pop_back();  // not over yet: it would look like a slump
  if (pointed_ && *pointed_ >= flow_.size()) pointed_.reset();
  if (const auto now = reading()) {
    setAccessibleDescription(
        tr("event-driven %1, legacy %2").arg(axis_text(now->event_driven), axis_text(now->legacy)));
  }
  update();
  Q_EMIT reading_changed();
}

void RouteChart::show_markers(const std::vector<Marker>& markers) {
  if (markers == markers_) return;
  markers_ = markers;
  update();
}

std::vector<RouteChart::Marker> RouteChart::markers() const {
  std::vector<Marker> seen;
  if (flow_.size() < 2) return seen;
  std::ranges::copy_if(markers_, std::back_inserter(seen), [&](const Marker& marker) {
    return marker.at >= flow_.front().from && marker.at <= flow_.back().from + slot_;
  });
  std::ranges::sort(seen, {}, &Marker::at);
  return seen;
}

void RouteChart::set_greyed(bool greyed) {
  if (greyed == greyed_) return;
  greyed_ = greyed;
  update();
}

std::optional<RouteChart::Reading> RouteChart::reading() const {
  if (flow_.empty()) return std::nullopt;
  const FlowSlot& slot = pointed_ ? flow_[*pointed_] : flow_.back();
  return Reading{pointed_ ? clock_text(slot.from) : QString(), rate_of(slot.event_driven), rate_of(slot.legacy)};
}

QSize RouteChart::sizeHint() const { return {320, 190}; }

QRect RouteChart::plot() const { return rect().adjusted(kLeft, kTop, -kRight, -kBottom); }

double RouteChart::highest() const {
  std::int64_t most = 0;
  for (const FlowSlot& slot : flow_) most = std::max(most, slot.payments());
  // The target belongs into the picture unless the flow would be flattened by it.
  const double flow = rate_of(most);
  const double high = std::max(flow > kRateTarget / 2 ? std::max(flow, kRateTarget) : flow, 1.0);
  const double step = step_for(high);
  return std::ceil(high / step) * step;
}

double RouteChart::x_of(std::size_t slot) const {
  const QRect room = plot();
  const auto last = static_cast<double>(std::max<std::size_t>(flow_.size(), 2) - 1);
  return room.left() + room.width() * static_cast<double>(slot) / last;
}

// A slot stands for the time from its beginning on; its value is drawn there.
double RouteChart::x_at(TimePoint time) const {
  const QRect room = plot();
  const auto span = std::chrono::duration<double>(flow_.back().from - flow_.front().from);
  const auto since = std::chrono::duration<double>(time - flow_.front().from);
  return room.left() + room.width() * std::clamp(since / span, 0.0, 1.0);
}

void RouteChart::paint_target(QPainter& painter, const QRect& room, double high) const {
  if (kRateTarget > high) return;
  const QColor ink = color(greyed_ ? Color::TextDisabled : Color::SeriesTarget);
  const double y = room.bottom() - room.height() * kRateTarget / high;
  painter.setPen(QPen(ink, 1, Qt::DashLine));
  painter.drawLine(QPointF(room.left(), std::floor(y) + 0.5), QPointF(room.right(), std::floor(y) + 0.5));
  const QString label = tr("target %1").arg(axis_text(kRateTarget));
  const int wide = text_width(label, type::kCaption);
  // On a ground of its own: what lies behind the line may be of any colour.
  const QRect place(room.right() - wide - 6, static_cast<int>(y) + 2, wide + 6, 16);
  painter.fillRect(place, color(Color::SurfaceBase));
  paint_text(painter, place.adjusted(3, 0, 0, 0), Qt::AlignLeft, label, type::kCaption, ink);
}

// A flag on a dotted pole. The newest has words; an older one, where they do not run into another's.
void RouteChart::paint_markers(QPainter& painter, const QRect& room) const {
  const QColor ink = color(greyed_ ? Color::TextDisabled : Color::TextSecondary);
  auto newest_first = markers();
  std::ranges::reverse(newest_first);
  double free_until = width();
  for (const Marker& marker : newest_first) {
    const double x = std::floor(x_at(marker.at)) + 0.5;
    painter.setPen(QPen(ink, 1, Qt::DotLine));
    painter.drawLine(QPointF(x, 6), QPointF(x, room.bottom()));
    // To the left of the pole where there is no room to its right.
    const int wide = text_width(marker.text, type::kCaption) + 4;
    const bool left = x + kFlag + 4 + wide > free_until;
    painter.fillRect(QRectF(left ? x - kFlag : x, 5, kFlag, 7), ink);
    const double begin = left ? x - kFlag - 4 - wide : x + kFlag + 4;
    if (x > free_until || begin < 0) continue;
    paint_text(painter, QRect(static_cast<int>(begin), 0, wide + 2, 16), Qt::AlignLeft, marker.text, type::kCaption,
               ink);
    free_until = left ? begin : x;
  }
}

void RouteChart::paint_axes(QPainter& painter, const QRect& room, double high) const {
  const QColor ink = color(greyed_ ? Color::TextDisabled : Color::TextMuted);
  const double step = step_for(high);
  for (double value = 0; value <= high + step / 2; value += step) {
    const int y = room.bottom() - static_cast<int>(std::lround(room.height() * value / high));
    hairline(painter, QPointF(room.left(), y), QPointF(room.right(), y),
             color(value == 0 ? Color::BorderPanel : Color::BorderHairline));
    paint_text(painter, QRect(0, y - 8, kLeft - 6, 16), Qt::AlignRight, axis_text(value), type::kCaption, ink);
  }
  for (int i = 0; i < kTimeLabels; ++i) {
    const std::size_t slot = (flow_.size() - 1) * static_cast<std::size_t>(i) / (kTimeLabels - 1);
    const QString when = clock_text(flow_[slot].from).left(5);
    const int wide = text_width(when, type::kCaption);
    const int x = qBound(room.left(), static_cast<int>(x_of(slot)) - wide / 2, room.right() - wide + 1);
    paint_text(painter, QRect(x, room.bottom() + 5, wide + 2, 16), Qt::AlignLeft, when, type::kCaption, ink);
  }
}

void RouteChart::paint_areas(QPainter& painter, const QRect& room, double high) const {
  const auto y_of = [&](std::int64_t payments) { return room.bottom() - room.height() * rate_of(payments) / high; };
  const auto line = [&](auto&& value) {
    QPainterPath path;
    for (std::size_t i = 0; i < flow_.size(); ++i) {
      const QPointF point(x_of(i), y_of(value(flow_[i])));
      if (i == 0) {
        path.moveTo(point);
      } else {
        path.lineTo(point);
      }
    }
    return path;
  };
  const auto area = [&](const QPainterPath& top, const QPainterPath& bottom, const QColor& ink) {
    QPainterPath closed = top;
    closed.connectPath(bottom.toReversed());
    closed.closeSubpath();
    QColor fill = ink;
    fill.setAlphaF(0.28F);
    painter.fillPath(closed, fill);
    painter.strokePath(top, QPen(ink, 1.4));
  };
  const QColor event_driven = color(greyed_ ? Color::BorderControl : Color::SeriesEventDriven);
  const QColor legacy = color(greyed_ ? Color::BorderControl : Color::SeriesLegacy);
  const QPainterPath ground = line([](const FlowSlot&) { return std::int64_t{0}; });
  const QPainterPath middle = line([](const FlowSlot& slot) { return slot.event_driven; });
  const QPainterPath top = line([](const FlowSlot& slot) { return slot.payments(); });
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  area(top, middle, legacy);
  area(middle, ground, event_driven);
  painter.restore();
}

void RouteChart::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceBase));
  const QRect room = plot();
  if (room.height() < 20 || flow_.size() < 2) return;
  const double high = highest();
  paint_axes(painter, room, high);
  paint_text(painter, QRect(0, 2, kLeft - 6, 16), Qt::AlignRight, tr("/s"), type::kCaption, color(Color::TextMuted));
  paint_areas(painter, room, high);
  paint_target(painter, room, high);
  paint_markers(painter, room);
  if (pointed_) {
    const double x = x_of(*pointed_);
    hairline(painter, QPointF(x, room.top()), QPointF(x, room.bottom()), color(Color::TextSecondary));
  }
}

void RouteChart::mouseMoveEvent(QMouseEvent* event) {
  const QRect room = plot();
  if (flow_.size() < 2 || !room.adjusted(-4, -kTop, 4, kBottom).contains(event->pos())) return leaveEvent(event);
  const double share = qBound(0.0, (event->position().x() - room.left()) / std::max(room.width(), 1), 1.0);
  pointed_ = static_cast<std::size_t>(std::lround(share * static_cast<double>(flow_.size() - 1)));
  update();
  Q_EMIT reading_changed();
}

void RouteChart::leaveEvent(QEvent*) {
  if (!pointed_) return;
  pointed_.reset();
  update();
  Q_EMIT reading_changed();
}

}  // namespace saga::ui
