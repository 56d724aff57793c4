// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/action_button.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPainter>

#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kGap = 8;

struct Paint {
  QColor fill;
  QColor border;
  QColor ink;
};

Paint paint_of(ActionButton::Look look, bool hovered, bool down) {
  const QColor back = down ? color(Color::RowSelected) : hovered ? color(Color::RowHover) : QColor();
  const auto shifted = [&](Color token) {
    const QColor base = color(token);
    return down ? base.darker(118) : hovered ? base.darker(108) : base;
  };
  switch (look) {
    case ActionButton::Look::Primary: return {shifted(Color::AccentFill), {}, color(Color::AccentOnFill)};
    case ActionButton::Look::Danger: return {shifted(Color::DangerFill), {}, color(Color::DangerOnFill)};
    case ActionButton::Look::Outlined:
      return {back.isValid() ? back : color(Color::SurfaceBase), color(Color::BorderControl),
              color(Color::TextPrimary)};
    case ActionButton::Look::Link: return {back, {}, color(Color::AccentText)};
    case ActionButton::Look::Bare: return {back, {}, color(Color::TextSecondary)};
  }
  return {};
}

}  // namespace

int key_cap_width(const QString& key) { return std::max(16, text_width(key, type::kCaption) + 8); }

int paint_key_cap(QPainter& painter, const QRect& rect, const QString& key, const QColor& ink) {
  const int width = key_cap_width(key);
  const QRect cap(rect.right() - width + 1, rect.top() + (rect.height() - 16) / 2, width, 16);
  QColor line = ink;
  line.setAlphaF(0.45f);
  paint_box(painter, cap, 3, {}, line);
  paint_text(painter, cap, Qt::AlignHCenter, key, type::kCaption, ink);
  return width;
}

ActionButton::ActionButton(Look look, const QString& text, QWidget* parent) : QAbstractButton(parent), look_(look) {
  setText(text);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

ActionButton::ActionButton(Look look, Icon icon, const QString& text, QWidget* parent)
    : ActionButton(look, text, parent) {
  icon_ = icon;
}

void ActionButton::set_look(Look look) {
  look_ = look;
  update();
}

void ActionButton::set_small(bool small) {
  small_ = small;
  updateGeometry();
}

void ActionButton::set_key_hint(const QString& key) {
  key_hint_ = key;
  updateGeometry();
}

void ActionButton::set_refused(const QString& reason) {
  reason_ = reason;
  setEnabled(reason.isEmpty());
  setAccessibleDescription(reason);
  updateGeometry();
  update();
}

int ActionButton::pad() const {
  if (text().isEmpty()) return 6;
  if (look_ == Look::Link) return 8;
  return small_ ? 9 : 13;
}

int ActionButton::content_width() const {
  const TypeSize size = look_ == Look::Outlined || look_ == Look::Bare ? type::kBody : type::kBodyStrong;
  int width = text().isEmpty() ? 0 : text_width(text(), size);
  if (icon_ || refused()) width += icon_size::kTable + (text().isEmpty() ? 2 : kGap);
  if (!key_hint_.isEmpty()) width += kGap + key_cap_width(key_hint_);
  return width;
}

QSize ActionButton::sizeHint() const {
  // The lock's place is kept, so that a refused button does not push its neighbours.
  return {content_width() + 2 * pad(), small_ ? height::kControlSmall : height::kControl};
}

void ActionButton::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  Paint paint = paint_of(look_, hovered_ && isEnabled(), isDown());
  // An icon alone that leads nowhere is only quiet; the dashed box with a lock is for what a rule forbids.
  const bool quiet = refused() && look_ == Look::Bare && text().isEmpty();
  const bool locked = refused() && !quiet;
  if (locked) {
    paint = {{}, color(Color::BorderControl), color(Color::TextDisabled)};
    paint_box(painter, rect(), radius::kControl, {}, paint.border, Qt::DashLine);
  } else if (!isEnabled()) {
    paint.ink = color(Color::TextDisabled);
    if (look_ != Look::Link && look_ != Look::Bare) {
      paint_box(painter, rect(), radius::kControl, {}, color(Color::BorderControl), Qt::DashLine);
    }
  } else if (paint.fill.isValid() || paint.border.isValid()) {
    paint_box(painter, rect(), radius::kControl, paint.fill, paint.border);
  }

  int x = pad();
  const QRect inside(0, 0, width(), height());
  if (icon_ || locked) {
    const int size = text().isEmpty() ? icon_size::kControl : icon_size::kTable;
    paint_icon(painter, QRectF(text().isEmpty() ? (width() - size) / 2 : x, (height() - size) / 2.0, size, size),
               locked ? Icon::Lock : *icon_, paint.ink);
    x += icon_size::kTable + kGap;
  }
  int right = width() - pad();
  if (!key_hint_.isEmpty()) {
    right -= kGap + paint_key_cap(painter, inside.adjusted(0, 0, -pad(), 0), key_hint_, paint.ink);
  }
  const bool plain = look_ == Look::Outlined || look_ == Look::Bare || refused();
  paint_text(painter, QRect(x, 0, right - x, height()), Qt::AlignLeft, text(), plain ? type::kBody : type::kBodyStrong,
             paint.ink);
  if (hasFocus()) paint_focus_ring(painter, rect(), radius::kControl);
}

void ActionButton::keyPressEvent(QKeyEvent* event) {
  // Enter never confirms, whatever the desktop says about its buttons; space and a click do.
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    event->ignore();
    return;
  }
  QAbstractButton::keyPressEvent(event);
}

void ActionButton::enterEvent(QEnterEvent* event) {
  hovered_ = true;
  update();
  QAbstractButton::enterEvent(event);
}

void ActionButton::leaveEvent(QEvent* event) {
  hovered_ = false;
  update();
  QAbstractButton::leaveEvent(event);
}

}  // namespace saga::ui
