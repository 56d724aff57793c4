// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/gantt_view.h"

#include <algorithm>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

constexpr int kAxis = 24;
constexpr int kRow = height::kRowCompact;
constexpr int kNames = 168;
constexpr int kRight = 32;
constexpr int kBar = 12;
constexpr double kLeastBar = 3;

StatusKind bar_status(GanttBar::Look look) {
  switch (look) {
    case GanttBar::Look::Done: return StatusKind::Completed;
    case GanttBar::Look::Failed: return StatusKind::Failed;
    case GanttBar::Look::Running: return StatusKind::Running;
    case GanttBar::Look::Undone: return StatusKind::Compensated;
    case GanttBar::Look::UndoFailed: return StatusKind::Failed;
    case GanttBar::Look::Undoing: return StatusKind::Compensating;
  }
  return StatusKind::Unknown;
}

std::chrono::microseconds micros(double seconds) {
  return std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
}

// "0 s", "2.5 s", "20 s": axis labels need no more digits than their distance asks for.
QString tick_text(double seconds) {
  return seconds > 0 && seconds < 1 ? duration_text(micros(seconds))
         : seconds < 120            ? GanttView::tr("%1 s").arg(seconds)
                                    : age_text(micros(seconds));
}

}  // namespace

GanttView::GanttView(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Steps over time"));
}

void GanttView::show_chart(GanttChart chart) {
  const bool resized = chart.rows.size() != chart_.rows.size();
  chart_ = std::move(chart);
  QStringList lines;
  for (const GanttRow& row : chart_.rows) lines << row_words(row).replace(QLatin1Char('\n'), QStringLiteral("; "));
  setAccessibleDescription(lines.join(QLatin1Char('\n')));
  if (resized) updateGeometry();
  update();
}

void GanttView::select_execution(int execution) {
  execution_ = execution;
  update();
}

void GanttView::choose(int execution) {
  if (execution < 0 || execution == execution_) return;
  select_execution(execution);
  Q_EMIT execution_selected(execution);
}

QSize GanttView::sizeHint() const {
  return {320, kAxis + kRow * static_cast<int>(std::max<std::size_t>(1, chart_.rows.size())) + 8};
}

GanttScale GanttView::scale() const {
  return {chart_, static_cast<double>(kNames), static_cast<double>(width() - kRight)};
}

int GanttView::selected_row() const {
  for (std::size_t i = 0; i < chart_.rows.size(); ++i) {
    if (std::ranges::find(chart_.rows[i].bars, execution_, &GanttBar::execution) != chart_.rows[i].bars.end()) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

int GanttView::row_at(int y) const {
  const int row = (y - kAxis) / kRow;
  return y >= kAxis && row < static_cast<int>(chart_.rows.size()) ? row : -1;
}

void GanttView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceBase));
  const GanttScale scale = this->scale();
  const int selected = selected_row();
  if (selected >= 0) painter.fillRect(0, kAxis + selected * kRow, width(), kRow, color(Color::RowSelected));
  for (const auto& tick : scale.ticks()) {
    painter.fillRect(QRectF(std::round(tick.x), kAxis, 1, height() - kAxis), color(Color::BorderHairline));
  }
  paint_axis(painter, scale);
  for (int i = 0; i < static_cast<int>(chart_.rows.size()); ++i) paint_row(painter, scale, i);
  const double end = scale.x(chart_.span);
  painter.fillRect(QRectF(std::round(end), kAxis - 2, 2, height() - kAxis + 2), color(Color::AccentText));
  if (hasFocus()) paint_focus_ring(painter, rect(), 0);
}

void GanttView::paint_axis(QPainter& painter, const GanttScale& scale) {
  const QString span = duration_text(micros(chart_.span));
  const QString end = chart_.ended ? tr("ended %1").arg(span) : tr("now %1").arg(span);
  const TypeSize strong{11, 16, true};
  const int end_width = text_width(end, strong);
  const int end_left = std::min(width() - end_width - 8, static_cast<int>(scale.x(chart_.span)) - end_width / 2);
  for (const auto& tick : scale.ticks()) {
    const QString label = tick_text(tick.seconds);
    const int wide = text_width(label, type::kCaption);
    const int left = tick.seconds <= 0 ? static_cast<int>(tick.x) : static_cast<int>(tick.x) - wide / 2;
    if (left + wide + 8 > end_left) break;
    paint_text(painter, QRect(left, 0, wide + 2, kAxis - 2), Qt::AlignLeft, label, type::kCaption,
               color(Color::TextMuted));
  }
  for (const auto& [left, right] : scale.folds()) {
    // Time that is left out: its length is not its width.
    if (right < end_left)
      paint_text(painter, QRect(static_cast<int>(left), 0, static_cast<int>(right - left), kAxis - 2), Qt::AlignHCenter,
                 QStringLiteral("⋯"), type::kCaption, color(Color::TextMuted));
  }
  paint_text(painter, QRect(end_left, 0, end_width + 4, kAxis - 2), Qt::AlignLeft, end, strong,
             color(Color::AccentText));
}

void GanttView::paint_row(QPainter& painter, const GanttScale& scale, int index) {
  const GanttRow& row = chart_.rows[static_cast<std::size_t>(index)];
  const int top = kAxis + index * kRow;
  const bool begun = !row.bars.empty() || row.status != StatusKind::Unknown;
  paint_icon(painter, QRectF(12, top + (kRow - icon_size::kTable) / 2, icon_size::kTable, icon_size::kTable),
             begun ? status_icon(row.status) : Icon::RingQuestion,
             begun ? status_color(row.status) : color(Color::TextMuted));
  paint_text(painter, QRect(32, top, kNames - 36, kRow), Qt::AlignLeft, row.step, type::kBody,
             begun ? color(Color::TextPrimary) : color(Color::TextSecondary));

  const int bar_top = top + (kRow - kBar) / 2;
  if (row.parked) {
    const double left = scale.x(row.parked->first) + (row.bars.empty() ? 0 : 2);
    const QRectF box(left, bar_top, std::max(kLeastBar, scale.x(row.parked->second) - left), kBar);
    QColor fill = status_color(StatusKind::Stuck);
    fill.setAlphaF(0.32f);
    paint_box(painter, box, 1, fill, status_color(StatusKind::Stuck), Qt::DashLine);
    const QString words = tr("parked, waiting for a person");
    if (text_width(words, type::kCaption) + 8 < box.width()) {
      paint_text(painter, box.toRect(), Qt::AlignHCenter, words, type::kCaption, color(Color::TextPrimary));
    } else if (text_width(tr("parked"), type::kCaption) + 8 < box.width()) {
      paint_text(painter, box.toRect(), Qt::AlignHCenter, tr("parked"), type::kCaption, color(Color::TextPrimary));
    }
  }
  for (std::size_t i = 0; i < row.bars.size(); ++i) {
    const GanttBar& bar = row.bars[i];
    const double left = scale.x(bar.from);
    const QRectF box(left, bar_top, std::max(kLeastBar, scale.x(bar.to) - left), kBar);
    painter.fillRect(box, status_color(bar_status(bar.look)));
    if (bar.over() > 0) {
      const double over = std::clamp(scale.x(*bar.limit), box.left(), box.right() - 2);
      const QRectF late(over, bar_top, box.right() - over, kBar);
      painter.fillRect(late, status_color(StatusKind::Stuck));
      // Told apart without colour, too.
      painter.fillRect(late, QBrush(color(Color::SurfaceBase), Qt::BDiagPattern));
    }
    if (bar.execution == execution_ && row.bars.size() > 1) {
      painter.fillRect(QRectF(box.left(), box.bottom() + 1, box.width(), 2), color(Color::AccentText));
    }
    if (const auto mark = limit_mark(scale, row, i)) paint_limit(painter, *mark, bar_top);
    // A label stands only where nothing else does.
    double free_until = width() - 4;
    if (i + 1 < row.bars.size()) free_until = scale.x(row.bars[i + 1].from);
    if (row.parked) free_until = std::min(free_until, scale.x(row.parked->first));
    const int wide = text_width(bar.label, type::kCaption);
    double label = box.right() + 6;
    if (const auto mark = limit_mark(scale, row, i); mark && *mark > box.right() - 4 && *mark < label + wide + 4) {
      label = *mark + 6;
    }
    if (label + wide <= free_until) {
      paint_text(painter, QRect(static_cast<int>(label), top, wide + 2, kRow), Qt::AlignLeft, bar.label, type::kCaption,
                 color(Color::TextSecondary));
    }
  }
}

// Where an attempt's time is over, as long as nothing else of its step has begun there.
std::optional<double> GanttView::limit_mark(const GanttScale& scale, const GanttRow& row, std::size_t bar) const {
  const auto& limit = row.bars[bar].limit;
  if (!limit || *limit > chart_.span) return std::nullopt;
  if (bar + 1 < row.bars.size() && *limit > row.bars[bar + 1].from) return std::nullopt;
  return std::round(scale.x(*limit));
}

void GanttView::paint_limit(QPainter& painter, double x, int top) {
  const QColor ink = color(Color::TextSecondary);
  painter.fillRect(QRectF(x, top - 4, 1, kBar + 8), ink);
  painter.fillRect(QRectF(x - 2, top - 4, 5, 1), ink);
  painter.fillRect(QRectF(x - 2, top + kBar + 3, 5, 1), ink);
}

void GanttView::mousePressEvent(QMouseEvent* event) {
  const int row = row_at(event->pos().y());
  if (row < 0 || chart_.rows[static_cast<std::size_t>(row)].bars.empty()) return;
  const auto& bars = chart_.rows[static_cast<std::size_t>(row)].bars;
  const GanttScale scale = this->scale();
  int chosen = bars.back().execution;
  for (const GanttBar& bar : bars) {
    const double left = scale.x(bar.from) - 2;
    const double right = std::max(scale.x(bar.to), scale.x(bar.from) + kLeastBar) + 2;
    if (event->pos().x() >= left && event->pos().x() <= right) chosen = bar.execution;
  }
  choose(chosen);
}

void GanttView::keyPressEvent(QKeyEvent* event) {
  const int row = selected_row();
  const auto step_to = [&](int direction) {
    for (int i = row + direction; i >= 0 && i < static_cast<int>(chart_.rows.size()); i += direction) {
      if (!chart_.rows[static_cast<std::size_t>(i)].bars.empty()) {
        choose(chart_.rows[static_cast<std::size_t>(i)].bars.back().execution);
        return;
      }
    }
  };
  const auto attempt_to = [&](int direction) {
    if (row < 0) return;
    const auto& bars = chart_.rows[static_cast<std::size_t>(row)].bars;
    const auto at = std::ranges::find(bars, execution_, &GanttBar::execution) - bars.begin() + direction;
    if (at >= 0 && at < static_cast<std::ptrdiff_t>(bars.size())) choose(bars[static_cast<std::size_t>(at)].execution);
  };
  switch (event->key()) {
    case Qt::Key_Up: step_to(-1); break;
    case Qt::Key_Down: step_to(1); break;
    case Qt::Key_Left: attempt_to(-1); break;
    case Qt::Key_Right: attempt_to(1); break;
    default: QWidget::keyPressEvent(event);
  }
}

bool GanttView::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const int index = row_at(help->pos().y());
    if (index < 0) {
      QToolTip::hideText();
      return true;
    }
    QToolTip::showText(help->globalPos(), safe_tool_tip(row_words(chart_.rows[static_cast<std::size_t>(index)])), this);
    return true;
  }
  return QWidget::event(event);
}

}  // namespace saga::ui
