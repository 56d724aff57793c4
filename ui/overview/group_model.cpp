// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/group_model.h"

#include <algorithm>
#include <iterator>

#include "ui/overview/flash.h"
#include "ui/overview/overview_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {

namespace {

bool same_key(const TroubleGroup& a, const TroubleGroup& b) {
  return a.condition == b.condition && a.step == b.step && a.error == b.error;
}

}  // namespace

int GroupModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int GroupModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

int GroupModel::row_of(const TroubleGroup& group) const {
  const auto found = std::ranges::find_if(rows_, [&](const Row& row) { return same_key(row.group, group); });
  return found == rows_.end() ? -1 : static_cast<int>(std::distance(rows_.begin(), found));
}

double GroupModel::flash(int index) const { return flash_of(row(index).changed_at, clock_.monotonic()); }

bool GroupModel::flashing() const {
  return std::ranges::any_of(rows_, [&](const Row& row) { return flash_of(row.changed_at, clock_.monotonic()) > 0; });
}

void GroupModel::update(const std::vector<TroubleGroup>& groups, TimePoint server_now, bool held) {
  now_ = server_now;
  std::vector<Row> next;
  const auto found = [&](const TroubleGroup& key) {
    return std::ranges::find_if(groups, [&](const TroubleGroup& group) { return same_key(group, key); });
  };
  if (held) {
    for (const Row& row : rows_) {
      const auto group = found(row.group);
      next.push_back({group != groups.end() ? *group : row.group, row.changed_at});
      if (group == groups.end()) next.back().group.count = 0;
    }
  }
  for (const TroubleGroup& group : groups) {
    if (!held || row_of(group) < 0) next.push_back({group, {}});
  }
  bool same_rows = next.size() >= rows_.size();
  for (std::size_t i = 0; i < next.size(); ++i) {
    const int before = row_of(next[i].group);
    if (before >= 0) {
      const Row& old = row(before);
      next[i].changed_at = old.group.count == next[i].group.count ? old.changed_at : clock_.monotonic();
    } else if (!rows_.empty()) {
      next[i].changed_at = clock_.monotonic();
    }
    if (i < rows_.size()) same_rows = same_rows && before == static_cast<int>(i);
  }
  if (!same_rows) {
    beginResetModel();
    rows_ = std::move(next);
    endResetModel();
    return;
  }
  const auto kept = static_cast<std::ptrdiff_t>(rows_.size());
  std::vector<Row> added(std::make_move_iterator(next.begin() + kept), std::make_move_iterator(next.end()));
  next.resize(rows_.size());
  rows_ = std::move(next);
  if (kept > 0) Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(kept) - 1, kColumns - 1));
  if (added.empty()) return;
  beginInsertRows({}, static_cast<int>(kept), static_cast<int>(kept) + static_cast<int>(added.size()) - 1);
  std::ranges::move(added, std::back_inserter(rows_));
  endInsertRows();
}

void GroupModel::tick(TimePoint server_now) {
  now_ = server_now;
  if (rows_.empty()) return;
  Q_EMIT dataChanged(index(0, static_cast<int>(Column::First)), index(rowCount() - 1, static_cast<int>(Column::Last)));
}

QVariant GroupModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  const auto column = static_cast<Column>(section);
  if (role == Qt::TextAlignmentRole) {
    const bool number =
        column == Column::Count || column == Column::AtRisk || column == Column::First || column == Column::Last;
    return static_cast<int>(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Step: return tr("Step");
    case Column::Error: return tr("Error, normalised");
    case Column::Count: return tr("Count");
    case Column::AtRisk: return tr("At risk");
    case Column::Trend: return tr("Last hour");
    case Column::First: return tr("First");
    case Column::Last: return tr("Last");
  }
  return {};
}

QString GroupModel::text_of(const TroubleGroup& group, Column column) const {
  switch (column) {
    case Column::Step: return text(group.step);
    case Column::Error: return group_error_text(group);
    case Column::Count: return count_text(group.count);
    case Column::AtRisk: return money_list_text(group.at_risk, 1);
    case Column::Trend: {
      std::int64_t fresh = 0;
      for (const std::int64_t count : group.trend) fresh += count;
      return tr("%1 in the last hour").arg(count_text(fresh));
    }
    case Column::First: return since_text(group.first_seen, now_);
    case Column::Last: return age_text(now_ - group.last_seen);
  }
  return {};
}

QString GroupModel::tool_tip(const TroubleGroup& group, Column column) const {
  switch (column) {
    case Column::AtRisk: return money_list_text(group.at_risk, 20);
    case Column::First: return full_time_text(group.first_seen);
    case Column::Last: return full_time_text(group.last_seen);
    case Column::Step:
    case Column::Error:
    case Column::Count:
    case Column::Trend: return text_of(group, column);
  }
  return {};
}

QVariant GroupModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const TroubleGroup& group = row(index.row()).group;
  const auto column = static_cast<Column>(index.column());
  if (role == Qt::DisplayRole) return text_of(group, column);
  if (role == Qt::ToolTipRole) return safe_tool_tip(tool_tip(group, column));
  return {};
}

}  // namespace saga::ui
