// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QAbstractTableModel>

#include "backend/domain/job.h"

namespace saga::ui {

// What became of each saga of a job, in the order of the work, as far as it has been read. Touched by the GUI thread
// only.
class ItemModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { Position, Saga, Outcome, Detail, When };
  static constexpr int kColumns = 5;

  using QAbstractTableModel::QAbstractTableModel;
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
  void fetchMore(const QModelIndex& parent) override;  // asks for them: more_wanted()

  void clear();  // others are going to be shown
  // What was read again. While somebody holds the rows, those stay which are there, each as it is now; what has come or
  // gone is kept back until they are let go.
  void show(std::vector<JobItem> items, bool complete);
  void hold(bool held);
  [[nodiscard]] bool held_back() const { return waiting_.has_value(); }
  void append(const std::vector<JobItem>& items, bool complete);
  [[nodiscard]] const JobItem& item(int row) const { return items_[static_cast<std::size_t>(row)]; }

 Q_SIGNALS:
  void more_wanted();

 private:
  struct Rows {
    std::vector<JobItem> items;
    bool complete = true;
  };
  void update(std::size_t row, const JobItem& item);

  std::vector<JobItem> items_;
  bool complete_ = true;
  bool held_ = false;
  std::optional<Rows> waiting_;  // kept back
};

}  // namespace saga::ui
