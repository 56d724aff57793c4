// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/sparkline.h"

#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QPainterPath>

namespace saga::ui {

void paint_sparkline(QPainter& painter, const QRect& where, const std::vector<double>& values, const QColor& ink) {
  double low = 0, high = 0;
  bool any = false;
  for (const double value : values) {
    if (value < 0) continue;
    low = any ? std::min(low, value) : value;
    high = any ? std::max(high, value) : value;
    any = true;
  }
  if (!any || values.size() < 2 || where.width() < 8) return;
  // What hardly moves is shown as calm: the range is never narrower than a fifth of the value.
  const double middle = (low + high) / 2;
  const double range = std::max({high - low, middle / 5, 1e-9});
  const QRectF room = QRectF(where).adjusted(1, 3, -3, -3);
  const auto at = [&](std::size_t i) {
    const double x = room.left() + room.width() * static_cast<double>(i) / static_cast<double>(values.size() - 1);
    return QPointF(x, room.center().y() - room.height() * (values[i] - middle) / range);
  };
  QPainterPath path;
  QPointF last;
  bool gap = true;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] < 0) {
      gap = true;
      continue;
    }
    last = at(i);
    if (gap) {
      path.moveTo(last);
    } else {
      path.lineTo(last);
    }
    gap = false;
  }
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(ink, 1.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(path);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ink);
  painter.drawEllipse(last, 1.8, 1.8);
  painter.restore();
}

void paint_bars(QPainter& painter, const QRect& where, const std::vector<double>& values, const QColor& ink,
                const QColor& baseline) {
  if (values.empty() || where.width() < 8) return;
  painter.fillRect(QRect(where.left(), where.bottom(), where.width(), 1), baseline);
  const double high = *std::ranges::max_element(values);
  if (high <= 0) return;
  const double step = static_cast<double>(where.width()) / static_cast<double>(values.size());
  const int wide = std::max(2, static_cast<int>(step) - 1);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] <= 0) continue;
    const int tall = std::max(2, static_cast<int>(std::lround(values[i] / high * (where.height() - 1))));
    const int left = where.left() + static_cast<int>(std::floor(step * static_cast<double>(i)));
    painter.fillRect(QRect(left, where.bottom() - tall, wide, tall), ink);
  }
}

}  // namespace saga::ui
