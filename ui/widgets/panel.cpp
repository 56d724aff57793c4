// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/widgets/paint.h"
#include "ui/widgets/plain_text_label.h"
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

Surface* panel_head(QHBoxLayout*& line, const QString& title) {
  auto* head = new Surface(Color::SurfacePanel, Surface::Bottom);
  head->setFixedHeight(height::kPanelHead);
  line = new QHBoxLayout(head);
  line->setContentsMargins(space::kPanelInset, 0, space::kPanelInset, 0);
  line->setSpacing(space::kUnit);
  auto* label = new PlainTextLabel(title, type::kBodyStrong, Color::TextPrimary);
  label->set_fixed();
  line->addWidget(label);
  return head;
}

Panel* panel_of(std::initializer_list<QWidget*> parts, QWidget* grows) {
  auto* panel = new Panel(Color::SurfaceBase);
  auto* column = new QVBoxLayout(panel);
  column->setContentsMargins(1, 1, 1, 1);
  column->setSpacing(0);
  for (QWidget* part : parts) column->addWidget(part, part == grows ? 1 : 0);
  return panel;
}

}  // namespace saga::ui
