// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QStyledItemDelegate>

#include "backend/ports/saga_list.h"
#include "ui/sagas/saga_columns.h"
#include "ui/widgets/row_table.h"

namespace saga::ui {

// The table of the Sagas page: what is looked at is the current row, what is chosen is marked.
class SagaTableView final : public RowTable {
  Q_OBJECT

 public:
  explicit SagaTableView(SagaTableModel& model, QWidget* parent = nullptr);

  [[nodiscard]] SagaTableModel& sagas() const { return model_; }
  // The row that is looked at as tab-separated text: the columns that are shown.
  void copy_row() const override;
  // The same of any saga, and the columns' names.
  [[nodiscard]] std::function<QString(const Saga& saga, TimePoint now)> line() const;
  [[nodiscard]] QString head_line() const;
  [[nodiscard]] SagaColumns& columns() { return columns_; }

 Q_SIGNALS:
  void order_wanted(const saga::SagaOrder& order);
  // Rows are to be chosen, both included; or all of the list, or none.
  void rows_chosen(int first, int last);
  void all_wanted(bool all);
  void copy_wanted();  // of what is chosen

 protected:
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void rowsInserted(const QModelIndex& parent, int first, int last) override;

 private:
  void look();
  void stay(int rows);
  void press_header(int column);
  void choose_columns(const QPoint& at);
  void mark(int row);

  SagaTableModel& model_;
  SagaColumns columns_;
  int anchor_ = -1;       // where a range of marks begins
  bool marking_ = false;  // the pointer was pressed to mark, and drags nothing
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
