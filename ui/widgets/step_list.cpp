// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/step_list.h"

#include <QPainter>

#include "ui/widgets/paint.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kLine = 48;

struct Mark {
  Icon icon;
  QColor ink;
};

Mark mark_of(StepLine::State state) {
  switch (state) {
    case StepLine::State::Ahead: return {Icon::DotRing, color(Color::TextMuted)};
    case StepLine::State::Now: return {Icon::RingPlay, status_color(StatusKind::Running)};
    case StepLine::State::Done: return {Icon::Check, status_color(StatusKind::Completed)};
    case StepLine::State::Bad: return {Icon::RingCross, status_color(StatusKind::Failed)};
    case StepLine::State::Unclear: return {Icon::RingQuestionDashed, status_color(StatusKind::Unverified)};
  }
  return {Icon::DotRing, {}};
}

}  // namespace

StepList::StepList(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); }

void StepList::show_lines(std::vector<StepLine> lines) {
  lines_ = std::move(lines);
  QStringList spoken;
  for (const StepLine& line : lines_) spoken << QStringLiteral("%1. %2").arg(line.title, line.detail);
  setAccessibleName(spoken.join(QLatin1Char(' ')));
  updateGeometry();
  update();
}

QSize StepList::sizeHint() const { return {320, kLine * static_cast<int>(lines_.size())}; }

void StepList::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceBase));
  int top = 0;
  for (const StepLine& line : lines_) {
    const Mark mark = mark_of(line.state);
    if (line.state == StepLine::State::Now) painter.fillRect(0, top, width(), kLine, color(Color::RowSelected));
    if (line.state == StepLine::State::Bad) painter.fillRect(0, top, width(), kLine, color(Color::NoteBad));
    if (line.state == StepLine::State::Unclear) {
      painter.fillRect(0, top, width(), kLine, color(status_token(StatusKind::Unverified).bg));
    }
    paint_icon(painter, QRectF(16, top + (kLine - 16) / 2, 16, 16), mark.icon, mark.ink);
    const bool ahead = line.state == StepLine::State::Ahead;
    const int time_width = line.time.isEmpty() ? 0 : text_width(line.time, type::kDense) + 8;
    const int text_right = width() - 16 - time_width;
    const int title_height = line.detail.isEmpty() ? kLine : 20;
    const int title_top = line.detail.isEmpty() ? top : top + 5;
    paint_text(painter, QRect(44, title_top, text_right - 44, title_height), Qt::AlignLeft, line.title,
               ahead ? type::kBody : type::kBodyStrong, ahead ? color(Color::TextMuted) : color(Color::TextPrimary));
    paint_text(painter, QRect(44, top + 24, text_right - 44, 18), Qt::AlignLeft, line.detail, type::kDense,
               color(Color::TextSecondary));
    paint_text(painter, QRect(text_right, top, time_width, kLine), Qt::AlignRight, line.time, type::kDense,
               color(Color::TextSecondary));
    top += kLine;
    painter.fillRect(0, top - 1, width(), 1, color(Color::BorderHairline));
  }
}

}  // namespace saga::ui
