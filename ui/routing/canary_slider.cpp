// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/canary_slider.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>

#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kMargin = 10;  // so that thumb and labels fit at the ends
constexpr int kTrackY = 13;
constexpr int kTrack = 4;
constexpr double kThumb = 7;
constexpr int kAll = 100;
constexpr std::array<int, 5> kMarks{0, 10, 25, 50, 100};  // the steps of a careful roll-out

}  // namespace

CanarySlider::CanarySlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
  setRange(0, kAll);
  setSingleStep(1);
  setPageStep(kAll / 10);
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Canary, per cent of the users"));
}

void CanarySlider::show_in_force(int percent) {
  if (percent == in_force_) return;
  in_force_ = percent;
  update();
}

QSize CanarySlider::sizeHint() const { return {320, 44}; }

double CanarySlider::x_of(int percent) const {
  return kMargin + (width() - 2.0 * kMargin) * percent / static_cast<double>(kAll);
}

void CanarySlider::go_to(double x) {
  const double share = (x - kMargin) / std::max(1.0, width() - 2.0 * kMargin);
  setValue(static_cast<int>(std::lround(share * kAll)));
}

void CanarySlider::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) go_to(event->position().x());
}

void CanarySlider::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons().testFlag(Qt::LeftButton)) go_to(event->position().x());
}

void CanarySlider::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor quiet = color(isEnabled() ? Color::BorderControl : Color::TextDisabled);
  const QColor strong = isEnabled() ? color(Color::AccentText) : quiet;
  const double top = kTrackY - kTrack / 2.0;
  paint_box(painter, QRectF(x_of(0), top, x_of(kAll) - x_of(0), kTrack), 2, color(Color::BorderHairline));
  paint_box(painter, QRectF(x_of(0), top, x_of(value()) - x_of(0), kTrack), 2, strong);
  const QColor ink = color(isEnabled() ? Color::TextMuted : Color::TextDisabled);
  for (const int mark : kMarks) {
    const double x = x_of(mark);
    painter.fillRect(QRectF(std::floor(x), kTrackY + 7, 1, 4), quiet);
    const QString label = mark == kAll ? tr("%1 %").arg(mark) : QString::number(mark);
    const int wide = text_width(label, type::kCaption);
    const int left = std::clamp(static_cast<int>(x) - wide / 2, 0, std::max(0, width() - wide - 1));
    paint_text(painter, QRect(left, kTrackY + 13, wide + 2, 16), Qt::AlignLeft, label, type::kCaption, ink);
  }
  // What is in force, where the thumb is elsewhere: a mark across the track.
  if (in_force_ != value()) {
    painter.fillRect(QRectF(std::floor(x_of(in_force_)) - 1, kTrackY - 7, 2, 14), color(Color::TextSecondary));
  }
  const QRectF thumb(x_of(value()) - kThumb, kTrackY - kThumb, 2 * kThumb, 2 * kThumb);
  paint_box(painter, thumb, kThumb, color(Color::SurfaceBase), strong);
  if (hasFocus()) paint_focus_ring(painter, rect(), radius::kControl);
}

}  // namespace saga::ui
