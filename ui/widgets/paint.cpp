// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/paint.h"

#include <algorithm>

#include <QFontMetrics>

#include "ui/widgets/fonts.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

QFont font_for(const TypeSize& size, bool mono) { return mono ? mono_font(size) : ui_font(size); }

}  // namespace

void paint_box(QPainter& painter, const QRectF& rect, qreal radius, const QColor& fill, const QColor& border,
               Qt::PenStyle style) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
  if (border.isValid()) {
    QPen pen(border, 1.0, style);
    if (style == Qt::DashLine) pen.setDashPattern({3, 2});
    painter.setPen(pen);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
  } else {
    painter.setPen(Qt::NoPen);
    painter.drawRoundedRect(rect, radius, radius);
  }
  painter.restore();
}

int paint_text(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text, const TypeSize& size,
               const QColor& color, bool mono, Qt::TextElideMode elide) {
  if (rect.width() <= 0) return 0;
  const QFont font = font_for(size, mono);
  const QFontMetrics metrics(font);
  QString shown = text;
  int width = metrics.horizontalAdvance(shown);
  if (width > rect.width()) {
    shown = metrics.elidedText(text, elide, rect.width());
    width = metrics.horizontalAdvance(shown);
  }
  painter.setFont(font);
  painter.setPen(color);
  painter.drawText(rect, static_cast<int>(alignment | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
  return std::min(width, rect.width());
}

int text_width(const QString& text, const TypeSize& size, bool mono) {
  return QFontMetrics(font_for(size, mono)).horizontalAdvance(text);
}

void paint_focus_ring(QPainter& painter, const QRectF& rect, qreal radius) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(color(Color::AccentText), 2.0));
  painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius);
  painter.restore();
}

void hairline(QPainter& painter, const QPointF& from, const QPointF& to, const QColor& color) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setPen(QPen(color, 1.0));
  painter.drawLine(from, to);
  painter.restore();
}

}  // namespace saga::ui
