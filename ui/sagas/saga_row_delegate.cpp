// SPDX-License-Identifier: GPL-3.0-or-later
#include <QPainter>

#include "ui/sagas/saga_table_model.h"
#include "ui/sagas/saga_table_view.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kInset = 6;
constexpr int kUnit = 29;  // of its own width, so that the digits of all currencies stand below each other

void paint_step(QPainter& painter, const QRect& cell, const Saga& saga, const QColor& ink, const QColor& muted) {
  const int used = paint_text(painter, cell, Qt::AlignLeft, text(saga.current_step), type::kBody, ink);
  if (saga.attempts <= 1) return;
  paint_text(painter, cell.adjusted(used + 5, 1, kInset, 1), Qt::AlignLeft, QStringLiteral("×%1").arg(saga.attempts),
             type::kCaption, muted);
}

void paint_amount(QPainter& painter, const QRect& cell, const Saga& saga, const QColor& ink, const QColor& muted) {
  if (!saga.amount) {
    paint_text(painter, cell.adjusted(0, 0, -kUnit, 0), Qt::AlignRight, QStringLiteral("–"), type::kBody, muted);
    return;
  }
  const MoneyText money = money_parts(*saga.amount);
  paint_text(painter, cell.adjusted(0, 0, -kUnit, 0), Qt::AlignRight, money.number, type::kBody, ink);
  paint_text(painter, QRect(cell.right() - kUnit + 5, cell.top() + 1, kUnit, cell.height()), Qt::AlignLeft, money.unit,
             type::kCaption, muted);
}

// A box that stands in every row, filled and ticked where the saga is chosen.
void paint_mark(QPainter& painter, const QRect& rect, bool chosen, bool grey) {
  constexpr int kBox = 14;
  const QRectF box(rect.left() + kInset + 5, rect.center().y() - kBox / 2, kBox, kBox);
  const QColor fill = grey ? color(Color::TextDisabled) : color(Color::AccentFill);
  paint_box(painter, box, radius::kControl, chosen ? fill : color(Color::SurfaceBase),
            chosen ? fill : color(Color::BorderControl));
  if (chosen) paint_icon(painter, box.adjusted(1, 1, -1, -1), Icon::Check, color(Color::AccentOnFill));
}

// A row that is being read: quiet bars where its words will be.
void paint_unread(QPainter& painter, const QRect& rect, const QModelIndex& index) {
  const int share = 40 + (index.row() * 7 + index.column() * 13) % 40;  // percent, so that it does not look like a grid
  const QRect cell = rect.adjusted(kInset, 10, -kInset, -10);
  painter.fillRect(QRect(cell.left(), cell.top(), cell.width() * share / 100, cell.height()),
                   color(Color::BorderHairline));
}

void paint_plain(QPainter& painter, const QRect& cell, const QModelIndex& index, const QColor& ink) {
  const auto align = Qt::Alignment::fromInt(index.data(Qt::TextAlignmentRole).toUInt()) & Qt::AlignHorizontal_Mask;
  paint_text(painter, cell, align, index.data().toString(), type::kBody, ink);
}

}  // namespace

QSize SagaRowDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {80, height::kRow}; }

void SagaRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  using Column = SagaTableModel::Column;
  const SagaTableModel& model = view_.sagas();
  const auto& row = model.row(index.row());
  paint_row(*painter, option, view_, index.row(), view_.sagas().chosen(index.row()), view_.sagas().flash(index.row()));

  if (!row.saga) return paint_unread(*painter, option.rect, index);

  const bool grey = view_.greyed();
  const QColor ink = grey ? color(Color::TextDisabled) : color(Color::TextPrimary);
  const QColor second = grey ? color(Color::TextDisabled) : color(Color::TextSecondary);
  const QColor muted = grey ? color(Color::TextDisabled) : color(Color::TextMuted);
  const bool quiet = row.condition == Condition::Completed || row.condition == Condition::Compensated;
  const QRect cell = option.rect.adjusted(kInset, 0, -kInset, -1);
  switch (static_cast<Column>(index.column())) {
    case Column::Mark: paint_mark(*painter, option.rect, model.chosen(index.row()), grey); break;
    case Column::Status: paint_status(*painter, cell.adjusted(2, 0, 0, 0), status_kind(row.condition), grey); break;
    case Column::Saga:
      paint_text(*painter, cell, Qt::AlignLeft, short_id(text(row.saga->id)), type::kDense, ink, true, Qt::ElideMiddle);
      break;
    case Column::Order:
      paint_text(*painter, cell, Qt::AlignLeft, row.saga->order_id ? text(*row.saga->order_id) : QStringLiteral("–"),
                 type::kDense, row.saga->order_id ? ink : muted, true, Qt::ElideMiddle);
      break;
    case Column::Step: paint_step(*painter, cell, *row.saga, quiet ? second : ink, muted); break;
    case Column::Amount: paint_amount(*painter, cell, *row.saga, ink, muted); break;
    case Column::Age:
      paint_text(*painter, cell, Qt::AlignRight, age_text(model.age(index.row())), type::kBody, second);
      break;
    case Column::Updated:
    case Column::User:
    case Column::Type:
    case Column::Route:
    case Column::Reason: paint_plain(*painter, cell, index, second); break;
  }
}

}  // namespace saga::ui
