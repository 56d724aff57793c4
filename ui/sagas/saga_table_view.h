// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QTableView>

#include "backend/ports/saga_list.h"

namespace saga::ui {

class SagaTableModel;

// The table of the Sagas page: rows of 28 pixels, hairlines, the whole row lit under the pointer.
class SagaTableView final : public QTableView {
  Q_OBJECT

 public:
  explicit SagaTableView(SagaTableModel& model, QWidget* parent = nullptr);

  [[nodiscard]] int hovered_row() const { return hovered_; }
  // Greyed: what is shown can no longer be read.
  void set_greyed(bool greyed);
  [[nodiscard]] bool greyed() const { return greyed_; }
  [[nodiscard]] SagaTableModel& sagas() const { return model_; }
  // The selected row as tab-separated text: the columns that are shown.
  void copy_row() const;
  // The columns beside the six that are always there, by their names in the settings.
  void show_columns(const QStringList& names);
  [[nodiscard]] QStringList shown_columns() const;

 Q_SIGNALS:
  void hover_changed(bool inside);
  void order_wanted(const saga::SagaOrder& order);
  void columns_changed();

 protected:
  void mouseMoveEvent(QMouseEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void rowsInserted(const QModelIndex& parent, int first, int last) override;

 private:
  void hover(int row);
  void look();
  void stay(int rows);
  void sort_by(int column);
  void choose_columns(const QPoint& at);
  void fit_columns();

  SagaTableModel& model_;
  int hovered_ = -1;
  bool greyed_ = false;
};

class SagaRowDelegate final : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit SagaRowDelegate(SagaTableView& view) : QStyledItemDelegate(&view), view_(view) {}
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

 private:
  SagaTableView& view_;
};

}  // namespace saga::ui
