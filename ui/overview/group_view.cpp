// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/group_view.h"

#include <QHeaderView>

#include "ui/overview/group_model.h"
#include "ui/widgets/tokens.h"

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

GroupView::GroupView(GroupModel& model, QWidget* parent) : RowTable(parent), model_(model) {
  setModel(&model);
  setItemDelegate(new GroupDelegate(*this));
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setAccessibleName(tr("Groups of sagas in trouble"));
  set_opens_rows();
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
  RowTable::resizeEvent(event);
  fit_columns();
}

}  // namespace saga::ui
