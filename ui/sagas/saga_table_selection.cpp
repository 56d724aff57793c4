// SPDX-License-Identifier: GPL-3.0-or-later
// What of the table is chosen.
#include <algorithm>
#include <utility>

#include "ui/sagas/saga_table_model.h"

namespace saga::ui {

Qt::ItemFlags SagaTableModel::flags(const QModelIndex& index) const {
  const Qt::ItemFlags usual = QAbstractTableModel::flags(index);
  const bool mark = index.isValid() && static_cast<Column>(index.column()) == Column::Mark && row(index.row()).saga;
  return mark ? usual | Qt::ItemIsUserCheckable : usual;
}

bool SagaTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (role != Qt::CheckStateRole || !flags(index).testFlag(Qt::ItemIsUserCheckable)) return false;
  choose(index.row(), value.toInt() == Qt::Checked);
  return true;
}

void SagaTableModel::set_selection(SagaSelection selection) {
  if (selection == selection_) return;
  selection_ = std::move(selection);
  repaint_marks();
  Q_EMIT selection_changed();
}

bool SagaTableModel::chosen(int row) const {
  const auto& saga = this->row(row).saga;
  return saga && selection_.holds(*saga, now_);
}

void SagaTableModel::choose(int row, bool chosen) {
  const auto& saga = this->row(row).saga;
  if (!saga) return;
  SagaSelection changed = selection_;
  changed.choose(saga->id, chosen);
  set_selection(std::move(changed));
}

std::optional<std::vector<Saga>> SagaTableModel::chosen_sagas() const {
  std::vector<Saga> sagas;
  for (int at = 0; at < blocks_.count(); ++at) {
    if (!blocks_.block(at).loaded && selection_.by_filter()) return std::nullopt;
    for (const SagaRow& row : blocks_.block(at).rows) {
      if (selection_.holds(*row.saga, now_)) sagas.push_back(*row.saga);
    }
  }
  if (selection_.by_filter() && !complete()) return std::nullopt;
  if (!selection_.by_filter() && sagas.size() < selection_.named().size()) return std::nullopt;
  return sagas;
}

// Of the rows that are looked at: a view asks for the others when they come into sight.
void SagaTableModel::repaint_marks() {
  if (rowCount() == 0) return;
  const int first = std::min(window_.first, rowCount() - 1);
  const int last = std::min(window_.second, rowCount() - 1);
  Q_EMIT dataChanged(index(first, 0), index(last, kColumns - 1), {Qt::CheckStateRole});
}

}  // namespace saga::ui
