// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/skeleton_view.h"

#include <array>

#include <QPainter>

#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

struct Bar {
  double left, width;  // shares of the view's width
};
constexpr std::array<Bar, 5> kBars{{{0.02, 0.13}, {0.23, 0.17}, {0.44, 0.1}, {0.6, 0.16}, {0.86, 0.12}}};

}  // namespace

SkeletonView::SkeletonView(QWidget* parent) : QWidget(parent) { setAccessibleName(tr("Reading sagas")); }

void SkeletonView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceBase));
  for (int row = 0; row * height::kRow < height(); ++row) {
    const int top = row * height::kRow;
    for (std::size_t i = 0; i < kBars.size(); ++i) {
      // Uneven like text, and the same at every paint.
      const double uneven = 1.0 - 0.08 * static_cast<double>((static_cast<std::size_t>(row) * 7 + i * 5) % 4);
      paint_box(painter, QRectF(kBars[i].left * width(), top + 10, kBars[i].width * uneven * width(), 8), 2,
                color(Color::BorderHairline));
    }
    painter.fillRect(0, top + height::kRow - 1, width(), 1, color(Color::BorderHairline));
  }
}

}  // namespace saga::ui
