// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>

#include "ui/overview/group_model.h"
#include "ui/overview/group_view.h"
#include "ui/overview/sparkline.h"
#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kInset = 6;
constexpr int kUnit = 29;  // of its own width, so that the digits of all currencies stand below each other
constexpr int kMark = 12;  // left of the icon

void paint_money(QPainter& painter, const QRect& cell, const TroubleGroup& group, const QColor& ink,
                 const QColor& muted) {
  const QRect number = cell.adjusted(0, 0, -kUnit, 0);
  if (group.at_risk.empty()) {
    paint_text(painter, number, Qt::AlignRight, QStringLiteral("–"), type::kBody, muted);
    return;
  }
  const MoneyText money = money_parts(group.at_risk.front());
  int more = 0;
  if (group.at_risk.size() > 1) {
    const QString others = QStringLiteral("+%1 ").arg(group.at_risk.size() - 1);
    more = paint_text(painter, number, Qt::AlignLeft, others, type::kCaption, muted);
  }
  paint_text(painter, number.adjusted(more, 0, 0, 0), Qt::AlignRight, money.number, type::kBody, ink);
  paint_text(painter, QRect(cell.right() - kUnit + 5, cell.top() + 1, kUnit, cell.height()), Qt::AlignLeft, money.unit,
             type::kCaption, muted);
}

}  // namespace

QSize GroupDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {80, height::kRow}; }

void GroupDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  using Column = GroupModel::Column;
  const GroupModel& model = view_.groups();
  const TroubleGroup& group = model.row(index.row()).group;
  paint_row(*painter, option, view_, index.row(), false, view_.groups().flash(index.row()));

  const bool grey = view_.greyed() || group.count == 0;
  const QColor ink = grey ? color(Color::TextDisabled) : color(Color::TextPrimary);
  const QColor second = grey ? color(Color::TextDisabled) : color(Color::TextSecondary);
  const QColor muted = grey ? color(Color::TextDisabled) : color(Color::TextMuted);
  const QColor status = grey ? color(Color::TextDisabled) : status_color(status_kind(group.condition));
  const QRect cell = option.rect.adjusted(kInset, 0, -kInset, -1);
  const auto column = static_cast<Column>(index.column());
  switch (column) {
    case Column::Step: {
      const QRectF mark(option.rect.left() + kMark, cell.center().y() - icon_size::kTable / 2 + 1, icon_size::kTable,
                        icon_size::kTable);
      paint_icon(*painter, mark, status_icon(status_kind(group.condition)), status);
      const int left = kMark + icon_size::kTable + 8;
      paint_text(*painter, option.rect.adjusted(left, 0, -kInset, -1), Qt::AlignLeft, text(group.step), type::kBody,
                 ink);
      break;
    }
    case Column::Error:
      paint_text(*painter, cell, Qt::AlignLeft, model.text_of(group, column), type::kBody,
                 group.error.empty() ? second : ink);
      break;
    case Column::Count:
      paint_text(*painter, cell, Qt::AlignRight, model.text_of(group, column), type::kBodyStrong, ink);
      break;
    case Column::AtRisk: paint_money(*painter, cell, group, ink, muted); break;
    case Column::Trend:
      paint_bars(*painter, cell.adjusted(4, 6, -4, -5), {group.trend.begin(), group.trend.end()}, status,
                 color(Color::BorderPanel));
      break;
    case Column::First:
    case Column::Last:
      paint_text(*painter, cell, Qt::AlignRight, model.text_of(group, column), type::kBody, second);
      break;
  }
}

}  // namespace saga::ui
