// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/step_view.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/overview/overview_words.h"
#include "ui/overview/step_model.h"
#include "ui/widgets/fonts.h"
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

StepView::StepView(StepModel& model, QWidget* parent) : QTableView(parent), model_(model) {
  setModel(&model);
  setItemDelegate(new StepDelegate(*this));
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setShowGrid(false);
  setWordWrap(false);
  setTabKeyNavigation(false);
  setMouseTracking(true);
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Steps"));
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setMinimumSectionSize(height::kRow);
  verticalHeader()->setDefaultSectionSize(height::kRow);
  horizontalHeader()->setFixedHeight(height::kHead);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setSectionsClickable(false);
  horizontalHeader()->setMinimumSectionSize(40);
  horizontalHeader()->setFont(ui_font(type::kDenseStrong));
  connect(this, &QTableView::clicked, this, [this](const QModelIndex& index) { Q_EMIT opened(index.row()); });
}

void StepView::set_greyed(bool greyed) {
  if (greyed == greyed_) return;
  greyed_ = greyed;
  viewport()->update();
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
  QTableView::resizeEvent(event);
  fit_columns();
}

void StepView::hover(int row) {
  if (row == hovered_) return;
  hovered_ = row;
  setCursor(row >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
  viewport()->update();
}

void StepView::mouseMoveEvent(QMouseEvent* event) {
  hover(rowAt(event->pos().y()));
  QTableView::mouseMoveEvent(event);
}

void StepView::leaveEvent(QEvent* event) {
  hover(-1);
  QTableView::leaveEvent(event);
}

// Without the base class's first row as current one: a step is chosen by somebody, not by the keyboard coming by.
void StepView::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);  // NOLINT(bugprone-parent-virtual-call): past the base class on purpose
  viewport()->update();
}

void StepView::keyPressEvent(QKeyEvent* event) {
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

void StepView::copy_row() const {
  if (!currentIndex().isValid()) return;
  QStringList cells;
  for (int column = 0; column < StepModel::kColumns; ++column) {
    cells << model_.index(currentIndex().row(), column).data().toString();
  }
  QApplication::clipboard()->setText(cells.join(QLatin1Char('\t')));
}

QSize StepDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {80, height::kRow}; }

void StepDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const StepFlow& step = view_.steps().row(index.row());
  const auto column = static_cast<Column>(index.column());
  QColor back = color(Color::SurfaceBase);
  if (option.state.testFlag(QStyle::State_Selected)) {
    back = view_.hasFocus() ? color(Color::RowSelected) : color(Color::RowSelectedIdle);
  } else if (index.row() == view_.hovered_row()) {
    back = color(Color::RowHover);
  }
  painter->fillRect(option.rect, back);
  painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                    color(Color::BorderHairline));

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
