// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/figure_table.h"

#include <QPainter>

#include "ui/widgets/paint.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

QColor ink_of(FigureTable::Tone tone) {
  switch (tone) {
    case FigureTable::Tone::Plain:
    case FigureTable::Tone::Strong: return color(Color::TextPrimary);
    case FigureTable::Tone::Missed:
    case FigureTable::Tone::NeedsAttention: return status_color(StatusKind::NeedsAttention);
    case FigureTable::Tone::Stuck: return status_color(StatusKind::Stuck);
  }
  return {};
}

}  // namespace

FigureTable::FigureTable(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);  // what is beside it takes what it needs
}

void FigureTable::set_columns(std::vector<Column> columns) {
  columns_ = std::move(columns);
  update();
}

void FigureTable::show_rows(std::vector<Row> rows) {
  if (rows == rows_) return;
  rows_ = std::move(rows);
  QStringList spoken;
  for (const Row& row : rows_) {
    QStringList cells;
    for (const Cell& cell : row.cells) cells << cell.text;
    spoken << cells.join(QStringLiteral(", "));
  }
  setAccessibleDescription(spoken.join(QLatin1Char('\n')));
  update();
}

void FigureTable::set_greyed(bool greyed) {
  if (greyed == greyed_) return;
  greyed_ = greyed;
  update();
}

QSize FigureTable::sizeHint() const {
  return {320, height::kHead + height::kRow * static_cast<int>(std::max<std::size_t>(rows_.size(), 1))};
}

QSize FigureTable::minimumSizeHint() const { return {160, height::kHead + height::kRow}; }

void FigureTable::paint_cells(QPainter& painter, int top, const std::vector<Cell>& cells, bool head) const {
  int all = 0;
  for (const Column& column : columns_) all += column.share;
  const int room = width() - 2 * space::kPanelInset;
  int before = 0;
  for (std::size_t i = 0; i < columns_.size() && i < cells.size(); ++i) {
    const int left = space::kPanelInset + room * before / all;
    before += columns_[i].share;
    const int right = space::kPanelInset + room * before / all;
    const QRect place(left, top, right - left - (i + 1 < columns_.size() ? space::kUnit : 0), height::kRow - 1);
    const bool strong = head || cells[i].tone != Tone::Plain;
    const QColor ink = head      ? color(Color::TextSecondary)
                       : greyed_ ? color(Color::TextDisabled)
                                 : ink_of(cells[i].tone);
    const TypeSize size = head ? type::kDenseStrong : strong ? type::kBodyStrong : type::kBody;
    paint_text(painter, place, columns_[i].right ? Qt::AlignRight : Qt::AlignLeft, cells[i].text, size, ink);
  }
}

void FigureTable::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceBase));
  painter.fillRect(0, 0, width(), height::kHead, color(Color::SurfacePanel));
  painter.fillRect(0, height::kHead - 1, width(), 1, color(Color::BorderPanel));
  std::vector<Cell> titles;
  for (const Column& column : columns_) titles.push_back({column.title});
  paint_cells(painter, 0, titles, true);
  int top = height::kHead;
  for (const Row& row : rows_) {
    if (top + height::kRow > height() + 1) return;
    paint_cells(painter, top, row.cells, false);
    top += height::kRow;
    painter.fillRect(0, top - 1, width(), 1, color(Color::BorderHairline));
  }
}

}  // namespace saga::ui
