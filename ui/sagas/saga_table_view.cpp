// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/saga_table_view.h"

#include <optional>
#include <utility>

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QScrollBar>

#include "ui/sagas/saga_table_model.h"
#include "ui/widgets/tokens.h"

namespace saga::ui {

using Column = SagaTableModel::Column;

namespace {

// A table that has its model: its columns want to know how many there are.
QTableView& with_model(QTableView& view, SagaTableModel& model) {
  view.setModel(&model);
  return view;
}

}  // namespace

SagaTableView::SagaTableView(SagaTableModel& model, QWidget* parent)
    : RowTable(parent), model_(model), columns_(with_model(*this, model)) {
  setItemDelegate(new SagaRowDelegate(*this));
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setAccessibleName(tr("Sagas"));
  horizontalHeader()->setSectionsClickable(true);
  horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(horizontalHeader(), &QHeaderView::sectionClicked, this, &SagaTableView::press_header);
  connect(horizontalHeader(), &QWidget::customContextMenuRequested, this, &SagaTableView::choose_columns);
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &SagaTableView::look);
  connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &SagaTableView::look);
  connect(&model, &QAbstractItemModel::modelReset, this, &SagaTableView::look, Qt::QueuedConnection);
  connect(&model, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex&, int first, int last) {
    if (first < verticalScrollBar()->value()) stay(first - last - 1);
  });
}

void SagaTableView::press_header(int column) {
  if (static_cast<Column>(column) == Column::Mark) return Q_EMIT all_wanted(model_.selection().empty());
  const auto by = SagaTableModel::sorted_by(static_cast<Column>(column));
  if (!by) return;
  const SagaOrder& now = model_.order();
  Q_EMIT order_wanted({*by, now.by == *by && !now.ascending});
}

void SagaTableView::choose_columns(const QPoint& at) {
  QMenu menu(this);
  columns_.fill(menu);
  menu.exec(horizontalHeader()->mapToGlobal(at));
}

// Tells the model which rows are looked at. Rows are of one height and scrolled by whole ones, so that their numbers
// follow from the bar alone.
void SagaTableView::look() {
  const int first = verticalScrollBar()->value();
  model_.set_window(first, first + viewport()->height() / height::kRow + 1);
}

// The rows that are looked at stay where they are when others come or go above them.
void SagaTableView::stay(int rows) {
  updateGeometries();
  verticalScrollBar()->setValue(verticalScrollBar()->value() + rows);
}

void SagaTableView::rowsInserted(const QModelIndex& parent, int first, int last) {
  RowTable::rowsInserted(parent, first, last);
  if (first < verticalScrollBar()->value()) stay(last - first + 1);
}

void SagaTableView::resizeEvent(QResizeEvent* event) {
  RowTable::resizeEvent(event);
  columns_.fit();
  look();
}

void SagaTableView::mouseMoveEvent(QMouseEvent* event) {
  if (!marking_) return RowTable::mouseMoveEvent(event);
  hover(rowAt(event->pos().y()));
}

// The mark alone, or any cell with Ctrl, takes the saga in or out; Shift, all from the last one on. Nothing else is
// touched by it: neither the other marks nor the saga that is looked at.
void SagaTableView::mousePressEvent(QMouseEvent* event) {
  const QModelIndex at = indexAt(event->pos());
  const bool marks = at.isValid() && event->button() == Qt::LeftButton &&
                     (static_cast<Column>(at.column()) == Column::Mark ||
                      (event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier)) != 0);
  if (!marks) {
    if (at.isValid()) anchor_ = at.row();
    return RowTable::mousePressEvent(event);
  }
  marking_ = true;
  setFocus(Qt::MouseFocusReason);
  if (event->modifiers().testFlag(Qt::ShiftModifier) && anchor_ >= 0) {
    Q_EMIT rows_chosen(anchor_, at.row());
  } else {
    mark(at.row());
  }
  event->accept();
}

void SagaTableView::mouseReleaseEvent(QMouseEvent* event) {
  if (!std::exchange(marking_, false)) RowTable::mouseReleaseEvent(event);
}

void SagaTableView::mark(int row) {
  anchor_ = row;
  model_.choose(row, !model_.chosen(row));
}

void SagaTableView::keyPressEvent(QKeyEvent* event) {
  const int row = currentIndex().row();
  if (!model_.selection().empty()) {  // what is marked goes before the row that is looked at
    if (event->matches(QKeySequence::Copy)) return Q_EMIT copy_wanted();
    if (event->key() == Qt::Key_Escape) return Q_EMIT all_wanted(false);
  }
  if (event->key() == Qt::Key_Space && row >= 0) return mark(row);
  const bool extends =
      event->modifiers().testFlag(Qt::ShiftModifier) && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down);
  RowTable::keyPressEvent(event);
  if (!extends || row < 0) return;
  if (anchor_ < 0) anchor_ = row;
  Q_EMIT rows_chosen(row, currentIndex().row());
}

void SagaTableView::copy_row() const {
  if (!currentIndex().isValid()) return;
  const auto& saga = model_.row(currentIndex().row()).saga;
  if (saga) QApplication::clipboard()->setText(line()(*saga, model_.now()));
}

std::function<QString(const Saga& saga, TimePoint now)> SagaTableView::line() const {
  return [shown = columns_.in_order()](const Saga& saga, TimePoint now) {
    QStringList cells;
    for (const Column column : shown) cells << plain_cell(SagaTableModel::text_of(saga, column, now));
    return cells.join(QLatin1Char('\t'));
  };
}

QString SagaTableView::head_line() const {
  QStringList cells;
  for (const Column column : columns_.in_order()) cells << SagaTableModel::column_name(column);
  return cells.join(QLatin1Char('\t'));
}

}  // namespace saga::ui
