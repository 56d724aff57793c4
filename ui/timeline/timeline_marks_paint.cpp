// SPDX-License-Identifier: GPL-3.0-or-later
// The axis, what is not known, and what cuts through all lanes.
#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QPainter>

#include "ui/timeline/time_axis.h"
#include "ui/timeline/timeline_scene.h"
#include "ui/timeline/timeline_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

using timeline::Marker;
using timeline::Micros;
using timeline::Range;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::Timeline)
};

constexpr int kApart = 92;
constexpr int kFlagLine = 20;
constexpr int kFlagIcon = 12;
constexpr int kMostFlag = 230;
constexpr TypeSize kFlagType{11, 16, true};

void hatch(QPainter& painter, const QRect& rect, const QColor& ink, int alpha) {
  QColor faint = ink;
  faint.setAlpha(alpha);
  painter.fillRect(rect, QBrush(faint, Qt::BDiagPattern));
}

// From x to x, within the plot.
QRect band(const TimelineScene& scene, const Range& range) {
  const auto left = std::max<Micros>(range.from, scene.window.range.from);
  const auto right = std::min<Micros>(range.to, scene.window.range.to);
  if (right <= left) return {};
  const int x0 = static_cast<int>(std::floor(scene.x_of(left)));
  const int x1 = static_cast<int>(std::ceil(scene.x_of(right)));
  return {x0, scene.plot.top(), std::max(x1 - x0, 1), scene.plot.height()};
}

void paint_unknown(QPainter& painter, const TimelineScene& scene) {
  Micros known = scene.window.range.from;
  std::vector<Range> gaps;
  for (const Range& part : scene.read) {
    if (part.from > known) gaps.push_back({known, part.from});
    known = std::max(known, part.to);
  }
  if (known < std::min(scene.window.range.to, scene.window.now)) gaps.push_back({known, scene.window.now});
  for (const Range& gap : gaps) {
    const QRect room = band(scene, gap) & scene.plot;
    if (room.isEmpty()) continue;
    hatch(painter, room, color(Color::TextMuted), 70);
    const QString said = scene.reading ? Words::tr("being read") : Words::tr("not in memory, zoom in to read it");
    const int wide = text_width(said, type::kCaption) + 12;
    if (room.width() < wide + 8) continue;
    const QRect label(room.center().x() - wide / 2, scene.plot.bottom() - 26, wide, 18);
    paint_box(painter, label, radius::kChip, color(Color::SurfacePanel), color(Color::BorderPanel));
    paint_text(painter, label, Qt::AlignHCenter, said, type::kCaption, color(Color::TextSecondary));
  }
}

void paint_future(QPainter& painter, const TimelineScene& scene) {
  if (scene.window.now >= scene.window.range.to) return;
  const QRect room = band(scene, {scene.window.now, scene.window.range.to}) & scene.plot;
  painter.fillRect(room, color(Color::SurfacePanel));
  hairline(painter, QPointF(room.left(), scene.plot.top()), QPointF(room.left(), scene.plot.bottom()),
           color(Color::AccentText));
}

void paint_line(QPainter& painter, const TimelineScene& scene, const Marker& marker) {
  const Micros at = timeline::micros(marker.at);
  const QColor ink = marker_color(marker.kind);
  if (marker.lasts) {
    const Micros until = marker.until ? timeline::micros(*marker.until) : scene.window.now;
    const QRect room = band(scene, {at, std::max(until, at + 1)});
    hatch(painter, room & scene.plot, ink, 64);
    painter.fillRect(QRect(room.left(), scene.plot.top() - 3, room.width(), 3), ink);
  }
  if (!scene.window.range.contains(at)) return;
  QPen pen(ink, 1, Qt::CustomDashLine);
  pen.setDashPattern({4, 3});
  painter.setPen(pen);
  const double x = std::round(scene.x_of(at)) + 0.5;
  painter.drawLine(QPointF(x, kFlagLine), QPointF(x, scene.plot.bottom()));
}

}  // namespace

bool TimelineScene::crosses(const Marker& marker) const {
  const Micros at = timeline::micros(marker.at);
  const Micros until = !marker.lasts ? at : marker.until ? timeline::micros(*marker.until) : window.now;
  return at < window.range.to && until >= window.range.from;
}

void paint_axis(QPainter& painter, const TimelineScene& scene) {
  paint_future(painter, scene);
  for (const Tick& tick : ticks_of(scene.window.range, scene.plot.width(), kApart)) {
    const int x = static_cast<int>(std::lround(scene.x_of(tick.at)));
    hairline(painter, QPointF(x, scene.plot.top() - 5), QPointF(x, scene.plot.bottom()), color(Color::BorderHairline));
    const TypeSize& size = tick.strong ? kFlagType : type::kCaption;
    const int wide = text_width(tick.text, size) + 2;
    const int left =
        std::clamp(x - wide / 2, scene.plot.left() + 2, std::max(scene.plot.right() - wide, scene.plot.left() + 2));
    paint_text(painter, QRect(left, TimelineScene::kHeader - 22, wide, 16), Qt::AlignLeft, tick.text, size,
               color(tick.strong ? Color::TextSecondary : Color::TextMuted));
  }
  hairline(painter, QPointF(0, scene.plot.top() - 1), QPointF(scene.plot.right(), scene.plot.top() - 1),
           color(Color::BorderPanel));
  hairline(painter, QPointF(scene.plot.left() - 1, 0), QPointF(scene.plot.left() - 1, scene.plot.bottom()),
           color(Color::BorderPanel));
  paint_text(painter, QRect(8, TimelineScene::kHeader - 22, scene.plot.left() - 16, 16), Qt::AlignRight,
             zone_text(timeline::time_of(scene.window.range.from)), type::kCaption, color(Color::TextMuted));
  paint_unknown(painter, scene);
}

std::vector<Flag> paint_markers(QPainter& painter, const TimelineScene& scene) {
  std::vector<Flag> flags;
  int free_from = scene.plot.left();
  painter.save();
  painter.setClipRect(QRect(scene.plot.left(), 0, scene.plot.width(), scene.plot.bottom() + 1));
  std::vector<std::pair<int, std::size_t>> places;
  for (std::size_t i = 0; i < scene.markers.size(); ++i) {
    if (!scene.crosses(scene.markers[i])) continue;
    paint_line(painter, scene, scene.markers[i]);
    const double x = scene.x_of(timeline::micros(scene.markers[i].at));
    places.emplace_back(static_cast<int>(std::max<double>(x, scene.plot.left() + 2)), i);
  }
  std::ranges::sort(places);
  for (std::size_t i = 0; i < places.size();) {
    const int x = places[i].first;
    std::vector<std::size_t> here{places[i].second};
    // Those that fall on it share its flag.
    for (++i; i < places.size() && places[i].first < x + kFlagIcon + 4; ++i) here.push_back(places[i].second);
    if (x < free_from) continue;  // under the words of the one before it; the line is there
    const int next = i < places.size() ? places[i].first : scene.plot.right();
    const Marker& marker = scene.markers[here.front()];
    const QColor ink = marker_color(marker.kind);
    const QString said =
        here.size() == 1 ? marker_text(marker) : Words::tr("%1 +%2").arg(marker_text(marker)).arg(here.size() - 1);
    paint_icon(painter, QRectF(x + 1, 5, kFlagIcon, kFlagIcon), marker_icon(marker.kind), ink);
    const int wide = std::min(text_width(said, kFlagType) + 2, kMostFlag);
    const int room = std::min(next - x - kFlagIcon - 8, wide);
    int end = x + kFlagIcon + 4;
    if (room >= std::min(wide, 40)) {
      paint_text(painter, QRect(end, 3, room, 16), Qt::AlignLeft, said, kFlagType, ink);
      end += room + 4;
    } else if (i == places.size() && x - wide - 4 > free_from) {  // at the right edge they stand before their line
      paint_text(painter, QRect(x - wide - 4, 3, wide, 16), Qt::AlignRight, said, kFlagType, ink);
    }
    flags.push_back({QRect(x - 2, 0, end - x, kFlagLine), std::move(here)});
    free_from = end;
  }
  painter.restore();
  return flags;
}

}  // namespace saga::ui
