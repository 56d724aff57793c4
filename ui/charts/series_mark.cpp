// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/series_mark.h"

#include <QPainter>

#include "ui/widgets/theme.h"

namespace saga::ui {

SeriesMark::SeriesMark(Color series, QWidget* parent) : QWidget(parent), series_(series) { setFixedSize(14, 16); }

void SeriesMark::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(0, height() / 2 - 1, 12, 3, color(series_));
}

}  // namespace saga::ui
