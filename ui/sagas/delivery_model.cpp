// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/delivery_model.h"

#include <algorithm>

#include <QCoreApplication>

#include "backend/domain/dead_letter.h"
#include "ui/widgets/format.h"
#include "ui/widgets/json_text.h"
#include "ui/widgets/plain_text_label.h"

namespace saga::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::Delivery)
};

bool same_deliveries(const std::vector<ExternalDelivery>& a, const std::vector<ExternalDelivery>& b) {
  return std::ranges::equal(a, b, [](const ExternalDelivery& left, const ExternalDelivery& right) {
    return left.event_id == right.event_id && left.target == right.target;
  });
}

QString answer_of(const ExternalDelivery& delivery) {
  if (delivery.status == "SENT")
    return delivery.ended_at ? Words::tr("taken %1").arg(clock_text(*delivery.ended_at)) : QString();
  if (!delivery.error.empty()) return visible_text(text(delivery.error));
  return delivery.last_attempt_at ? QString() : Words::tr("not tried yet");
}

}  // namespace

DeliveryLook look_of(const ExternalDelivery& delivery) {
  const DeliveryStatus status = delivery_status_from(delivery.status);
  const bool open = delivery.breaker == "OPEN" || delivery.breaker == "HALF_OPEN";
  switch (status) {
    case DeliveryStatus::Pending:
    case DeliveryStatus::Failed:
      if (open) return {StatusKind::Stuck, Icon::Hourglass, Words::tr("breaker open")};
      if (delivery.breaker == "NO_URL") return {StatusKind::Stuck, Icon::Plug, Words::tr("no address")};
      if (status == DeliveryStatus::Pending) return {StatusKind::Running, Icon::Clock, Words::tr("waiting")};
      return {StatusKind::Compensating, Icon::ArrowAnticlockwise, Words::tr("tried again")};
    case DeliveryStatus::Sent: return {StatusKind::Completed, Icon::Check, Words::tr("sent")};
    case DeliveryStatus::DeadLetter: return {StatusKind::Failed, Icon::RingCross, Words::tr("dead letter")};
    case DeliveryStatus::Discarded: return {StatusKind::Unknown, Icon::Close, Words::tr("discarded")};
    case DeliveryStatus::Unknown: break;
  }
  return {StatusKind::Unknown, Icon::RingQuestion, visible_text(text(delivery.status))};
}

QString delivery_id_text(const ExternalDelivery& delivery) {
  return QStringLiteral("%1/%2").arg(text(delivery.event_id), text(delivery.target));
}

int attempts_of(const ExternalDelivery& delivery) { return delivery.retry_count + (delivery.status == "SENT" ? 1 : 0); }

void DeliveryModel::show_rows(std::vector<ExternalDelivery> rows) {
  if (rows == rows_) return;
  if (same_deliveries(rows, rows_)) {  // read again: what is being looked at stays
    rows_ = std::move(rows);
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
    return;
  }
  beginResetModel();
  rows_ = std::move(rows);
  endResetModel();
}

int DeliveryModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int DeliveryModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant DeliveryModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) return {};
  const auto column = static_cast<Column>(section);
  if (role == Qt::TextAlignmentRole) {
    return static_cast<int>(Qt::AlignVCenter | (column == Column::Attempts ? Qt::AlignRight : Qt::AlignLeft));
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Event: return tr("Event");
    case Column::Target: return tr("Target");
    case Column::Status: return tr("Status");
    case Column::Attempts: return tr("Tries");
    case Column::Answer: return tr("Answer");
    case Column::Id: return tr("Delivery");
  }
  return {};
}

QVariant DeliveryModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const ExternalDelivery& delivery = row(index.row());
  if (role == Qt::ToolTipRole) return safe_tool_tip(data(index, Qt::DisplayRole).toString());
  if (role != Qt::DisplayRole) return {};
  switch (static_cast<Column>(index.column())) {
    case Column::Event: return visible_text(text(delivery.event_type));
    case Column::Target: return visible_text(text(delivery.target));
    case Column::Status: return look_of(delivery).word;
    case Column::Attempts: return count_text(std::int64_t{attempts_of(delivery)});
    case Column::Answer: return answer_of(delivery);
    case Column::Id: return visible_text(delivery_id_text(delivery));
  }
  return {};
}

}  // namespace saga::ui
