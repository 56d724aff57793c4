// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/row_table.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/widgets/fonts.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

QColor mixed(const QColor& under, const QColor& over, double share) {
  const auto part = [&](int a, int b) { return static_cast<int>(a + (b - a) * share); };
  return {part(under.red(), over.red()), part(under.green(), over.green()), part(under.blue(), over.blue())};
}

}  // namespace

void set_up_rows(QTableView& table, int row_height, int head_height) {
  table.setSelectionBehavior(QAbstractItemView::SelectRows);
  table.setSelectionMode(QAbstractItemView::SingleSelection);
  table.setShowGrid(false);
  table.setWordWrap(false);
  table.setTabKeyNavigation(false);
  table.verticalHeader()->hide();
  table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table.verticalHeader()->setMinimumSectionSize(row_height);
  table.verticalHeader()->setDefaultSectionSize(row_height);
  QHeaderView* head = table.horizontalHeader();
  head->setFixedHeight(head_height);
  head->setHighlightSections(false);
  head->setSectionsClickable(false);
  head->setFont(ui_font(type::kDenseStrong));
}

QString plain_cell(QString cell) {
  return cell.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
}

RowTable::RowTable(QWidget* parent) : QTableView(parent) {
  set_up_rows(*this, height::kRow, height::kHead);
  horizontalHeader()->setMinimumSectionSize(40);
  setMouseTracking(true);
  setFrameShape(QFrame::NoFrame);
}

void RowTable::set_greyed(bool greyed) {
  if (greyed == greyed_) return;
  greyed_ = greyed;
  viewport()->update();
}

void RowTable::set_opens_rows() {
  opens_rows_ = true;
  connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) { Q_EMIT opened(index.row()); });
}

void RowTable::hover(int row) {
  if (row == hovered_) return;
  const bool was_inside = hovered_ >= 0;
  hovered_ = row;
  if (opens_rows_) setCursor(row >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
  viewport()->update();
  if (was_inside != (row >= 0)) Q_EMIT hover_changed(row >= 0);
}

void RowTable::mouseMoveEvent(QMouseEvent* event) {
  hover(rowAt(event->pos().y()));
  QTableView::mouseMoveEvent(event);
}

void RowTable::leaveEvent(QEvent* event) {
  hover(-1);
  QTableView::leaveEvent(event);
}

// Without the base class's first row as current one: a row is looked at when somebody chooses it, not when the keyboard
// comes by.
void RowTable::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);  // NOLINT(bugprone-parent-virtual-call): past the base class on purpose
  viewport()->update();
}

void RowTable::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy)) return copy_row();
  if (opens_rows_ && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
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

void RowTable::copy_row() const {
  if (!currentIndex().isValid()) return;
  QStringList cells;
  for (int column = 0; column < model()->columnCount(); ++column) {
    cells << plain_cell(model()->index(currentIndex().row(), column).data().toString());
  }
  QApplication::clipboard()->setText(cells.join(QLatin1Char('\t')));
}

void paint_row(QPainter& painter, const QStyleOptionViewItem& option, const RowTable& table, int row, bool marked,
               double flash) {
  QColor back = color(Color::SurfaceBase);
  const bool selected = option.state.testFlag(QStyle::State_Selected);
  if (selected) {
    back = table.hasFocus() ? color(Color::RowSelected) : color(Color::RowSelectedIdle);
  } else if (marked) {
    back = color(Color::RowSelectedIdle);
  } else if (row == table.hovered_row()) {
    back = color(Color::RowHover);
  }
  if (flash > 0 && !selected) back = mixed(back, color(Color::RowSelectedIdle), flash);
  const QRect& cell = option.rect;
  painter.fillRect(cell, back);
  painter.fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), color(Color::BorderHairline));
}

}  // namespace saga::ui
