// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/item_view.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPainter>

#include "ui/jobs/job_words.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

using Column = ItemModel::Column;

constexpr int kPosition = 72;
constexpr int kSaga = 176;
constexpr int kOutcome = 168;
constexpr int kWhen = 72;

}  // namespace

ItemView::ItemView(ItemModel& model, QWidget* parent) : RowTable(parent), model_(model) {
  setModel(&model);
  setItemDelegate(new ItemDelegate(*this));
  set_up_rows(*this, height::kRowCompact, height::kRowCompact);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Outcome of each saga"));
  connect(this, &QTableView::doubleClicked, this, [this](const QModelIndex& index) { Q_EMIT opened(index.row()); });
}

void ItemView::resizeEvent(QResizeEvent* event) {
  RowTable::resizeEvent(event);
  const auto set = [this](Column column, int width) { setColumnWidth(static_cast<int>(column), width); };
  set(Column::Position, kPosition);
  set(Column::Saga, kSaga);
  set(Column::Outcome, kOutcome);
  set(Column::Detail, std::max(80, viewport()->width() - kPosition - kSaga - kOutcome - kWhen));
  set(Column::When, kWhen);
}

void ItemView::keyPressEvent(QKeyEvent* event) {
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
    Q_EMIT opened(currentIndex().row());
    return;
  }
  // Without a chosen row Escape is for whoever this stands in.
  if (event->key() == Qt::Key_Escape && !currentIndex().isValid()) {
    event->ignore();
    return;
  }
  RowTable::keyPressEvent(event);
}

void ItemDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  paint_row(*painter, option, view_, index.row());
  const JobItem& item = view_.items().item(index.row());
  const auto column = static_cast<Column>(index.column());
  QRect cell = option.rect.adjusted(space::kInset, 0, -space::kInset, -1);
  const QString words = index.data().toString();
  if (column == Column::Outcome) {
    const JobLook look = look_of(item);
    const QColor ink = view_.greyed() ? color(Color::TextDisabled) : status_color(look.kind);
    paint_icon(
        *painter,
        QRectF(cell.left(), cell.center().y() - icon_size::kSmall / 2.0 + 1, icon_size::kSmall, icon_size::kSmall),
        look.icon, ink);
    paint_text(*painter, cell.adjusted(icon_size::kSmall + 6, 0, 0, 0), Qt::AlignLeft, words, type::kDense, ink);
    return;
  }
  const bool id = column == Column::Saga;
  const bool quiet = column == Column::Position || column == Column::When;
  const QColor ink = color(view_.greyed() ? Color::TextDisabled : quiet ? Color::TextMuted : Color::TextPrimary);
  paint_text(*painter, cell, column == Column::Position ? Qt::AlignRight : Qt::AlignLeft, words, type::kDense, ink, id,
             id ? Qt::ElideMiddle : Qt::ElideRight);
}

}  // namespace saga::ui
