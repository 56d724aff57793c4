// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

namespace saga::ui {

class StepModel;

// The table of steps. One that is clicked, or chosen and confirmed by Enter, leads to its sagas.
class StepView final : public QTableView {
  Q_OBJECT

 public:
  explicit StepView(StepModel& model, QWidget* parent = nullptr);

  [[nodiscard]] StepModel& steps() const { return model_; }
  [[nodiscard]] int hovered_row() const { return hovered_; }
  void set_greyed(bool greyed);
  [[nodiscard]] bool greyed() const { return greyed_; }
  [[nodiscard]] int full_height() const;  // with all rows in sight

 Q_SIGNALS:
  void opened(int row);

 protected:
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void fit_columns();
  void hover(int row);
  void copy_row() const;

  StepModel& model_;
  int hovered_ = -1;
  bool greyed_ = false;
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
