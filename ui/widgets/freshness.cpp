// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/freshness.h"

#include <QCoreApplication>
#include <QPainter>

#include "ui/widgets/format.h"
#include "ui/widgets/paint.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::Freshness)
};

}  // namespace

Freshness freshness_of(const SourceState& state, WallTime now) {
  using Degree = Freshness::Degree;
  switch (state.health) {
    case SourceState::Health::Connecting: return {Degree::Unknown, Words::tr("connecting")};
    case SourceState::Health::Lost:
      return {Degree::Lost,
              state.lost_since ? Words::tr("lost %1").arg(clock_text(*state.lost_since)) : Words::tr("lost")};
    case SourceState::Health::Connected: break;
  }
  const auto age = state.last_answer ? now - *state.last_answer : std::chrono::microseconds{0};
  if (age > std::chrono::seconds{age::kOldSeconds}) return {Degree::Stale, Words::tr("%1 old").arg(age_text(age))};
  if (age > std::chrono::seconds{age::kFreshSeconds}) return {Degree::Old, Words::tr("%1 old").arg(age_text(age))};
  const QString latency = duration_text(state.latency);
  return {Degree::Fresh, state.source == Source::Feed ? Words::tr("%1 behind").arg(latency) : latency};
}

Icon freshness_icon(Freshness::Degree degree) {
  switch (degree) {
    case Freshness::Degree::Fresh: return Icon::Dot;
    case Freshness::Degree::Old: return Icon::DotHalf;
    case Freshness::Degree::Stale: return Icon::DotRing;
    case Freshness::Degree::Lost: return Icon::DotLost;
    case Freshness::Degree::Unknown: return Icon::DotRing;
  }
  return Icon::DotRing;
}

QColor freshness_color(Freshness::Degree degree) {
  switch (degree) {
    case Freshness::Degree::Fresh: return color(status_token(StatusKind::Completed).fg);
    case Freshness::Degree::Old: return color(status_token(StatusKind::Compensating).fg);
    case Freshness::Degree::Stale: return color(status_token(StatusKind::Stuck).fg);
    case Freshness::Degree::Lost: return color(status_token(StatusKind::Failed).fg);
    case Freshness::Degree::Unknown: return color(Color::TextMuted);
  }
  return {};
}

FreshnessBadge::FreshnessBadge(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
}

void FreshnessBadge::show_freshness(const QString& name, const Freshness& freshness) {
  name_ = name;
  freshness_ = freshness;
  setAccessibleName(text());
  updateGeometry();
  update();
}

QString FreshnessBadge::text() const {
  return name_.isEmpty() ? freshness_.text : name_ + QLatin1Char(' ') + freshness_.text;
}

QSize FreshnessBadge::sizeHint() const {
  return {10 + 6 + text_width(text(), type::kDense) + 2, height::kStatusBar - 1};
}

void FreshnessBadge::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint_icon(painter, QRectF(0, (height() - 10) / 2.0, 10, 10), freshness_icon(freshness_.degree),
             freshness_color(freshness_.degree));
  const bool trouble = freshness_.degree == Freshness::Degree::Lost || freshness_.degree == Freshness::Degree::Stale ||
                       freshness_.degree == Freshness::Degree::Old;
  paint_text(painter, QRect(16, 0, width() - 16, height()), Qt::AlignLeft, text(), type::kDense,
             trouble ? freshness_color(freshness_.degree) : color(Color::TextSecondary));
}

}  // namespace saga::ui
