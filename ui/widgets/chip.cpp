// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"

#include <QEvent>
#include <QPainter>

#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {
constexpr int kPad = 8;
constexpr int kGap = 6;
}  // namespace

Chip::Chip(const QString& text, QWidget* parent) : QAbstractButton(parent) {
  setText(text);
  setCheckable(true);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  name_it();
}

Chip::Chip(StatusKind status, QWidget* parent) : Chip(status_word(status), parent) {
  set_mark(status_icon(status), status);
}

void Chip::set_mark(Icon icon, StatusKind colour) {
  icon_ = icon;
  status_ = colour;
  updateGeometry();
}

void Chip::show_count(const QString& count) {
  if (count_ == count) return;
  count_ = count;
  name_it();
  updateGeometry();
  update();
}

void Chip::name_it() { setAccessibleName(count_.isEmpty() ? text() : QStringLiteral("%1, %2").arg(text(), count_)); }

QSize Chip::sizeHint() const {
  // Measured strong: a chip keeps its width when it is switched on.
  int width = 2 * kPad + text_width(text(), type::kDenseStrong);
  if (status_) width += icon_size::kTable + kGap;
  if (!count_.isEmpty()) width += kGap + text_width(count_, type::kDenseStrong);
  return {width, height::kChip};
}

void Chip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QColor fill = isChecked() ? color(Color::RowSelected)
                      : hovered_  ? color(Color::RowHover)
                                  : color(Color::SurfaceBase);
  paint_box(painter, rect(), radius::kChip, fill, isChecked() ? color(Color::AccentText) : color(Color::BorderPanel));

  const QColor ink = isEnabled() ? color(Color::TextPrimary) : color(Color::TextDisabled);
  int x = kPad;
  if (status_) {
    paint_icon(painter, QRectF(x, (height() - icon_size::kTable) / 2.0, icon_size::kTable, icon_size::kTable), icon_,
               isEnabled() ? status_color(*status_) : ink);
    x += icon_size::kTable + kGap;
  }
  x += paint_text(painter, QRect(x, 0, width() - x, height()), Qt::AlignLeft, text(),
                  isChecked() ? type::kDenseStrong : type::kDense, ink);
  if (!count_.isEmpty()) {
    paint_text(painter, QRect(x + kGap, 0, width() - x - kGap - kPad + 1, height()), Qt::AlignRight, count_,
               type::kDenseStrong, ink);
  }
  if (hasFocus()) paint_focus_ring(painter, rect(), radius::kChip);
}

void Chip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::EnabledChange) update();
  QAbstractButton::changeEvent(event);
}

void Chip::enterEvent(QEnterEvent* event) {
  hovered_ = true;
  update();
  QAbstractButton::enterEvent(event);
}

void Chip::leaveEvent(QEvent* event) {
  hovered_ = false;
  update();
  QAbstractButton::leaveEvent(event);
}

}  // namespace saga::ui
