// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/group_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>

#include "ui/overview/group_model.h"
#include "ui/widgets/fonts.h"

namespace saga::ui {

namespace {

// Widths at 100 %. What is left goes to the error.
constexpr int kStep = 172;
constexpr int kCount = 62;
constexpr int kAtRisk = 134;
constexpr int kTrend = 92;
constexpr int kFirst = 58;
constexpr int kLast = 64;
constexpr int kNarrow = 760;  // below this the error needs the room of others
constexpr int kStepNarrow = 162;
constexpr int kCountNarrow = 50;
constexpr int kAtRiskNarrow = 116;
constexpr int kTrendNarrow = 70;
constexpr int kFrameMs = 40;

}  // namespace

GroupView::GroupView(GroupModel& model, QWidget* parent) : QTableView(parent), model_(model) {
  setModel(&model);
  setItemDelegate(new GroupDelegate(*this));
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setShowGrid(false);
  setWordWrap(false);
  setTabKeyNavigation(false);
  setMouseTracking(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Groups of sagas in trouble"));
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setMinimumSectionSize(height::kRow);
  verticalHeader()->setDefaultSectionSize(height::kRow);
  horizontalHeader()->setFixedHeight(height::kHead);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setSectionsClickable(false);
  horizontalHeader()->setMinimumSectionSize(40);
  horizontalHeader()->setFont(ui_font(type::kDenseStrong));
  flashing_.setInterval(kFrameMs);
  connect(&flashing_, &QTimer::timeout, this, [this] {
    viewport()->update();
    if (!model_.flashing()) flashing_.stop();
  });
  const auto flash = [this] {
    if (model_.flashing() && !flashing_.isActive()) flashing_.start();
  };
  connect(&model, &QAbstractItemModel::dataChanged, this, flash);
  connect(&model, &QAbstractItemModel::rowsInserted, this, flash);
  connect(&model, &QAbstractItemModel::modelReset, this, flash);
  connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) { Q_EMIT opened(index.row()); });
}

void GroupView::set_greyed(bool greyed) {
  if (greyed == greyed_) return;
  greyed_ = greyed;
  viewport()->update();
}

void GroupView::fit_columns() {
  using Column = GroupModel::Column;
  const auto set = [this](Column column, int wide) {
    horizontalHeader()->resizeSection(static_cast<int>(column), wide);
  };
  const bool narrow = viewport()->width() < kNarrow;
  const int step = narrow ? kStepNarrow : kStep;
  const int count = narrow ? kCountNarrow : kCount;
  const int at_risk = narrow ? kAtRiskNarrow : kAtRisk;
  const int trend = narrow ? kTrendNarrow : kTrend;
  const int first = narrow ? 0 : kFirst;
  setColumnHidden(static_cast<int>(Column::First), narrow);
  set(Column::Step, step);
  set(Column::Count, count);
  set(Column::AtRisk, at_risk);
  set(Column::Trend, trend);
  if (!narrow) set(Column::First, first);
  set(Column::Last, kLast);
  set(Column::Error, qMax(100, viewport()->width() - step - count - at_risk - trend - first - kLast));
}

void GroupView::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  fit_columns();
}

void GroupView::hover(int row) {
  if (row == hovered_) return;
  hovered_ = row;
  setCursor(row >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
  viewport()->update();
}

void GroupView::mouseMoveEvent(QMouseEvent* event) {
  hover(rowAt(event->pos().y()));
  QTableView::mouseMoveEvent(event);
}

void GroupView::leaveEvent(QEvent* event) {
  hover(-1);
  QTableView::leaveEvent(event);
}

// Without the base class's first row as current one: a group is chosen by somebody, not by the keyboard coming by.
void GroupView::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);  // NOLINT(bugprone-parent-virtual-call): past the base class on purpose
  viewport()->update();
}

void GroupView::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return copy_row();
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    if (currentIndex().isValid()) Q_EMIT opened(currentIndex().row());
    return;
  }
  if (event->key() == Qt::Key_Escape) {
    clearSelection();
    setCurrentIndex({});
    return;
  }
  QTableView::keyPressEvent(event);
}

void GroupView::copy_row() const {
  if (!currentIndex().isValid()) return;
  QStringList cells;
  for (int column = 0; column < GroupModel::kColumns; ++column) {
    QString cell = model_.index(currentIndex().row(), column).data().toString();
    cell.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
    cells << cell;
  }
  QApplication::clipboard()->setText(cells.join(QLatin1Char('\t')));
}

}  // namespace saga::ui
