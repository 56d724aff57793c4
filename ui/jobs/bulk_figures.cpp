// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/bulk_figures.h"

#include <utility>

#include <QPainter>

#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {
constexpr int kHeight = 56;
}

BulkFigures::BulkFigures(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize BulkFigures::sizeHint() const { return {480, kHeight}; }

void BulkFigures::show_figures(std::vector<Figure> figures) {
  figures_ = std::move(figures);
  QStringList spoken;
  for (const Figure& figure : figures_)
    spoken << QStringLiteral("%1: %2 %3").arg(figure.label, figure.number, figure.unit);
  setAccessibleName(spoken.join(QStringLiteral("; ")));
  update();
}

void BulkFigures::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint_box(painter, rect(), radius::kPanel, color(Color::SurfaceBase), color(Color::BorderPanel));
  if (figures_.empty()) return;
  const int count = static_cast<int>(figures_.size());
  for (int i = 0; i < count; ++i) {
    const Figure& figure = figures_[static_cast<std::size_t>(i)];
    const int left = width() * i / count;
    const int right = width() * (i + 1) / count;
    if (i > 0) painter.fillRect(left, 1, 1, height() - 2, color(Color::BorderHairline));
    const QRect cell(left + space::kPanelInset, 8, right - left - 2 * space::kPanelInset, height() - 16);
    paint_text(painter, QRect(cell.left(), cell.top(), cell.width(), 16), Qt::AlignLeft, figure.label, type::kDense,
               color(Color::TextSecondary));
    const QRect line(cell.left(), cell.top() + 18, cell.width(), 22);
    const int used = paint_text(painter, line, Qt::AlignLeft, figure.number, type::kTitle,
                                figure.ink ? color(*figure.ink) : color(Color::TextPrimary));
    paint_text(painter, line.adjusted(used + 5, 2, 0, 0), Qt::AlignLeft, figure.unit, type::kDense,
               color(Color::TextMuted));
  }
}

}  // namespace saga::ui
