// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/plan_view.h"

#include <QPainter>
#include <QResizeEvent>

#include "ui/widgets/fonts.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {
constexpr int kLine = height::kRowCompact;
constexpr int kFoot = 32;
constexpr int kSecondLine = 16;
constexpr int kFootLeft = 34;
constexpr int kStepLeft = 66;
}  // namespace

PlanView::PlanView(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed); }

void PlanView::show_plan(PlanText plan) {
  plan_ = std::move(plan);
  QStringList spoken;
  for (const PlanLine& line : plan_.lines)
    spoken << QStringLiteral("%1: %2 %3 %4").arg(line.step, line.effect, line.amount, line.unit).trimmed();
  if (!plan_.refused.isEmpty()) spoken << plan_.refused;
  if (!plan_.summary.isEmpty()) spoken << plan_.summary;
  setAccessibleName(spoken.join(QStringLiteral("; ")));
  updateGeometry();
  update();
}

void PlanView::set_least_lines(int lines) {
  least_lines_ = lines;
  updateGeometry();
}

QSize PlanView::sizeHint() const {
  return {320, kLine * qMax(plan_.refused.isEmpty() ? least_lines_ : qMax(1, least_lines_),
                            static_cast<int>(plan_.lines.size())) +
                   foot_height()};
}

// A narrow panel folds the sentence below the steps into two lines.
int PlanView::foot_height() const {
  const bool folds = text_width(plan_.summary, type::kDense) > width() - kFootLeft - 12;
  return folds ? kFoot + kSecondLine : kFoot;
}

void PlanView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  if (event->oldSize().width() != event->size().width()) updateGeometry();
}

void PlanView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceBase));
  const auto icon_box = [](int left, int top, int line) {
    return QRectF(left, top + (line - icon_size::kTable) / 2, icon_size::kTable, icon_size::kTable);
  };
  if (!plan_.refused.isEmpty()) {
    paint_icon(painter, icon_box(12, 8, kLine), Icon::Lock, color(Color::TextSecondary));
    painter.setFont(ui_font(type::kBody));
    painter.setPen(color(Color::TextPrimary));
    painter.drawText(QRect(34, 8 + 3, width() - 46, height() - 16), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                     plan_.refused);
    return;
  }
  int step_width = 0;
  int effect_width = 0;
  for (const PlanLine& line : plan_.lines) {
    step_width = qMax(step_width, text_width(line.step, type::kBody) + 4);
    effect_width = qMax(effect_width, text_width(line.effect, type::kBody) + 4);
  }
  int top = 0;
  for (std::size_t i = 0; i < plan_.lines.size(); ++i) {
    const PlanLine& line = plan_.lines[i];
    const QColor ink = line.quiet ? color(Color::TextMuted) : color(Color::TextPrimary);
    paint_text(painter, QRect(0, top, 26, kLine), Qt::AlignRight, QString::number(i + 1), type::kDense,
               color(Color::TextMuted));
    paint_icon(painter, icon_box(44, top, kLine), line.icon,
               line.icon == Icon::ArrowAnticlockwise ? status_color(StatusKind::Compensating)
               : line.quiet                          ? status_color(StatusKind::Completed)
                                                     : status_color(StatusKind::Running));
    paint_text(painter, QRect(kStepLeft, top, step_width, kLine), Qt::AlignLeft, line.step, type::kBody, ink);
    const int unit_width = line.unit.isEmpty() ? 0 : text_width(line.unit, type::kCaption) + 4;
    const int amount_left = kStepLeft + step_width;
    const int amount_right = width() - 12 - effect_width - space::kSection;
    paint_text(painter, QRect(amount_left, top, amount_right - unit_width - amount_left, kLine), Qt::AlignRight,
               line.amount, type::kBodyStrong, ink);
    paint_text(painter, QRect(amount_right - unit_width + 4, top, unit_width, kLine), Qt::AlignLeft, line.unit,
               type::kCaption, color(Color::TextMuted));
    paint_text(painter, QRect(width() - 12 - effect_width, top, effect_width, kLine), Qt::AlignRight, line.effect,
               type::kBody, ink);
    top += kLine;
    painter.fillRect(0, top - 1, width(), 1, color(Color::BorderHairline));
  }
  const int foot_line = foot_height();
  if (height() < top + foot_line) return;  // too low a window: the steps before the sentence
  const QRect foot(0, height() - foot_line, width(), foot_line);
  painter.fillRect(foot, color(Color::SurfacePanel));
  painter.fillRect(0, foot.top(), width(), 1, color(Color::BorderHairline));
  paint_icon(painter, icon_box(12, foot.top(), kFoot), Icon::Info, color(Color::TextSecondary));
  painter.setFont(ui_font(type::kDense));
  painter.setPen(color(Color::TextSecondary));
  painter.drawText(foot.adjusted(kFootLeft, 0, -12, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap,
                   plan_.summary);
}

}  // namespace saga::ui
