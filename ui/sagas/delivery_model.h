// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "backend/ports/saga_context.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/tokens.h"

namespace saga::ui {

// A delivery's status as it is shown. What waits behind an open breaker is not merely waiting.
struct DeliveryLook {
  StatusKind kind = StatusKind::Unknown;  // whose colour it has
  Icon icon = Icon::RingQuestion;
  QString word;
};
[[nodiscard]] DeliveryLook look_of(const ExternalDelivery& delivery);

[[nodiscard]] QString delivery_id_text(const ExternalDelivery& delivery);  // "0195a1c3-…/crm", as its target is told
[[nodiscard]] int attempts_of(const ExternalDelivery& delivery);           // since it is to be sent

// What a saga's events became outside: a row a delivery, that is an event and a target.
class DeliveryModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { Event, Target, Status, Attempts, Answer, Id };
  static constexpr int kColumns = 6;

  using QAbstractTableModel::QAbstractTableModel;

  // The same deliveries in the same order keep their place; others begin anew.
  void show_rows(std::vector<ExternalDelivery> rows);
  [[nodiscard]] const ExternalDelivery& row(int row) const { return rows_[static_cast<std::size_t>(row)]; }
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<ExternalDelivery> rows_;
};

}  // namespace saga::ui
