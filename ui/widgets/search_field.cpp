// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/search_field.h"

#include <QKeyEvent>
#include <QPainter>

#include "ui/widgets/action_button.h"
#include "ui/widgets/fonts.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

SearchField::SearchField(const QString& hint, QWidget* parent) : QLineEdit(parent) {
  setPlaceholderText(hint);
  setAccessibleName(hint);
  setFont(mono_font(type::kDense));
  setTextMargins(22, 0, 20, 0);
  setFixedHeight(height::kControl);
}

void SearchField::paintEvent(QPaintEvent* event) {
  QLineEdit::paintEvent(event);
  QPainter painter(this);
  paint_icon(painter, QRectF(9, (height() - icon_size::kTable) / 2.0, icon_size::kTable, icon_size::kTable),
             Icon::Filter, color(Color::TextSecondary));
  if (!hasFocus()) {
    paint_key_cap(painter, rect().adjusted(0, 0, -7, 0), QStringLiteral("/"), color(Color::TextMuted));
  }
}

void SearchField::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
    clear();
    return;
  }
  QLineEdit::keyPressEvent(event);
}

}  // namespace saga::ui
