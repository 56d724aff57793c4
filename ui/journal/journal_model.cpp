// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journal_model.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "ui/journal/journal_words.h"
#include "ui/sagas/deed_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {
namespace {

bool same_row(const JournalEntry& a, const JournalEntry& b) { return a.seq == b.seq && a.area == b.area; }

// The order of the list, which is that of the reader: newest first.
bool above(const JournalEntry& a, const JournalEntry& b) {
  return std::tie(a.at, a.area, a.seq) > std::tie(b.at, b.area, b.seq);
}

}  // namespace

int JournalModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(entries_.size());
}

int JournalModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant JournalModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft);
  if (role != Qt::DisplayRole) return {};
  switch (static_cast<Column>(section)) {
    case Column::When: return tr("When");
    case Column::Row: return tr("Row");
    case Column::Who: return tr("Who");
    case Column::What: return tr("What");
    case Column::On: return tr("About");
    case Column::Outcome: return tr("Outcome");
    case Column::Why: return tr("Why");
  }
  return {};
}

QVariant JournalModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const JournalEntry& row = entry(index.row());
  const auto column = static_cast<Column>(index.column());
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft);
  if (role == Qt::ToolTipRole) {
    const JournalBreach* breach = breach_of(row);
    if (breach != nullptr && column == Column::Row) return safe_tool_tip(breach_text(*breach));
    if (column == Column::When) return safe_tool_tip(full_time_text(row.at));
    return safe_tool_tip(data(index, Qt::DisplayRole).toString());
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::When: return moment_text(row.at);
    case Column::Row: return row_text(row.area, row.seq);
    case Column::Who: return visible_text(text(row.who));
    case Column::What: return visible_text(deed_of(row));
    case Column::On: return visible_text(text(row.on_what));
    case Column::Outcome: return visible_text(deed_outcome(row.after.value_or("")));
    case Column::Why: return visible_text(text(row.why));
  }
  return {};
}

bool JournalModel::canFetchMore(const QModelIndex& parent) const { return !parent.isValid() && !complete_; }

void JournalModel::fetchMore(const QModelIndex& parent) {
  if (canFetchMore(parent)) Q_EMIT more_wanted();
}

void JournalModel::show(std::vector<JournalEntry> entries, bool complete) {
  beginResetModel();
  entries_ = std::move(entries);
  complete_ = complete;
  endResetModel();
}

std::ptrdiff_t JournalModel::reached(const std::vector<JournalEntry>& newest) const {
  if (newest.empty()) return 0;
  return std::ranges::partition_point(entries_, [&](const JournalEntry& e) { return !above(newest.back(), e); }) -
         entries_.begin();
}

int JournalModel::fresh(const std::vector<JournalEntry>& newest) const {
  const std::span<const JournalEntry> here(entries_.begin(), entries_.begin() + reached(newest));
  return static_cast<int>(std::ranges::count_if(newest, [&](const JournalEntry& e) {
    return std::ranges::none_of(here, [&](const JournalEntry& known) { return same_row(known, e); });
  }));
}

void JournalModel::take_newest(const std::vector<JournalEntry>& newest, bool complete) {
  if (newest.empty() && entries_.empty()) return;
  const auto common = static_cast<std::ptrdiff_t>(newest.size()) - fresh(newest);
  if (common == 0 || common != reached(newest)) return show(newest, complete);
  for (const JournalEntry& entry : newest) {
    const auto place = std::ranges::partition_point(entries_, [&](const JournalEntry& e) { return above(e, entry); });
    if (place != entries_.end() && same_row(*place, entry)) continue;
    const int row = static_cast<int>(place - entries_.begin());
    beginInsertRows({}, row, row);
    entries_.insert(place, entry);
    endInsertRows();
  }
}

void JournalModel::append(const std::vector<JournalEntry>& older, bool complete) {
  complete_ = complete;
  if (older.empty()) return;
  const int first = rowCount();
  beginInsertRows({}, first, first + static_cast<int>(older.size()) - 1);
  entries_.insert(entries_.end(), older.begin(), older.end());
  endInsertRows();
}

int JournalModel::row_of(const std::string& area, std::int64_t seq) const {
  const auto found =
      std::ranges::find_if(entries_, [&](const JournalEntry& e) { return e.seq == seq && e.area == area; });
  return found == entries_.end() ? -1 : static_cast<int>(found - entries_.begin());
}

void JournalModel::mark(const std::vector<JournalBreach>& breaches) {
  breaches_.clear();
  for (const JournalBreach& breach : breaches) breaches_.emplace(std::pair(breach.area, breach.seq), breach);
  if (!entries_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
}

const JournalBreach* JournalModel::breach_of(const JournalEntry& entry) const {
  const auto found = breaches_.find({entry.area, entry.seq});
  return found == breaches_.end() ? nullptr : &found->second;
}

}  // namespace saga::ui
