// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/entry_model.h"

#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {

std::vector<Entry> entries_of(const std::vector<StreamHit>& hits) {
  std::vector<Entry> rows;
  rows.reserve(hits.size());
  for (const StreamHit& hit : hits) rows.push_back({hit.at, text(hit.type), text(hit.stream), text(hit.id), hit.text});
  return rows;
}

std::vector<Entry> entries_of(const std::vector<StoredEvent>& events) {
  std::vector<Entry> rows;
  rows.reserve(events.size());
  for (const StoredEvent& event : events) {
    rows.push_back(
        {event.at, text(event.type), text(event.aggregate), QStringLiteral("#%1").arg(event.number), event.data});
  }
  return rows;
}

void EntryModel::show_rows(std::vector<Entry> rows) {
  if (rows == rows_) return;  // a refresh must not move what is being read
  beginResetModel();
  rows_ = std::move(rows);
  endResetModel();
}

int EntryModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int EntryModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant EntryModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft);
  if (role != Qt::DisplayRole) return {};
  switch (static_cast<Column>(section)) {
    case Column::Time: return tr("Time");
    case Column::Kind: return tr("Event");
    case Column::Where: return where_;
    case Column::Id: return id_;
  }
  return {};
}

QVariant EntryModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const Entry& entry = row(index.row());
  const auto column = static_cast<Column>(index.column());
  if (role == Qt::ToolTipRole) {
    return safe_tool_tip(column == Column::Time ? full_time_text(entry.at) : data(index, Qt::DisplayRole).toString());
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Time: return precise_clock_text(entry.at);
    case Column::Kind: return entry.kind.isEmpty() ? tr("cannot be read") : visible_text(entry.kind);
    case Column::Where: return visible_text(entry.where);
    case Column::Id: return visible_text(entry.id);
  }
  return {};
}

}  // namespace saga::ui
