// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel.h"

#include <QPainter>

#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

Surface::Surface(Color fill, int sides, QWidget* parent) : QWidget(parent), fill_(fill), sides_(sides) {}

void Surface::set_fill(Color fill) {
  fill_ = fill;
  pair_.reset();
  update();
}

void Surface::set_fill(const Pair& fill) {
  pair_ = fill;
  update();
}

void Surface::set_line(Color line) {
  line_ = line;
  update();
}

void Surface::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), pair_ ? color(*pair_) : color(fill_));
  const QColor line = color(line_);
  if (sides_ & Top) painter.fillRect(0, 0, width(), 1, line);
  if (sides_ & Bottom) painter.fillRect(0, height() - 1, width(), 1, line);
  if (sides_ & Left) painter.fillRect(0, 0, 1, height(), line);
  if (sides_ & Right) painter.fillRect(width() - 1, 0, 1, height(), line);
}

Panel::Panel(Color fill, QWidget* parent) : QWidget(parent), fill_(fill) { setContentsMargins(1, 1, 1, 1); }

void Panel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint_box(painter, rect(), radius::kPanel, color(fill_), color(Color::BorderPanel));
}

}  // namespace saga::ui
