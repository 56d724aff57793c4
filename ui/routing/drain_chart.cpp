// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/drain_chart.h"

#include <algorithm>
#include <cmath>

#include <QPainter>
#include <QPainterPath>

#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

constexpr int kLeft = 40;
constexpr int kRight = 14;
constexpr int kTop = 20;
constexpr int kBottom = 22;
// The right third of the axis lies ahead, so that one sees where the curve goes.
constexpr double kPast = 0.7;
constexpr std::chrono::seconds kShortest{30};

double step_for(double high) {
  const double rough = std::max(high, 1.0) / 2;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double digit : {1.0, 2.0, 5.0}) {
    if (digit * power >= rough) return std::max(1.0, digit * power);
  }
  return 10 * power;
}

}  // namespace

DrainChart::DrainChart(QWidget* parent) : QWidget(parent) {
  setFixedHeight(sizeHint().height());
  setAccessibleName(tr("Sagas in flight since the rollback"));
}

void DrainChart::show_samples(std::vector<InFlightSample> samples, std::optional<TimePoint> rollback_at) {
  samples_ = std::move(samples);
  rollback_at_ = rollback_at;
  if (!samples_.empty()) {
    setAccessibleDescription(tr("%1 at %2, %3 at %4")
                                 .arg(count_text(samples_.front().sagas.all()), clock_text(samples_.front().at),
                                      count_text(samples_.back().sagas.all()), clock_text(samples_.back().at)));
  }
  update();
}

void DrainChart::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceBase));
  const QRect room = rect().adjusted(kLeft, kTop, -kRight, -kBottom);
  const QColor muted = color(Color::TextMuted);
  paint_text(painter, QRect(space::kPanelInset - 4, 2, 120, 16), Qt::AlignLeft, tr("sagas"), type::kCaption, muted);
  if (samples_.size() < 2) {
    paint_text(painter, room, Qt::AlignCenter, tr("the curve begins with the next readings"), type::kDense, muted);
    return;
  }
  std::int64_t most = 1;
  for (const InFlightSample& sample : samples_) most = std::max(most, sample.sagas.all());
  const double step = step_for(static_cast<double>(most));
  const double high = std::ceil(static_cast<double>(most) / step) * step;
  const TimePoint begin = samples_.front().at;
  const auto past = std::max<TimePoint::duration>(samples_.back().at - begin, kShortest);
  const double span = std::chrono::duration<double>(past).count() / kPast;
  const auto x_of = [&](TimePoint at) {
    return room.left() + room.width() * std::chrono::duration<double>(at - begin).count() / span;
  };
  const auto y_of = [&](double sagas) { return room.bottom() - room.height() * sagas / high; };
  for (double value = 0; value <= high + step / 2; value += step) {
    const double y = std::floor(y_of(value));
    hairline(painter, QPointF(room.left(), y), QPointF(room.right(), y),
             color(value == 0 ? Color::BorderPanel : Color::BorderHairline));
    paint_text(painter, QRect(0, static_cast<int>(y) - 8, kLeft - 6, 16), Qt::AlignRight,
               count_text(static_cast<std::int64_t>(value)), type::kCaption, muted);
  }
  QPainterPath curve;
  for (const InFlightSample& sample : samples_) {
    const QPointF point(x_of(sample.at), y_of(static_cast<double>(sample.sagas.all())));
    curve.elementCount() == 0 ? curve.moveTo(point) : curve.lineTo(point);
  }
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.strokePath(curve, QPen(color(Color::SeriesEventDriven), 1.6));
  painter.restore();

  const std::int64_t waiting = samples_.back().sagas.waiting();
  const double y = std::floor(y_of(static_cast<double>(waiting))) + 0.5;
  painter.setPen(QPen(color(Color::SeriesTarget), 1, Qt::DashLine));
  painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y));
  const QString label =
      tr("%n need(s) a person", nullptr, static_cast<int>(std::min<std::int64_t>(waiting, 1'000'000)));
  const int wide = text_width(label, type::kCaption) + 6;
  const QRect place(room.right() - wide, static_cast<int>(y) - 18, wide, 16);
  painter.fillRect(place, color(Color::SurfaceBase));
  paint_text(painter, place, Qt::AlignRight, label, type::kCaption, color(Color::SeriesTarget));

  if (rollback_at_ && *rollback_at_ >= begin) {
    const double x = std::floor(x_of(*rollback_at_)) + 0.5;
    painter.setPen(QPen(color(Color::TextSecondary), 1, Qt::DotLine));
    painter.drawLine(QPointF(x, kTop - 8), QPointF(x, room.bottom()));
  }
  const auto time_label = [&](TimePoint at, const QString& text) {
    const int width_of = text_width(text, type::kCaption);
    const int left = std::clamp(static_cast<int>(x_of(at)) - width_of / 2, room.left(), room.right() - width_of);
    paint_text(painter, QRect(left, room.bottom() + 4, width_of + 2, 16), Qt::AlignLeft, text, type::kCaption, muted);
  };
  time_label(begin, clock_text(begin));
  time_label(samples_.back().at, tr("now"));
}

}  // namespace saga::ui
