// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/step_view.h"

#include <QHeaderView>
#include <QPainter>

#include "ui/overview/overview_words.h"
#include "ui/overview/step_model.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

using Column = StepModel::Column;

constexpr int kInset = 6;
constexpr int kMark = 12;     // left of the step's name
constexpr int kStep = 150;    // at least; the numbers share the rest
constexpr int kNarrow = 760;  // below this the columns that say least give way

}  // namespace

StepView::StepView(StepModel& model, QWidget* parent) : RowTable(parent), model_(model) {
  setModel(&model);
  setItemDelegate(new StepDelegate(*this));
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Steps"));
  set_opens_rows();
}

int StepView::full_height() const { return height::kHead + height::kRow * model_.rowCount(); }

void StepView::fit_columns() {
  const bool narrow = viewport()->width() < kNarrow;
  for (const Column column : {Column::Rate, Column::P50}) setColumnHidden(static_cast<int>(column), narrow);
  const int numbers = StepModel::kColumns - 1 - (narrow ? 2 : 0);
  const int wide = qMax(40, (viewport()->width() - kStep) / numbers);
  for (int column = 1; column < StepModel::kColumns; ++column) {
    if (!isColumnHidden(column)) horizontalHeader()->resizeSection(column, wide);
  }
  horizontalHeader()->resizeSection(0, viewport()->width() - wide * numbers);
}

void StepView::resizeEvent(QResizeEvent* event) {
  RowTable::resizeEvent(event);
  fit_columns();
}

QSize StepDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {80, height::kRow}; }

void StepDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const StepFlow& step = view_.steps().row(index.row());
  const auto column = static_cast<Column>(index.column());
  paint_row(*painter, option, view_, index.row());

  const bool grey = view_.greyed();
  const bool missed = StepModel::is_missed(step, column);
  const QColor ink = grey     ? color(Color::TextDisabled)
                     : missed ? color(status_token(StatusKind::Stuck).fg)
                              : color(Color::TextPrimary);
  const QColor muted = grey || missed ? ink : color(Color::TextMuted);
  const QRect cell = option.rect.adjusted(kInset, 0, -kInset, -1);
  const QString text = view_.steps().text_of(step, column);
  if (column == Column::Step) {
    paint_text(*painter, cell.adjusted(kMark - kInset, 0, 0, 0), Qt::AlignLeft, text, type::kBody, ink);
    return;
  }
  const auto [number, unit] = number_and_unit(text);
  const int used = unit.isEmpty() ? 0 : text_width(unit, type::kCaption) + 4;
  if (used > 0) paint_text(*painter, cell.adjusted(0, 1, 0, 1), Qt::AlignRight, unit, type::kCaption, muted);
  // What is missed is heavier, too: not by its colour alone.
  paint_text(*painter, cell.adjusted(0, 0, -used, 0), Qt::AlignRight, number, missed ? type::kBodyStrong : type::kBody,
             ink);
}

}  // namespace saga::ui
