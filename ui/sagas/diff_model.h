// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QStyledItemDelegate>

#include "backend/domain/json_diff.h"

namespace saga::ui {

// The places at which two payloads differ, one a row: what became of it, where, before, after.
class DiffModel final : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Column { Change, Path, Before, After };
  static constexpr int kColumns = 4;
  enum Role { KindRole = Qt::UserRole };

  explicit DiffModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  void show_diff(JsonDiff diff);
  [[nodiscard]] const JsonDiff& diff() const { return diff_; }
  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  JsonDiff diff_;
};

// Rows in the colours of a difference, with its sign and word.
class DiffDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace saga::ui
