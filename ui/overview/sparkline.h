// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QColor>
#include <QRect>

class QPainter;

namespace saga::ui {

// A curve as small as a word: only its shape says something. The last value has a dot. A value below zero is a gap.
void paint_sparkline(QPainter& painter, const QRect& where, const std::vector<double>& values, const QColor& ink);

// Bars of counts over a baseline; the highest fills the height, and none is lower than two pixels.
void paint_bars(QPainter& painter, const QRect& where, const std::vector<double>& values, const QColor& ink,
                const QColor& baseline);

}  // namespace saga::ui
