// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/saga_table_model.h"

#include <algorithm>

#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/status_style.h"

namespace saga::ui {

SagaTableModel::SagaTableModel(const Clock& clock, QObject* parent) : QAbstractTableModel(parent), clock_(clock) {}

int SagaTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int SagaTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant SagaTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  const auto column = static_cast<Column>(section);
  if (role == Qt::TextAlignmentRole) {
    const bool right = column == Column::Amount || column == Column::Age;
    return static_cast<int>(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Status: return tr("Status");
    case Column::Saga: return tr("Saga");
    case Column::Order: return tr("Order");
    case Column::Step: return tr("Step");
    case Column::Amount: return tr("Amount");
    case Column::Age: return tr("Age");
  }
  return {};
}

QVariant SagaTableModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const auto column = static_cast<Column>(index.column());
  const Row& shown = row(index.row());
  switch (role) {
    case Qt::DisplayRole: return display(shown, column, index.row());
    case Qt::ToolTipRole: return safe_tool_tip(tool_tip(shown, column));
    case Qt::TextAlignmentRole: return headerData(index.column(), Qt::Horizontal, Qt::TextAlignmentRole);
    default: return {};
  }
}

QString SagaTableModel::display(const Row& row, Column column, int index) const {
  switch (column) {
    case Column::Status: return status_word(status_kind(row.condition));
    case Column::Saga: return text(row.saga->id);
    case Column::Order: return row.saga->order_id ? text(*row.saga->order_id) : QStringLiteral("–");
    case Column::Step: {
      const QString step = text(row.saga->current_step);
      return row.saga->attempts > 1 ? QStringLiteral("%1 ×%2").arg(step).arg(row.saga->attempts) : step;
    }
    case Column::Amount: return row.saga->amount ? money_text(*row.saga->amount) : QStringLiteral("–");
    case Column::Age: return age_text(age(index));
  }
  return {};
}

QString SagaTableModel::tool_tip(const Row& row, Column column) const {
  switch (column) {
    case Column::Status:
      if (row.condition == Condition::Unknown) return text(row.saga->raw_status);
      return row.saga->parked_reason ? text(*row.saga->parked_reason) : QString();
    case Column::Saga: return text(row.saga->id);
    case Column::Order: return {};
    case Column::Step: return {};
    case Column::Amount: return {};
    case Column::Age: return full_time_text(row.saga->created_at);
  }
  return {};
}

bool SagaTableModel::canFetchMore(const QModelIndex& parent) const { return !parent.isValid() && more_ && !fetching_; }

void SagaTableModel::fetchMore(const QModelIndex& parent) {
  if (!canFetchMore(parent) || rows_.empty()) return;
  fetching_ = true;
  const Saga& last = *rows_.back().saga;
  Q_EMIT wants_more(SagaCursor{last.created_at, last.id});
}

SagaTableModel::Row SagaTableModel::make_row(const Saga& saga) const {
  return {std::make_shared<const Saga>(saga), condition_of(saga, now_), {}};
}

void SagaTableModel::reset(const SagaPage& page) {
  beginResetModel();
  now_ = page.server_now;
  rows_.clear();
  for (const Saga& saga : page.sagas) rows_.push_back(make_row(saga));
  more_ = page.next.has_value();
  fetching_ = false;
  waiting_.clear();
  reindex();
  endResetModel();
  Q_EMIT waiting_changed(0);
}

void SagaTableModel::append(const SagaPage& page) {
  fetching_ = false;
  more_ = page.next.has_value();
  now_ = std::max(now_, page.server_now);
  std::vector<Row> fresh;
  for (const Saga& saga : page.sagas) {
    if (!index_.contains(saga.id)) fresh.push_back(make_row(saga));
  }
  if (fresh.empty()) return;
  const int first = rowCount();
  beginInsertRows({}, first, first + static_cast<int>(fresh.size()) - 1);
  for (Row& row : fresh) {
    index_.emplace(row.saga->id, static_cast<int>(rows_.size()));
    rows_.push_back(std::move(row));
  }
  endInsertRows();
}

void SagaTableModel::clear() { reset(SagaPage{{}, std::nullopt, now_}); }

void SagaTableModel::update(const std::vector<Saga>& sagas, TimePoint server_now,
                            const std::function<bool(const Saga&)>& wanted) {
  now_ = std::max(now_, server_now);
  const std::size_t waited = waiting_.size();
  for (const Saga& saga : sagas) {
    if (const auto found = index_.find(saga.id); found != index_.end()) {
      Row& shown = rows_[static_cast<std::size_t>(found->second)];
      // Answers of two connections may overtake each other; an older version never replaces a newer one.
      if (saga.version < shown.saga->version || saga == *shown.saga) continue;
      shown = make_row(saga);
      shown.changed_at = last_change_ = clock_.monotonic();
      Q_EMIT dataChanged(index(found->second, 0), index(found->second, kColumns - 1));
      continue;
    }
    const auto key = std::pair(saga.created_at, saga.id);
    const bool newer = rows_.empty() || key > std::pair(rows_.front().saga->created_at, rows_.front().saga->id);
    if (!newer || !wanted(saga)) {
      waiting_.erase(key);
    } else {
      waiting_.insert_or_assign(key, saga);
    }
  }
  if (waiting_.size() != waited) Q_EMIT waiting_changed(waiting());
}

void SagaTableModel::show_waiting(int most_rows) {
  if (waiting_.empty()) return;
  const int added = waiting();
  beginInsertRows({}, 0, added - 1);
  std::vector<Row> fresh;
  fresh.reserve(waiting_.size());
  for (const auto& [key, saga] : waiting_) fresh.push_back(make_row(saga));
  rows_.insert(rows_.begin(), std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
  waiting_.clear();
  reindex();
  endInsertRows();
  if (rowCount() > most_rows) {
    beginRemoveRows({}, most_rows, rowCount() - 1);
    rows_.resize(static_cast<std::size_t>(most_rows));
    more_ = true;
    reindex();
    endRemoveRows();
  }
  Q_EMIT waiting_changed(0);
}

void SagaTableModel::tick(TimePoint server_now) {
  now_ = std::max(now_, server_now);
  if (rows_.empty()) return;
  for (int i = 0; i < rowCount(); ++i) {
    Row& shown = rows_[static_cast<std::size_t>(i)];
    const Condition condition = condition_of(*shown.saga, now_);
    if (condition == shown.condition) continue;
    shown.condition = condition;
    shown.changed_at = last_change_ = clock_.monotonic();
    Q_EMIT dataChanged(index(i, 0), index(i, 0));
  }
  const int age = static_cast<int>(Column::Age);
  Q_EMIT dataChanged(index(0, age), index(rowCount() - 1, age), {Qt::DisplayRole});
}

int SagaTableModel::row_of(const SagaId& id) const {
  const auto found = index_.find(id);
  return found == index_.end() ? -1 : found->second;
}

std::vector<SagaId> SagaTableModel::ids(int first, int count) const {
  std::vector<SagaId> out;
  for (int i = std::max(0, first); i < std::min(rowCount(), first + count); ++i) out.push_back(row(i).saga->id);
  return out;
}

double SagaTableModel::flash(int index) const {
  const MonoTime changed = row(index).changed_at;
  if (changed == MonoTime{}) return 0;
  const std::chrono::duration<double> since = clock_.monotonic() - changed;
  return std::clamp(1.0 - since / std::chrono::duration<double>(kFlash), 0.0, 1.0);
}

void SagaTableModel::reindex() {
  index_.clear();
  for (std::size_t i = 0; i < rows_.size(); ++i) index_.emplace(rows_[i].saga->id, static_cast<int>(i));
}

}  // namespace saga::ui
