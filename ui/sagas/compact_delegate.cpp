// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/compact_delegate.h"

#include <QPainter>
#include <QWidget>

#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

void CompactDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const bool selected = (option.state & QStyle::State_Selected) != 0;
  const bool focused = option.widget != nullptr && option.widget->hasFocus();
  painter->fillRect(option.rect, color(!selected ? Color::SurfaceBase
                                       : focused ? Color::RowSelected
                                                 : Color::RowSelectedIdle));
  painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                    color(Color::BorderHairline));
  const bool first = index.column() == 0;
  const QString line = index.data().toString().replace(QLatin1Char('\n'), QLatin1Char(' '));
  paint_text(*painter, option.rect.adjusted(space::kInset, 0, -space::kInset, -1), Qt::AlignLeft, line, type::kDense,
             first ? color(Color::TextSecondary) : color(Color::TextPrimary), first);
}

}  // namespace saga::ui
