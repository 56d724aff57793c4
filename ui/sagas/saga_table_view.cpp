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
constexpr int kExtra = 108;
constexpr int kReason = 220;

using Column = SagaTableModel::Column;

int header_of(Column column) { return static_cast<int>(column); }

// Those that a person may add, by their names in the settings.
constexpr std::pair<Column, const char*> kChosen[] = {{Column::Updated, "updated"},
                                                      {Column::User, "user"},
                                                      {Column::Type, "type"},
                                                      {Column::Route, "route"},
                                                      {Column::Reason, "reason"}};

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
  horizontalHeader()->setSectionsClickable(true);
  horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
  horizontalHeader()->setMinimumSectionSize(40);
  horizontalHeader()->setFont(ui_font(type::kDenseStrong));
  connect(horizontalHeader(), &QHeaderView::sectionClicked, this, &SagaTableView::sort_by);
  connect(horizontalHeader(), &QWidget::customContextMenuRequested, this, &SagaTableView::choose_columns);
  for (const auto& [column, name] : kChosen) setColumnHidden(header_of(column), true);
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &SagaTableView::look);
  connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, &SagaTableView::look);
  connect(&model, &QAbstractItemModel::modelReset, this, &SagaTableView::look, Qt::QueuedConnection);
  connect(&model, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex&, int first, int last) {
    if (first < verticalScrollBar()->value()) stay(first - last - 1);
  });
}

void SagaTableView::sort_by(int column) {
  const auto by = SagaTableModel::sorted_by(static_cast<Column>(column));
  if (!by) return;
  const SagaOrder& now = model_.order();
  Q_EMIT order_wanted({*by, now.by == *by && !now.ascending});
}

void SagaTableView::show_columns(const QStringList& names) {
  for (const auto& [column, name] : kChosen) {
    setColumnHidden(header_of(column), !names.contains(QLatin1String(name)));
  }
  fit_columns();
}

QStringList SagaTableView::shown_columns() const {
  QStringList names;
  for (const auto& [column, name] : kChosen) {
    if (!isColumnHidden(header_of(column))) names << QLatin1String(name);
  }
  return names;
}

void SagaTableView::choose_columns(const QPoint& at) {
  QMenu menu(this);
  for (const auto& [column, name] : kChosen) {
    const int section = header_of(column);
    QAction* action = menu.addAction(SagaTableModel::column_name(column));
    action->setCheckable(true);
    action->setChecked(!isColumnHidden(section));
    connect(action, &QAction::toggled, this, [this, section](bool shown) {
      setColumnHidden(section, !shown);
      fit_columns();
      Q_EMIT columns_changed();
    });
  }
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
  QTableView::rowsInserted(parent, first, last);
  if (first < verticalScrollBar()->value()) stay(last - first + 1);
}

void SagaTableView::set_greyed(bool greyed) {
  if (greyed == greyed_) return;
  greyed_ = greyed;
  viewport()->update();
}

void SagaTableView::fit_columns() {
  QHeaderView& header = *horizontalHeader();
  header.resizeSection(header_of(Column::Status), kStatus);
  header.resizeSection(header_of(Column::Saga), kSaga);
  header.resizeSection(header_of(Column::Amount), kAmount);
  header.resizeSection(header_of(Column::Age), kAge);
  int extra = 0;
  for (const auto& [column, name] : kChosen) {
    if (isColumnHidden(header_of(column))) continue;
    const int wide = column == Column::Reason ? kReason : kExtra;
    header.resizeSection(header_of(column), wide);
    extra += wide;
  }
  setHorizontalScrollBarPolicy(extra > 0 ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
  const int rest = viewport()->width() - kStatus - kSaga - kAmount - kAge - extra;
  const int order = qBound(kOrder, rest - kStep, kMostOrder);
  header.resizeSection(header_of(Column::Order), order);
  header.resizeSection(header_of(Column::Step), qMax(100, rest - order));
}

void SagaTableView::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  fit_columns();
  look();
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
    if (isColumnHidden(column)) continue;
    QString cell = model_.index(currentIndex().row(), column).data().toString();
    cell.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
    cells << cell;
  }
  QApplication::clipboard()->setText(cells.join(QLatin1Char('\t')));
}

}  // namespace saga::ui
