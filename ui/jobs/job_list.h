// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QStyledItemDelegate>

#include "backend/domain/job.h"
#include "ui/widgets/row_table.h"

namespace saga::ui {

// The newest jobs, each with how far it is. Touched by the GUI thread only.
class JobListModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  using QAbstractTableModel::QAbstractTableModel;
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  // A job keeps its row's identity while it changes; a new one comes in above.
  void update(const std::vector<Job>& jobs);
  [[nodiscard]] const Job& job(int row) const { return jobs_[static_cast<std::size_t>(row)]; }
  [[nodiscard]] int row_of(const JobId& id) const;  // -1: not here

 private:
  std::vector<Job> jobs_;
};

class JobListView final : public RowTable {
  Q_OBJECT

 public:
  explicit JobListView(JobListModel& model, QWidget* parent = nullptr);
  [[nodiscard]] const JobListModel& jobs() const { return model_; }

 protected:
  void keyPressEvent(QKeyEvent* event) override;  // Escape is for the drawer

 private:
  JobListModel& model_;
};

class JobListDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit JobListDelegate(JobListView& view) : QStyledItemDelegate(&view), view_(view) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  JobListView& view_;
};

}  // namespace saga::ui
