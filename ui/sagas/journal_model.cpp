// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/journal_model.h"

#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {

void JournalModel::show_rows(const std::vector<JournalRow>& rows) {
  if (rows == rows_) return;  // a refresh must not move what is being read
  beginResetModel();
  rows_ = rows;
  endResetModel();
}

int JournalModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int JournalModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant JournalModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignVCenter | Qt::AlignLeft);
  if (role != Qt::DisplayRole) return {};
  switch (static_cast<Column>(section)) {
    case Column::Time: return tr("Time");
    case Column::Who: return tr("Who");
    case Column::What: return tr("What");
    case Column::Why: return tr("Why, or what came of it");
  }
  return {};
}

QVariant JournalModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const JournalRow& row = rows_[static_cast<std::size_t>(index.row())];
  const auto column = static_cast<Column>(index.column());
  if (role == Qt::ToolTipRole) {
    return column == Column::Time ? safe_tool_tip(full_time_text(row.at))
                                  : safe_tool_tip(QStringLiteral("%1 → %2").arg(text(row.before), text(row.after)));
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Time: return clock_text(row.at);
    case Column::Who: return text(row.who);
    case Column::What: return row.kind == "OBSERVED" ? tr("%1, observed").arg(text(row.what)) : text(row.what);
    case Column::Why: return row.why.empty() ? text(row.after) : text(row.why);
  }
  return {};
}

}  // namespace saga::ui
