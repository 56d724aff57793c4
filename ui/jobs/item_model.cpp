// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/item_model.h"

#include <algorithm>

#include "ui/jobs/job_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {

int ItemModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(items_.size());
}

int ItemModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant ItemModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  const auto column = static_cast<Column>(section);
  if (role == Qt::TextAlignmentRole) {
    return static_cast<int>(Qt::AlignVCenter | (column == Column::Position ? Qt::AlignRight : Qt::AlignLeft));
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Position: return tr("No.");
    case Column::Saga: return tr("Saga");
    case Column::Outcome: return tr("Outcome");
    case Column::Detail: return tr("Why");
    case Column::When: return tr("When");
  }
  return {};
}

QVariant ItemModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const JobItem& row = item(index.row());
  const auto column = static_cast<Column>(index.column());
  const auto& at = row.finished_at ? row.finished_at : row.requested_at;
  if (role == Qt::TextAlignmentRole) {
    return static_cast<int>(Qt::AlignVCenter | (column == Column::Position ? Qt::AlignRight : Qt::AlignLeft));
  }
  if (role == Qt::ToolTipRole) {
    if (column == Column::When) return at ? safe_tool_tip(full_time_text(*at)) : QVariant();
    return safe_tool_tip(data(index, Qt::DisplayRole).toString());
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Position: return count_text(std::int64_t{row.position});
    case Column::Saga: return visible_text(text(row.saga));
    case Column::Outcome: return look_of(row).word;
    case Column::Detail: return visible_text(text(row.detail));
    case Column::When: return at ? clock_text(*at) : QString();
  }
  return {};
}

bool ItemModel::canFetchMore(const QModelIndex& parent) const { return !parent.isValid() && !complete_; }

void ItemModel::fetchMore(const QModelIndex& parent) {
  if (canFetchMore(parent)) Q_EMIT more_wanted();
}

void ItemModel::clear() {
  waiting_.reset();
  complete_ = true;
  if (items_.empty()) return;
  beginResetModel();
  items_.clear();
  endResetModel();
}

void ItemModel::show(std::vector<JobItem> items, bool complete) {
  const bool same = std::ranges::equal(items, items_, {}, &JobItem::position, &JobItem::position);
  if (!same && held_ && !items_.empty()) {
    // Both are in the order of the work.
    auto now = items.begin();
    for (std::size_t row = 0; row < items_.size(); ++row) {
      now = std::ranges::lower_bound(now, items.end(), items_[row].position, {}, &JobItem::position);
      if (now != items.end() && now->position == items_[row].position) update(row, *now);
    }
    waiting_ = Rows{std::move(items), complete};
    return;
  }
  waiting_.reset();
  complete_ = complete;
  if (same) {
    for (std::size_t row = 0; row < items_.size(); ++row) update(row, items[row]);
    return;
  }
  beginResetModel();
  items_ = std::move(items);
  endResetModel();
}

void ItemModel::update(std::size_t row, const JobItem& item) {
  if (items_[row] == item) return;
  items_[row] = item;
  Q_EMIT dataChanged(index(static_cast<int>(row), 0), index(static_cast<int>(row), kColumns - 1));
}

void ItemModel::hold(bool held) {
  held_ = held;
  if (held_ || !waiting_) return;
  Rows rows = std::move(*waiting_);
  waiting_.reset();
  show(std::move(rows.items), rows.complete);
}

void ItemModel::append(const std::vector<JobItem>& items, bool complete) {
  complete_ = complete;
  if (items.empty()) return;
  if (waiting_) {
    for (const JobItem& item : items) {
      if (waiting_->items.empty() || item.position > waiting_->items.back().position) waiting_->items.push_back(item);
    }
    waiting_->complete = complete;
  }
  const int first = rowCount();
  beginInsertRows({}, first, first + static_cast<int>(items.size()) - 1);
  items_.insert(items_.end(), items.begin(), items.end());
  endInsertRows();
}

}  // namespace saga::ui
