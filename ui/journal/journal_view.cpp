// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journal_view.h"

#include <algorithm>

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

#include "ui/widgets/icons.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

using Column = JournalModel::Column;

constexpr int kWhen = 152;
constexpr int kRow = 124;
constexpr int kWho = 104;
constexpr int kWhat = 136;
constexpr int kOn = 160;
constexpr int kOutcome = 104;
constexpr int kWide = 900;  // from here on outcome and reason stand side by side
constexpr int kMark = 18;

}  // namespace

JournalView::JournalView(JournalModel& model, QWidget* parent) : RowTable(parent), model_(model) {
  setModel(&model);
  setItemDelegate(new JournalDelegate(*this));
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Rows of the journal"));
}

void JournalView::resizeEvent(QResizeEvent* event) {
  RowTable::resizeEvent(event);
  fit_columns();
}

void JournalView::fit_columns() {
  const int room = viewport()->width();
  const bool wide = room >= kWide;
  setColumnHidden(static_cast<int>(Column::Outcome), !wide);
  const auto set = [this](Column column, int width) { setColumnWidth(static_cast<int>(column), width); };
  set(Column::When, kWhen);
  set(Column::Row, kRow);
  set(Column::Who, kWho);
  set(Column::What, kWhat);
  set(Column::On, kOn);
  set(Column::Outcome, kOutcome);
  set(Column::Why, std::max(80, room - kWhen - kRow - kWho - kWhat - kOn - (wide ? kOutcome : 0)));
}

void JournalView::keyPressEvent(QKeyEvent* event) {
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
    Q_EMIT opened(currentIndex().row());
    return;
  }
  RowTable::keyPressEvent(event);
}

QSize JournalDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {60, height::kRow}; }

void JournalDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  paint_row(*painter, option, view_, index.row());
  const JournalEntry& entry = view_.entries().entry(index.row());
  const bool broken = view_.entries().breach_of(entry) != nullptr;
  const auto column = static_cast<Column>(index.column());
  QRect cell = option.rect.adjusted(index.column() == 0 ? 14 : 6, 0, -6, -1);
  const bool quiet = column == Column::When || column == Column::Row || column == Column::Outcome;
  QColor ink = view_.greyed() ? color(Color::TextDisabled) : color(quiet ? Color::TextSecondary : Color::TextPrimary);
  if (column == Column::Row && broken) {
    ink = color(status_token(StatusKind::Failed).fg);
    paint_icon(
        *painter,
        QRectF(cell.left(), cell.center().y() - icon_size::kTable / 2.0 + 1, icon_size::kTable, icon_size::kTable),
        Icon::Warning, ink);
    cell.setLeft(cell.left() + kMark);
  }
  const bool id = column == Column::On;
  paint_text(*painter, cell, Qt::AlignLeft, index.data().toString(),
             column == Column::What && entry.kind != "OBSERVED" ? type::kBodyStrong : type::kBody, ink, id,
             id ? Qt::ElideMiddle : Qt::ElideRight);
}

}  // namespace saga::ui
