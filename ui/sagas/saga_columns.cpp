// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/saga_columns.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <QHeaderView>
#include <QJsonArray>
#include <QJsonObject>
#include <QMenu>
#include <QTableView>

#include "ui/widgets/memory.h"
#include "ui/widgets/status_style.h"

namespace saga::ui {

namespace {

// Widths at 100 %. What is left goes to the step until its names fit, and then to the order, whose length nobody knows.
constexpr int kMark = 28;
constexpr int kSaga = 133;
constexpr int kOrder = 77;
constexpr int kStep = 176;
constexpr int kLeastStep = 100;
constexpr int kMostOrder = 160;
constexpr int kAmount = 108;
constexpr int kAge = 57;
constexpr int kCellPadding = 10;  // beside a status
constexpr int kExtra = 108;
constexpr int kReason = 220;
constexpr int kLeastWidth = 40;
constexpr int kMostWidth = 1200;

using Column = SagaTableModel::Column;

// What the longest of the status words takes, in the language that is spoken now.
int longest_status() {
  int widest = 0;
  for (std::size_t kind = 0; kind <= static_cast<std::size_t>(StatusKind::Unknown); ++kind) {
    widest = std::max(widest, status_width(static_cast<StatusKind>(kind)));
  }
  return widest + kCellPadding;
}

constexpr QLatin1String kKey{"sagas/columns"};
constexpr QLatin1String kShown{"shown"};
constexpr QLatin1String kOrderOf{"order"};
constexpr QLatin1String kWidths{"widths"};

// By their names in the settings.
constexpr std::pair<Column, const char*> kNames[] = {
    {Column::Mark, "mark"}, {Column::Status, "status"}, {Column::Saga, "saga"},   {Column::Order, "order"},
    {Column::Step, "step"}, {Column::Amount, "amount"}, {Column::Age, "age"},     {Column::Updated, "updated"},
    {Column::User, "user"}, {Column::Type, "type"},     {Column::Route, "route"}, {Column::Reason, "reason"}};
constexpr Column kChosen[] = {Column::Updated, Column::User, Column::Type, Column::Route, Column::Reason};

int section_of(Column column) { return static_cast<int>(column); }

QString name_of(Column column) {
  const auto* found = std::ranges::find(kNames, column, &std::pair<Column, const char*>::first);
  return QString::fromLatin1(found->second);
}

std::optional<Column> column_from(const QString& name) {
  const auto* found = std::ranges::find_if(kNames, [&](const auto& one) { return name == QLatin1String(one.second); });
  return found == std::end(kNames) ? std::nullopt : std::optional(found->first);
}

}  // namespace

SagaColumns::SagaColumns(QTableView& view) : QObject(&view), view_(view) {
  header().setMinimumSectionSize(kMark);
  header().setSectionsMovable(true);
  header().setFirstSectionMovable(false);  // the marks
  header().setSectionResizeMode(section_of(Column::Mark), QHeaderView::Fixed);
  restore();
  connect(&header(), &QHeaderView::sectionMoved, this, [this] {
    if (!fitting_) keep_them();
  });
  connect(&header(), &QHeaderView::sectionResized, this, [this](int section, int, int wide) {
    if (fitting_ || view_.isColumnHidden(section) || wide == 0) return;
    chosen_widths_[static_cast<Column>(section)] = std::max(wide, kLeastWidth);
    fit();
    keep_them();
  });
  connect(&header(), &QHeaderView::sectionHandleDoubleClicked, this, [this](int section) {
    chosen_widths_.erase(static_cast<Column>(section));
    fit();
    keep_them();
  });
}

QHeaderView& SagaColumns::header() const { return *view_.horizontalHeader(); }

void SagaColumns::show(const QStringList& names) {
  fitting_ = true;
  for (const Column column : kChosen) view_.setColumnHidden(section_of(column), !names.contains(name_of(column)));
  fitting_ = false;
  fit();
}

QStringList SagaColumns::shown() const {
  QStringList names;
  for (const Column column : kChosen) {
    if (!view_.isColumnHidden(section_of(column))) names << name_of(column);
  }
  return names;
}

std::vector<Column> SagaColumns::in_order() const {
  std::vector<Column> columns;
  for (int at = 0; at < header().count(); ++at) {
    const int section = header().logicalIndex(at);
    if (!view_.isColumnHidden(section) && section != section_of(Column::Mark)) {
      columns.push_back(static_cast<Column>(section));
    }
  }
  return columns;
}

int SagaColumns::width_of(Column column, int own) const {
  const auto chosen = chosen_widths_.find(column);
  return chosen == chosen_widths_.end() ? own : chosen->second;
}

// A scroll bar may come or go by it, and so the room change while it is being shared.
void SagaColumns::fit() {
  if (fitting_) return;
  fitting_ = true;
  for (int room = -1, times = 0; room != view_.viewport()->width() && times < 3; ++times) {
    room = view_.viewport()->width();
    share(room);
  }
  fitting_ = false;
}

void SagaColumns::share(int room) {
  int used = 0;
  const auto set = [&](Column column, int own) {
    const int wide = width_of(column, own);
    header().resizeSection(section_of(column), wide);
    used += wide;
  };
  header().resizeSection(section_of(Column::Mark), kMark);
  used += kMark;
  set(Column::Status, longest_status());
  set(Column::Saga, kSaga);
  set(Column::Amount, kAmount);
  set(Column::Age, kAge);
  for (const Column column : kChosen) {
    if (!view_.isColumnHidden(section_of(column))) set(column, column == Column::Reason ? kReason : kExtra);
  }
  const int rest = room - used;
  const int order = width_of(Column::Order, std::clamp(rest - kStep, kOrder, kMostOrder));
  const int step = width_of(Column::Step, std::max(kLeastStep, rest - order));
  header().resizeSection(section_of(Column::Order), order);
  header().resizeSection(section_of(Column::Step), step);
  // Without a choice the window's least width still has room for all of them.
  const bool wider = !chosen_widths_.empty() || !shown().isEmpty();
  view_.setHorizontalScrollBarPolicy(wider ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
}

void SagaColumns::reset() {
  chosen_widths_.clear();
  fitting_ = true;
  for (int section = 0; section < header().count(); ++section) {
    header().moveSection(header().visualIndex(section), section);
  }
  fitting_ = false;
  show({});
  keep_them();
}

void SagaColumns::fill(QMenu& menu) {
  for (const Column column : kChosen) {
    const int section = section_of(column);
    QAction* action = menu.addAction(SagaTableModel::column_name(column));
    action->setCheckable(true);
    action->setChecked(!view_.isColumnHidden(section));
    connect(action, &QAction::toggled, this, [this, section](bool shown) {
      fitting_ = true;
      view_.setColumnHidden(section, !shown);
      fitting_ = false;
      fit();
      keep_them();
    });
  }
  menu.addSeparator();
  connect(menu.addAction(tr("As they were at first")), &QAction::triggered, this, &SagaColumns::reset);
}

void SagaColumns::restore() {
  const QJsonObject kept = recall(kKey).toObject();
  const QJsonArray widths = kept.value(kWidths).toArray();
  for (const auto value : widths) {
    const QJsonObject width = value.toObject();
    const auto column = column_from(width.value(QLatin1String("column")).toString());
    const int wide = width.value(QLatin1String("width")).toInt();
    if (column && *column != Column::Mark && wide >= kLeastWidth && wide <= kMostWidth) chosen_widths_[*column] = wide;
  }
  int at = 1;  // behind the marks
  const QJsonArray order = kept.value(kOrderOf).toArray();
  for (const auto name : order) {
    const auto column = column_from(name.toString());
    if (!column || *column == Column::Mark || header().visualIndex(section_of(*column)) < at) continue;
    header().moveSection(header().visualIndex(section_of(*column)), at++);
  }
  QStringList names;
  const QJsonArray shown = kept.value(kShown).toArray();
  for (const auto name : shown) names << name.toString();
  show(names);
}

void SagaColumns::keep_them() {
  QJsonArray order;
  for (int at = 1; at < header().count(); ++at) order << name_of(static_cast<Column>(header().logicalIndex(at)));
  QJsonArray widths;
  for (const auto& [column, wide] : chosen_widths_) {
    widths << QJsonObject{{QStringLiteral("column"), name_of(column)}, {QStringLiteral("width"), wide}};
  }
  keep(kKey, QJsonObject{{kShown, QJsonArray::fromStringList(shown())}, {kOrderOf, order}, {kWidths, widths}});
  Q_EMIT changed();
}

}  // namespace saga::ui
