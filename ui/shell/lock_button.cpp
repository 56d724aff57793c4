// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/lock_button.h"

#include <QKeyEvent>
#include <QPainter>

#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kPad = 12;
constexpr int kGap = 6;

}  // namespace

LockButton::LockButton(QWidget* parent) : QAbstractButton(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
}

void LockButton::show_platform(const PlatformStatus& status) {
  writing_ = status.writing;
  locks_in_ = status.locks_in;
  const bool locked = writing_ == Writing::Locked;
  setAccessibleName(locked ? tr("Unlock writing") : tr("Lock writing"));
  setAccessibleDescription(words());
  setToolTip(locked
                 ? tr("Unlock writing (Ctrl+U). It locks itself again when nobody touches this window for 15 minutes")
                 : tr("Lock writing (Ctrl+U)"));
  update();
}

void LockButton::set_brief(bool brief) {
  if (brief == brief_) return;
  brief_ = brief;
  update();
}

QString LockButton::words() const {
  const QString rest = age_text(locks_in_);
  if (writing_ == Writing::Locked) return brief_ ? tr("Read-only") : tr("Read-only until unlocked");
  return brief_ ? rest : tr("Writing unlocked, locks in %1").arg(rest);
}

QSize LockButton::sizeHint() const {
  return {2 * kPad + icon_size::kTable + kGap + text_width(words(), type::kDense), height::kBand - 2};
}

void LockButton::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  if (isDown() || underMouse()) painter.fillRect(rect(), color(Color::RowHover));
  paint_icon(painter, QRectF(kPad, (height() - icon_size::kTable) / 2.0, icon_size::kTable, icon_size::kTable),
             writing_ == Writing::Locked ? Icon::Lock : Icon::Unlock, color(Color::TextPrimary));
  const int left = kPad + icon_size::kTable + kGap;
  paint_text(painter, QRect(left, 0, width() - left, height()), Qt::AlignLeft, words(), type::kDense,
             color(Color::TextPrimary));
  if (hasFocus()) paint_focus_ring(painter, rect().adjusted(1, 1, -1, -1), radius::kControl);
}

void LockButton::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    event->ignore();  // Enter alone opens nothing that may be dangerous
    return;
  }
  QAbstractButton::keyPressEvent(event);
}

}  // namespace saga::ui
