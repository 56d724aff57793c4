// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "ui/jobs/item_model.h"
#include "ui/widgets/row_table.h"

namespace saga::ui {

// The outcome of each saga of a job. A double click or Enter opens the saga.
class ItemView final : public RowTable {
  Q_OBJECT

 public:
  explicit ItemView(ItemModel& model, QWidget* parent = nullptr);
  [[nodiscard]] const ItemModel& items() const { return model_; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  ItemModel& model_;
};

class ItemDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit ItemDelegate(ItemView& view) : QStyledItemDelegate(&view), view_(view) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  ItemView& view_;
};

}  // namespace saga::ui
