// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/saga_table_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>

#include "ui/sagas/saga_table_model.h"
#include "ui/widgets/fonts.h"

namespace saga::ui {

namespace {

// Widths at 100 %. What is left goes to the step until its names fit, and then to the order, whose length nobody knows.
constexpr int kStatus = 140;
constexpr int kSaga = 135;
constexpr int kOrder = 78;
constexpr int kStep = 176;
constexpr int kMostOrder = 160;
constexpr int kAmount = 112;
constexpr int kAge = 60;

int header_of(SagaTableModel::Column column) { return static_cast<int>(column); }

}  // namespace

SagaTableView::SagaTableView(SagaTableModel& model, QWidget* parent) : QTableView(parent), model_(model) {
  setModel(&model);
  setItemDelegate(new SagaRowDelegate(*this));
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setShowGrid(false);
  setWordWrap(false);
  setTabKeyNavigation(false);
  setMouseTracking(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Sagas"));
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setMinimumSectionSize(height::kRow);
  verticalHeader()->setDefaultSectionSize(height::kRow);
  horizontalHeader()->setFixedHeight(height::kHead);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setSectionsClickable(false);
  horizontalHeader()->setMinimumSectionSize(40);
  horizontalHeader()->setFont(ui_font(type::kDenseStrong));
}

void SagaTableView::set_greyed(bool greyed) {
  if (greyed == greyed_) return;
  greyed_ = greyed;
  viewport()->update();
}

void SagaTableView::fit_columns() {
  using Column = SagaTableModel::Column;
  QHeaderView& header = *horizontalHeader();
  header.resizeSection(header_of(Column::Status), kStatus);
  header.resizeSection(header_of(Column::Saga), kSaga);
  header.resizeSection(header_of(Column::Amount), kAmount);
  header.resizeSection(header_of(Column::Age), kAge);
  const int rest = viewport()->width() - kStatus - kSaga - kAmount - kAge;
  const int order = qBound(kOrder, rest - kStep, kMostOrder);
  header.resizeSection(header_of(Column::Order), order);
  header.resizeSection(header_of(Column::Step), qMax(100, rest - order));
}

void SagaTableView::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  fit_columns();
}

void SagaTableView::hover(int row) {
  if (row == hovered_) return;
  const bool was_inside = hovered_ >= 0;
  hovered_ = row;
  viewport()->update();
  if (was_inside != (row >= 0)) Q_EMIT hover_changed(row >= 0);
}

void SagaTableView::mouseMoveEvent(QMouseEvent* event) {
  hover(rowAt(event->pos().y()));
  QTableView::mouseMoveEvent(event);
}

// Without the base class's first row as current one: a saga is looked at when somebody chooses it, not when the
// keyboard comes by.
void SagaTableView::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);  // NOLINT(bugprone-parent-virtual-call): past the base class on purpose
  viewport()->update();
}

void SagaTableView::leaveEvent(QEvent* event) {
  hover(-1);
  QTableView::leaveEvent(event);
}

void SagaTableView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) {
    copy_row();
    return;
  }
  if (event->key() == Qt::Key_Escape) {
    clearSelection();
    setCurrentIndex({});
    return;
  }
  QTableView::keyPressEvent(event);
}

void SagaTableView::copy_row() const {
  if (!currentIndex().isValid()) return;
  QStringList cells;
  for (int column = 0; column < SagaTableModel::kColumns; ++column) {
    QString cell = model_.index(currentIndex().row(), column).data().toString();
    cell.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
    cells << cell;
  }
  QApplication::clipboard()->setText(cells.join(QLatin1Char('\t')));
}

}  // namespace saga::ui
