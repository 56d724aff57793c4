// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/table_strip.h"

#include <QPainter>

#include "ui/widgets/action_button.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

struct Look {
  QColor fill;
  QColor ink;
  QColor mark;
  Icon icon;
};

Look look_of(TableStrip::Tone tone) {
  switch (tone) {
    case TableStrip::Tone::Calm:
      return {color(Color::SurfacePanel), color(Color::TextSecondary), color(status_token(StatusKind::Completed).fg),
              Icon::Dot};
    case TableStrip::Tone::Newer:
      return {color(Color::NoteInfo), color(Color::AccentText), color(Color::AccentText), Icon::ChevronUp};
    case TableStrip::Tone::Stale:
      return {color(Color::NoteWarn), color(Color::TextPrimary), color(status_token(StatusKind::Stuck).fg),
              Icon::DotRing};
    case TableStrip::Tone::Lost:
      return {color(Color::NoteBad), color(Color::TextPrimary), color(status_token(StatusKind::Failed).fg),
              Icon::DotLost};
  }
  return {};
}

}  // namespace

TableStrip::TableStrip(QWidget* parent) : QAbstractButton(parent) {
  setFixedHeight(height::kRow);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TableStrip::tell(Tone tone, const QString& title, const QString& detail) {
  if (tone == tone_ && title == text() && detail == detail_) return;
  tone_ = tone;
  detail_ = detail;
  setText(title);
  setAccessibleName(QStringLiteral("%1. %2").arg(title, detail));
  setEnabled(tone == Tone::Newer);  // otherwise there is nothing to press, only something to read
  setFocusPolicy(tone == Tone::Newer ? Qt::StrongFocus : Qt::NoFocus);
  setCursor(tone == Tone::Newer ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
}

QSize TableStrip::sizeHint() const { return {200, height::kRow}; }

void TableStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Look look = look_of(tone_);
  painter.fillRect(rect(), look.fill);
  painter.fillRect(0, height() - 1, width(), 1, color(Color::BorderHairline));
  const int size = icon_size::kSmall;
  paint_icon(painter, QRectF(12, (height() - size) / 2, size, size), look.icon, look.mark);
  const TypeSize title_type = tone_ == Tone::Calm ? type::kDense : type::kBodyStrong;
  const int right = width() - (tone_ == Tone::Newer ? 40 : 8);
  const int left = 32;
  const int used =
      paint_text(painter, QRect(left, 0, right - left, height()), Qt::AlignLeft, text(), title_type, look.ink);
  paint_text(painter, QRect(left + used + 8, 0, right - left - used - 8, height()), Qt::AlignLeft, detail_,
             type::kDense, color(Color::TextSecondary));
  if (tone_ == Tone::Newer)
    paint_key_cap(painter, rect().adjusted(0, 0, -12, 0), QStringLiteral("N"), color(Color::TextSecondary));
  if (hasFocus()) paint_focus_ring(painter, rect(), 0);
}

}  // namespace saga::ui
