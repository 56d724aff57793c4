// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "ui/widgets/row_table.h"

namespace saga::ui {

class StepModel;

// The table of steps. One that is clicked, or chosen and confirmed by Enter, leads to its sagas.
class StepView final : public RowTable {
  Q_OBJECT

 public:
  explicit StepView(StepModel& model, QWidget* parent = nullptr);

  [[nodiscard]] StepModel& steps() const { return model_; }
  [[nodiscard]] int full_height() const;  // with all rows in sight

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void fit_columns();

  StepModel& model_;
};

class StepDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit StepDelegate(StepView& view) : QStyledItemDelegate(&view), view_(view) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  StepView& view_;
};

}  // namespace saga::ui
