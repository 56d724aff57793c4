// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QTableView>
#include <QTimer>

namespace saga::ui {

class GroupModel;

// The groups in trouble, a line each. A click or Enter opens one; the arrow keys only choose.
class GroupView final : public QTableView {
  Q_OBJECT

 public:
  explicit GroupView(GroupModel& model, QWidget* parent = nullptr);

  void set_greyed(bool greyed);
  [[nodiscard]] bool greyed() const { return greyed_; }
  [[nodiscard]] GroupModel& groups() const { return model_; }
  [[nodiscard]] int hovered_row() const { return hovered_; }
  // Somebody points at a row, or has chosen one: rows must stay where they are.
  [[nodiscard]] bool holds_rows() const { return hovered_ >= 0 || currentIndex().isValid(); }

 Q_SIGNALS:
  void opened(int row);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void fit_columns();
  void hover(int row);
  void copy_row() const;

  GroupModel& model_;
  QTimer flashing_;
  int hovered_ = -1;
  bool greyed_ = false;
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
