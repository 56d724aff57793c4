// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QTimer>

#include "ui/widgets/row_table.h"

namespace saga::ui {

class GroupModel;

// The groups in trouble, a line each. A click or Enter opens one; the arrow keys only choose.
class GroupView final : public RowTable {
  Q_OBJECT

 public:
  explicit GroupView(GroupModel& model, QWidget* parent = nullptr);

  [[nodiscard]] GroupModel& groups() const { return model_; }
  // Somebody points at a row, or has chosen one: rows must stay where they are.
  [[nodiscard]] bool holds_rows() const { return hovered_row() >= 0 || currentIndex().isValid(); }

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fit_columns();

  GroupModel& model_;
  QTimer flashing_;
};

// Draws a line: condition and step, error, count, money, when they came.
class GroupDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit GroupDelegate(GroupView& view) : QStyledItemDelegate(&view), view_(view) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  GroupView& view_;
};

}  // namespace saga::ui
