// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>

#include "backend/ports/saga_reader.h"

namespace saga::ui {

// What people did to one saga, newest first.
class JournalModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { Time, Who, What, Why };
  static constexpr int kColumns = 4;

  explicit JournalModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  void show_rows(const std::vector<JournalRow>& rows);
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<JournalRow> rows_;
};

}  // namespace saga::ui
