// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/flight_figure.h"

#include <array>

#include <QPainter>

#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/status_style.h"
#include "ui/widgets/theme.h"

namespace saga::ui {
namespace {

struct Part {
  StatusKind kind;
  QString word;
  std::int64_t count;
};

}  // namespace

FlightFigure::FlightFigure(QWidget* parent) : QWidget(parent) { setFixedHeight(sizeHint().height()); }

void FlightFigure::show_figures(const std::optional<SagasInFlight>& sagas, const QString& to_safe,
                                const QString& of_instances, bool safe) {
  sagas_ = sagas;
  to_safe_ = to_safe;
  of_instances_ = of_instances;
  safe_ = safe;
  QString spoken = tr("Sagas still in flight: %1").arg(sagas ? count_text(sagas->all()) : tr("not known"));
  if (sagas) {
    spoken += QStringLiteral(", ") + tr("finishing %1, undoing %2, stuck %3, waiting for a person %4")
                                         .arg(count_text(sagas->running), count_text(sagas->compensating),
                                              count_text(sagas->stuck), count_text(sagas->needs_attention));
  }
  setAccessibleName(spoken);
  setAccessibleDescription(tr("Time to safe: %1 %2").arg(to_safe, of_instances));
  update();
}

void FlightFigure::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), color(Color::SurfaceBase));
  painter.fillRect(0, height() - 1, width(), 1, color(Color::BorderHairline));
  const int left = space::kPanelInset, room = width() - 2 * left;
  paint_text(painter, QRect(left, 8, room * 3 / 5, 18), Qt::AlignLeft, tr("Event-driven sagas still in flight"),
             type::kDense, color(Color::TextSecondary));
  paint_text(painter, QRect(left, 28, room * 3 / 5, 48), Qt::AlignLeft,
             sagas_ ? count_text(CappedCount{sagas_->all(), sagas_->capped}) : QStringLiteral("–"), type::kBigFigure,
             color(Color::TextPrimary));
  const QRect right(left + room * 3 / 5, 8, room - room * 3 / 5, 18);
  paint_text(painter, right, Qt::AlignRight, tr("Time to safe"), type::kDense, color(Color::TextSecondary));
  paint_text(painter, right.translated(0, 20).adjusted(0, 0, 0, 10), Qt::AlignRight, to_safe_, type::kFigure,
             status_color(safe_ ? StatusKind::Completed : StatusKind::Stuck));
  paint_text(painter, right.translated(0, 50), Qt::AlignRight, of_instances_, type::kCaption, color(Color::TextMuted));
  if (!sagas_) return;
  const std::array<Part, 4> parts{{{StatusKind::Running, tr("finishing"), sagas_->running},
                                   {StatusKind::Compensating, tr("undoing"), sagas_->compensating},
                                   {StatusKind::Stuck, tr("stuck"), sagas_->stuck},
                                   {StatusKind::NeedsAttention, tr("a person"), sagas_->needs_attention}}};
  int x = left;
  for (const Part& part : parts) {
    const int top = 82;
    paint_icon(painter, QRectF(x, top + 2, 13, 13), status_icon(part.kind), status_color(part.kind));
    x += 17;
    x += paint_text(painter, QRect(x, top, width() - x, 18), Qt::AlignLeft, part.word, type::kDense,
                    color(Color::TextPrimary)) +
         4;
    x += paint_text(painter, QRect(x, top, width() - x, 18), Qt::AlignLeft, count_text(part.count), type::kDenseStrong,
                    color(Color::TextPrimary)) +
         10;
  }
}

}  // namespace saga::ui
