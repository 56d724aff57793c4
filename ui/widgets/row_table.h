// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace saga::ui {

// What every table of the console looks like, before its model's columns are laid out: no grid, no row numbers, rows
// and head of a fixed height.
void set_up_rows(QTableView& table, int row_height, int head_height);

// A cell that stays in its cell when it is pasted: without tabs and line ends.
[[nodiscard]] QString plain_cell(QString cell);

// A table of rows that somebody works through: the whole row is lit under the pointer, a row becomes the current one
// only when somebody chooses it, Escape lets it go, and Ctrl+C copies it as tab-separated text. GUI thread.
class RowTable : public QTableView {
  Q_OBJECT

 public:
  explicit RowTable(QWidget* parent = nullptr);

  [[nodiscard]] int hovered_row() const { return hovered_; }
  // Greyed: what is shown can no longer be read. Delegates ask.
  void set_greyed(bool greyed);
  [[nodiscard]] bool greyed() const { return greyed_; }
  // A click or Enter opens a row, and the pointer says so; the arrow keys only choose.
  void set_opens_rows();
  // The current row: by default all its columns, in the model's order.
  virtual void copy_row() const;

 Q_SIGNALS:
  void opened(int row);
  void hover_changed(bool inside);

 protected:
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void hover(int row);

 private:
  int hovered_ = -1;
  bool greyed_ = false;
  bool opens_rows_ = false;
};

// The background of a row as a delegate paints it in each cell. `flash` 1 … 0: the row has just changed, or long ago;
// in grey, since what somebody has chosen is coloured.
void paint_row(QPainter& painter, const QStyleOptionViewItem& option, const RowTable& table, int row,
               bool marked = false, double flash = 0);

}  // namespace saga::ui
