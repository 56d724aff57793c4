// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/switch_picture.h"

#include <QPainter>

#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

SwitchPicture::SwitchPicture(QWidget* parent) : QWidget(parent) { setFixedSize(36, 20); }

void SwitchPicture::show_on(bool on, bool overruled) {
  if (on == on_ && overruled == overruled_) return;
  on_ = on;
  overruled_ = overruled;
  update();
}

void SwitchPicture::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const bool strong = on_ && !overruled_;
  const QColor line = color(strong ? Color::AccentFill : Color::BorderControl);
  paint_box(painter, rect(), 10, strong ? color(Color::AccentFill) : QColor(), line);
  const QRectF knob(on_ && !overruled_ ? 18 : 3, 3, 14, 14);
  paint_box(painter, knob, 7, color(strong ? Color::AccentOnFill : Color::BorderControl));
}

}  // namespace saga::ui
