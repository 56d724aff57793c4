// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigation.h"

#include <algorithm>

#include <QPainter>
#include <QVBoxLayout>

#include "ui/widgets/action_button.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

NavigationItem::NavigationItem(const QString& title, Icon icon, QWidget* parent)
    : QAbstractButton(parent), icon_(icon) {
  setText(title);
  setAccessibleName(title);
  setCheckable(true);
  setAutoExclusive(true);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NavigationItem::show_badge(const Badge& badge) {
  if (badge == badge_) return;
  badge_ = badge;
  setAccessibleDescription(badge.text.isEmpty()     ? QString()
                           : badge.spoken.isEmpty() ? tr("%1 need attention").arg(badge.text)
                                                    : badge.spoken);
  update();
}

void NavigationItem::set_icons_only(bool only) {
  icons_only_ = only;
  setToolTip(only ? text() : QString());
  update();
}

QSize NavigationItem::sizeHint() const {
  return {icons_only_ ? width::kNavigationIcons - 12 : width::kNavigation - 16, height::kNavItem - 2};
}

void NavigationItem::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  if (isChecked()) {
    paint_box(painter, rect(), radius::kControl, color(Color::RowSelected));
    painter.fillRect(QRect(0, 4, 3, height() - 8), color(Color::AccentText));
  } else if (hovered_) {
    paint_box(painter, rect(), radius::kControl, color(Color::RowHover));
  }
  const QColor ink = isChecked() ? color(Color::TextPrimary) : color(Color::TextSecondary);
  const int icon_left = icons_only_ ? (width() - icon_size::kControl) / 2 : 10;
  paint_icon(painter,
             QRectF(icon_left, (height() - icon_size::kControl) / 2.0, icon_size::kControl, icon_size::kControl), icon_,
             ink);
  if (icons_only_) {
    // A dot says that there is something to do; a quiet badge only informs.
    if (!badge_.text.isEmpty() && badge_.tone == Badge::Tone::Alarm)
      paint_box(painter, QRectF(width() - 11, 4, 7, 7), 3.5, color(status_token(StatusKind::NeedsAttention).solid));
  } else {
    paint_text(painter, QRect(34, 0, width() - 84, height()), Qt::AlignLeft, text(),
               isChecked() ? type::kBodyStrong : type::kBody, ink);
    if (!badge_.text.isEmpty()) paint_badge(painter);
  }
  if (hasFocus()) paint_focus_ring(painter, rect(), radius::kControl);
}

void NavigationItem::paint_badge(QPainter& painter) const {
  const TypeSize strong{11, 16, true};
  const int wide = std::max(height::kBadge, text_width(badge_.text, strong) + 12);
  const QRect box(width() - wide - 8, (height() - height::kBadge) / 2, wide, height::kBadge);
  const StatusToken& alarm = status_token(StatusKind::NeedsAttention);
  const bool quiet = badge_.tone == Badge::Tone::Quiet;
  paint_box(painter, box, radius::kBadge, quiet ? color(Color::RowSelected) : color(alarm.solid));
  paint_text(painter, box, Qt::AlignHCenter, badge_.text, strong,
             quiet ? color(Color::AccentText) : color(alarm.on_solid));
}

void NavigationItem::enterEvent(QEnterEvent* event) {
  hovered_ = true;
  update();
  QAbstractButton::enterEvent(event);
}

void NavigationItem::leaveEvent(QEvent* event) {
  hovered_ = false;
  update();
  QAbstractButton::leaveEvent(event);
}

OpenField::OpenField(const QString& text, const QString& keys, QWidget* parent) : QAbstractButton(parent), keys_(keys) {
  setText(text);
  setAccessibleName(text);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void OpenField::set_icons_only(bool only) {
  icons_only_ = only;
  setToolTip(only ? QStringLiteral("%1 (%2)").arg(text(), keys_) : QString());
  update();
}

QSize OpenField::sizeHint() const {
  return {icons_only_ ? width::kNavigationIcons - 12 : width::kNavigation - 16, height::kControl};
}

void OpenField::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint_box(painter, rect(), radius::kControl, color(hovered_ ? Color::RowHover : Color::SurfacePanel),
            color(Color::BorderControl));
  const int size = icon_size::kTable;
  const int icon_left = icons_only_ ? (width() - size) / 2 : 9;
  paint_icon(painter, QRectF(icon_left, (height() - size) / 2.0, size, size), Icon::Search,
             color(Color::TextSecondary));
  if (!icons_only_) {
    const int cap = paint_key_cap(painter, rect().adjusted(0, 0, -7, 0), keys_, color(Color::TextMuted));
    paint_text(painter, QRect(31, 0, width() - 31 - cap - 14, height()), Qt::AlignLeft, text(), type::kBody,
               color(Color::TextSecondary));
  }
  if (hasFocus()) paint_focus_ring(painter, rect(), radius::kControl);
}

void OpenField::enterEvent(QEnterEvent* event) {
  hovered_ = true;
  update();
  QAbstractButton::enterEvent(event);
}

void OpenField::leaveEvent(QEvent* event) {
  hovered_ = false;
  update();
  QAbstractButton::leaveEvent(event);
}

Navigation::Navigation(QWidget* parent)
    : QWidget(parent), column_(new QVBoxLayout(this)), open_(new OpenField(tr("Open…"), QStringLiteral("Ctrl K"))) {
  column_->setContentsMargins(space::kUnit, space::kUnit, space::kUnit, space::kUnit);
  column_->setSpacing(2);
  column_->addWidget(open_);
  column_->addSpacing(space::kUnit - 2);
  column_->addStretch(1);
  connect(open_, &OpenField::clicked, this, &Navigation::palette_wanted);
  setFixedWidth(width::kNavigation);
  setAccessibleName(tr("Pages"));
}

void Navigation::add(const QString& title, Icon icon) {
  auto* item = new NavigationItem(title, icon, this);
  const int index = static_cast<int>(items_.size());
  column_->insertWidget(column_->count() - 1, item);
  items_.push_back(item);
  connect(item, &NavigationItem::clicked, this, [this, index] { Q_EMIT chosen(index); });
}

// Tab leads to the page that is shown, also when it was not chosen here; Qt leaves it where the keyboard was last.
void Navigation::set_current(int index) {
  items_.at(static_cast<std::size_t>(index))->setChecked(true);
  for (NavigationItem* item : items_) item->setFocusPolicy(item->isChecked() ? Qt::StrongFocus : Qt::ClickFocus);
}

void Navigation::show_badge(int index, const Badge& badge) {
  items_.at(static_cast<std::size_t>(index))->show_badge(badge);
}

void Navigation::set_icons_only(bool only) {
  if (only == icons_only_) return;
  icons_only_ = only;
  setFixedWidth(only ? width::kNavigationIcons : width::kNavigation);
  const int side = only ? 6 : space::kUnit;
  column_->setContentsMargins(side, space::kUnit, side, space::kUnit);
  open_->set_icons_only(only);
  for (NavigationItem* item : items_) item->set_icons_only(only);
}

void Navigation::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceWindow));
  painter.fillRect(width() - 1, 0, 1, height(), color(Color::BorderPanel));
}

}  // namespace saga::ui
