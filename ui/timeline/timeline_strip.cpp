// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_strip.h"

#include <algorithm>
#include <cmath>

#include <QDateTime>
#include <QMouseEvent>
#include <QPainter>

#include "backend/domain/timeline_columns.h"
#include "ui/timeline/time_axis.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

using timeline::Micros;
using timeline::Range;

constexpr int kHigh = 56;
constexpr int kAxis = 17;
constexpr int kTop = 4;
constexpr Micros kHour = Micros{3600} * 1'000'000;
constexpr Micros kDay = 24 * kHour;
constexpr Micros kMinute = kHour / 60;

// The last day up to now, or of the past the day on which the window lies. It stands still for a minute.
Range day_of(const TimeWindow& window, Micros now) {
  const Micros to = (now / kMinute + 30) * kMinute;
  if (window.range.from >= to - kDay - kHour / 4) return {to - kDay, to};
  const QDateTime middle = QDateTime::fromMSecsSinceEpoch(window.middle() / 1000);
  const Micros midnight = middle.date().startOfDay().toMSecsSinceEpoch() * 1000;
  if (midnight + kDay >= window.range.to) return {midnight, midnight + kDay};
  return {window.range.to - kDay, window.range.to};
}

std::int64_t began(const timeline::Timeline& spans, Condition condition, const Range& range) {
  std::int64_t count = 0;
  for (const timeline::SpanStore* store : spans.stores()) {
    for (const timeline::Series& series : store->series()) {
      if (series.condition == condition) count += series.started_before(range.to) - series.started_before(range.from);
    }
  }
  return count;
}

}  // namespace

TimelineStrip::TimelineStrip(QWidget* parent) : QWidget(parent) {
  setFixedHeight(kHigh);
  setAccessibleName(tr("The day as a whole"));
  setToolTip(tr("Press or drag to move the part of the day that is shown below"));
}

QSize TimelineStrip::sizeHint() const { return {600, kHigh}; }

void TimelineStrip::outdate() {
  outdated_ = true;
  update();
}

void TimelineStrip::show_spans(const timeline::Timeline& spans, const std::vector<Range>& read) {
  spans_ = spans;
  read_ = read;
  outdate();
}

void TimelineStrip::show_window(const TimeWindow& window, Micros now) {
  window_ = window;
  now_ = now;
  const Range day = day_of(window, now);
  if (day == day_) return update();
  day_ = day;
  outdate();
}

double TimelineStrip::x_of(Micros at) const {
  return static_cast<double>(at - day_.from) / static_cast<double>(std::max<Micros>(day_.length(), 1)) * width();
}

void TimelineStrip::draw_day() {
  outdated_ = false;
  const qreal scale = devicePixelRatioF();
  picture_ = QPixmap((QSizeF(size()) * scale).toSize());
  picture_.setDevicePixelRatio(scale);
  QPainter painter(&picture_);
  painter.fillRect(rect(), color(Color::SurfaceBase));
  if (day_.length() < 1) return;
  const int ground = height() - kAxis;
  for (const Tick& tick : ticks_of(day_, width(), 100)) {
    const int x = static_cast<int>(std::lround(x_of(tick.at)));
    hairline(painter, QPointF(x, 1), QPointF(x, ground), color(Color::BorderHairline));
    const int wide = text_width(tick.text, type::kCaption) + 2;
    paint_text(painter, QRect(std::clamp(x - wide / 2, 2, std::max(width() - wide - 2, 2)), ground, wide, kAxis),
               Qt::AlignLeft, tick.text, type::kCaption, color(Color::TextMuted));
  }
  const timeline::Window window{.range = day_, .width = width(), .height = ground, .now = now_};
  timeline::Columns columns(timeline::Columns::Grid(day_, timeline::kNarrow * window.pixel()));
  for (const timeline::SpanStore* store : spans_.stores()) {
    for (const timeline::Series& series : store->series()) columns.add(series, window);
  }
  const double most = static_cast<double>(std::max<std::int64_t>(columns.highest(), 1));
  QColor quiet = status_color(StatusKind::Completed);
  quiet.setAlpha(150);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const double left = std::round(x_of(columns.begin(c)));
    const double wide = std::max(std::round(x_of(columns.begin(c + 1))) - left - 1, 1.0);
    std::int64_t all = 0;
    for (const Condition condition : timeline::Columns::from_the_ground()) all += columns.count(condition, c);
    const timeline::Range slice{columns.begin(c), columns.begin(c + 1)};
    const std::int64_t attention = began(spans_, Condition::NeedsAttention, slice);
    const std::int64_t stuck = began(spans_, Condition::Stuck, slice);
    const auto high = [&](std::int64_t count) {
      return std::round((ground - kTop) * static_cast<double>(count) / most);
    };
    if (all > 0)
      painter.fillRect(QRectF(left, ground - std::max(high(all), 1.0), wide, std::max(high(all), 1.0)), quiet);
    const double failed = high(columns.count(Condition::Failed, c));
    painter.fillRect(QRectF(left, ground - failed, wide, failed), status_color(StatusKind::Failed));
    // Where trouble began, as a mark of its own, however little of it there is.
    if (stuck > 0) painter.fillRect(QRectF(left, ground - 4, wide + 1, 4), status_color(StatusKind::Stuck));
    if (attention > 0)
      painter.fillRect(QRectF(left, ground - 8, wide + 1, 4), status_color(StatusKind::NeedsAttention));
  }
  hairline(painter, QPointF(0, ground), QPointF(width(), ground), color(Color::BorderPanel));
  if (!read_.empty() && read_.front().from > day_.from) {
    QColor ink = color(Color::TextMuted);
    ink.setAlpha(70);
    const double to = std::min(x_of(read_.front().from), x_of(now_));
    painter.fillRect(QRectF(0, 1, to, ground - 1), QBrush(ink, Qt::BDiagPattern));
  }
}

void TimelineStrip::paintEvent(QPaintEvent*) {
  if (outdated_) draw_day();
  QPainter painter(this);
  painter.drawPixmap(0, 0, picture_);
  const double left = x_of(window_.range.from);
  const double right = std::max(x_of(window_.range.to), left + 3);
  QColor tint = color(Color::AccentText);
  tint.setAlpha(40);
  const QRectF frame =
      QRectF(left, 1, right - left, height() - kAxis - 1).intersected(QRectF(1, 1, width() - 2, height()));
  painter.fillRect(frame, tint);
  painter.setPen(QPen(color(Color::AccentText), 2));
  painter.drawRect(frame);
  paint_box(painter, QRectF(rect()), radius::kPanel, {}, color(Color::BorderPanel));
}

void TimelineStrip::resizeEvent(QResizeEvent*) { outdate(); }

void TimelineStrip::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) outdate();
  QWidget::changeEvent(event);
}

void TimelineStrip::move_to(double x) {
  Q_EMIT moved_to(day_.from +
                  static_cast<Micros>(std::llround(x / std::max(width(), 1) * static_cast<double>(day_.length()))));
}

void TimelineStrip::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) move_to(event->position().x());
}

void TimelineStrip::mouseMoveEvent(QMouseEvent* event) {
  if ((event->buttons() & Qt::LeftButton) != 0) move_to(event->position().x());
}

}  // namespace saga::ui
