// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "backend/domain/overview.h"

namespace saga::ui {

// How each step goes: a row a step, in the order of a payment. Touched by the GUI thread only.
class StepModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { Step, Running, Rate, P50, P95, P99, Limit, Failed, Retries };
  static constexpr int kColumns = 9;

  using QAbstractTableModel::QAbstractTableModel;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  void update(const Overview& overview);
  [[nodiscard]] const StepFlow& row(int index) const { return rows_[static_cast<std::size_t>(index)]; }
  [[nodiscard]] QString text_of(const StepFlow& step, Column column) const;
  // Beyond the step's limit, or failing more often than the target allows.
  [[nodiscard]] static bool is_missed(const StepFlow& step, Column column);

 private:
  [[nodiscard]] QString tool_tip(const StepFlow& step, Column column) const;

  std::vector<StepFlow> rows_;
  double seconds_ = 0;  // that the attempts reach back
};

}  // namespace saga::ui
