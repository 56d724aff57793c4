// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of the table say.
#include "ui/sagas/saga_table_model.h"
#include "ui/sagas/words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/status_style.h"

namespace saga::ui {

QVariant SagaTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  const auto column = static_cast<Column>(section);
  if (role == Qt::TextAlignmentRole) {
    const bool right = column == Column::Amount || column == Column::Age || column == Column::Updated;
    return static_cast<int>(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
  }
  if (role == Qt::ToolTipRole && column == Column::Mark) return tr("Selected: click to select all, or none");
  if (role != Qt::DisplayRole) return {};
  if (sorted_by(column) != order_.by) return column_name(column);
  // An age runs against time: what was created last is the youngest.
  const bool against = column == Column::Age || column == Column::Updated;
  return column_name(column) + (order_.ascending != against ? QStringLiteral(" ↑") : QStringLiteral(" ↓"));
}

std::optional<SortBy> SagaTableModel::sorted_by(Column column) {
  switch (column) {
    case Column::Status: return SortBy::Status;
    case Column::Step: return SortBy::Step;
    case Column::Amount: return SortBy::Amount;
    case Column::Age: return SortBy::Created;
    case Column::Updated: return SortBy::Updated;
    case Column::Mark:
    case Column::Saga:
    case Column::Order:
    case Column::User:
    case Column::Type:
    case Column::Route:
    case Column::Reason: return std::nullopt;
  }
  return std::nullopt;
}

QString SagaTableModel::column_name(Column column) {
  switch (column) {
    case Column::Mark: return {};
    case Column::Status: return tr("Status");
    case Column::Saga: return tr("Saga");
    case Column::Order: return tr("Order");
    case Column::Step: return tr("Step");
    case Column::Amount: return tr("Amount");
    case Column::Age: return tr("Age");
    case Column::Updated: return tr("Updated");
    case Column::User: return tr("User");
    case Column::Type: return tr("Type");
    case Column::Route: return tr("Route");
    case Column::Reason: return tr("Reason");
  }
  return {};
}

QVariant SagaTableModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const auto column = static_cast<Column>(index.column());
  if (role == Qt::TextAlignmentRole) return headerData(index.column(), Qt::Horizontal, Qt::TextAlignmentRole);
  const Row& shown = row(index.row());
  if (!shown.saga) return role == Qt::AccessibleTextRole ? QVariant(tr("being read")) : QVariant();
  if (role == Qt::CheckStateRole && column == Column::Mark) return chosen(index.row()) ? Qt::Checked : Qt::Unchecked;
  switch (role) {
    case Qt::DisplayRole: return display(*shown.saga, shown.condition, column, now_);
    case Qt::AccessibleTextRole:
      return column == Column::Mark ? QVariant(chosen(index.row()) ? tr("selected") : tr("not selected")) : QVariant();
    case Qt::ToolTipRole: return safe_tool_tip(tool_tip(shown, column));
    default: return {};
  }
}

QString SagaTableModel::text_of(const Saga& saga, Column column, TimePoint now) {
  return display(saga, condition_of(saga, now), column, now);
}

QString SagaTableModel::display(const Saga& saga, Condition condition, Column column, TimePoint now) {
  const auto or_none = [](const auto& value) { return value ? text(*value) : QStringLiteral("–"); };
  switch (column) {
    case Column::Mark: return {};
    case Column::Status: return status_word(status_kind(condition));
    case Column::Saga: return text(saga.id);
    case Column::Order: return or_none(saga.order_id);
    case Column::Step: {
      const QString step = text(saga.current_step);
      return saga.attempts > 1 ? QStringLiteral("%1 ×%2").arg(step).arg(saga.attempts) : step;
    }
    case Column::Amount: return saga.amount ? money_text(*saga.amount) : QStringLiteral("–");
    case Column::Age: return age_text(now - saga.created_at);
    case Column::Updated: return age_text(now - saga.updated_at);
    case Column::User: return or_none(saga.user_id);
    case Column::Type: return text(saga.type);
    case Column::Route: return saga.route.empty() ? QStringLiteral("–") : route_text(saga.route);
    case Column::Reason: return or_none(saga.parked_reason);
  }
  return {};
}

QString SagaTableModel::tool_tip(const Row& row, Column column) const {
  switch (column) {
    case Column::Status:
      if (row.condition == Condition::Unknown) return text(row.saga->raw_status);
      return row.saga->parked_reason ? text(*row.saga->parked_reason) : QString();
    case Column::Saga: return text(row.saga->id);
    case Column::Age: return full_time_text(row.saga->created_at);
    case Column::Updated: return full_time_text(row.saga->updated_at);
    case Column::Route: return text(row.saga->route_reason);
    case Column::Reason: return row.saga->parked_reason ? text(*row.saga->parked_reason) : QString();
    case Column::Mark:
    case Column::Order:
    case Column::Step:
    case Column::Amount:
    case Column::User:
    case Column::Type: return {};
  }
  return {};
}

}  // namespace saga::ui
