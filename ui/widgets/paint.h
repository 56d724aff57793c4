// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPainter>
#include <QPen>
#include <QRectF>
#include <QString>

#include "ui/widgets/tokens.h"

namespace saga::ui {

// A box with a border of one pixel that falls on whole pixels.
void paint_box(QPainter& painter, const QRectF& rect, qreal radius, const QColor& fill, const QColor& border = {},
               Qt::PenStyle style = Qt::SolidLine);

// One line of plain text, elided at its end when it does not fit. Returns the width that it took.
int paint_text(QPainter& painter, const QRect& rect, Qt::Alignment alignment, const QString& text, const TypeSize& size,
               const QColor& color, bool mono = false, Qt::TextElideMode elide = Qt::ElideRight);

[[nodiscard]] int text_width(const QString& text, const TypeSize& size, bool mono = false);

// The ring around what has the keyboard's focus.
void paint_focus_ring(QPainter& painter, const QRectF& rect, qreal radius);

void hairline(QPainter& painter, const QPointF& from, const QPointF& to, const QColor& color);

}  // namespace saga::ui
