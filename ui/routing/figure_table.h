// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

namespace saga::ui {

// A few lines of figures side by side, to be read and not to be worked through. What does not fit is left out at the
// end. Everything in it is spoken as its description.
class FigureTable final : public QWidget {
  Q_OBJECT

 public:
  enum class Tone { Plain, Strong, Missed, Stuck, NeedsAttention };
  struct Cell {
    QString text;
    Tone tone = Tone::Plain;
    friend bool operator==(const Cell&, const Cell&) = default;
  };
  struct Row {
    std::vector<Cell> cells;
    friend bool operator==(const Row&, const Row&) = default;
  };
  struct Column {
    QString title;
    int share;           // of the width
    bool right = false;  // a number
  };

  explicit FigureTable(QWidget* parent = nullptr);
  void set_columns(std::vector<Column> columns);
  void show_rows(std::vector<Row> rows);
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
  void set_greyed(bool greyed);
  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void paint_cells(QPainter& painter, int top, const std::vector<Cell>& cells, bool head) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
  bool greyed_ = false;
};

}  // namespace saga::ui
