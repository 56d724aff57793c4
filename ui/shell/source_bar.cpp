// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/source_bar.h"

#include <QHBoxLayout>

#include "ui/widgets/action_button.h"
#include "ui/widgets/format.h"
#include "ui/widgets/freshness.h"
#include "ui/widgets/plain_text_label.h"
#include "ui/widgets/theme.h"

namespace saga::ui {

namespace {

QString source_name(Source source) {
  switch (source) {
    case Source::Postgres: return QStringLiteral("PostgreSQL");
    case Source::Redis: return QStringLiteral("Redis");
    case Source::Feed: return SourceBar::tr("feed");
  }
  return {};
}

}  // namespace

SourceBar::SourceBar(QWidget* parent)
    : Surface(Color::SurfaceWindow, Top, parent),
      clock_(new PlainTextLabel(QString(), type::kDense, Color::TextSecondary)),
      look_(new ActionButton(ActionButton::Look::Bare, Icon::Theme, QString())),
      keys_(new ActionButton(ActionButton::Look::Bare, tr("keys"))) {
  setFixedHeight(height::kStatusBar);
  set_line(Color::BorderPanel);
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(14, 1, space::kUnit, 0);
  line->setSpacing(space::kSection);
  for (const Source source : {Source::Postgres, Source::Redis, Source::Feed}) {
    auto* badge = new FreshnessBadge;
    SourceState state;
    state.source = source;
    badge->show_freshness(source_name(source), freshness_of(state, {}));
    line->addWidget(badge);
    sources_.emplace(source, Shown{badge, state});
  }
  line->addStretch(1);
  line->addWidget(clock_);
  look_->setFixedSize(height::kStatusBar + 4, height::kStatusBar - 2);
  look_->setAccessibleName(tr("Light or dark, language"));
  look_->setToolTip(tr("Light or dark, language"));
  line->addWidget(look_);
  keys_->set_small(true);
  keys_->set_key_hint(QStringLiteral("?"));
  keys_->setFixedHeight(height::kStatusBar - 2);
  line->addWidget(keys_);
  connect(keys_, &ActionButton::clicked, this, &SourceBar::keys_wanted);
  connect(look_, &ActionButton::clicked, this,
          [this] { Q_EMIT look_wanted(look_->mapToGlobal(QPoint(look_->width(), 0))); });
}

void SourceBar::put(QWidget* widget) {
  auto* line = qobject_cast<QHBoxLayout*>(layout());
  line->insertWidget(line->indexOf(clock_), widget);
}

void SourceBar::show_source(const SourceState& state) {
  Shown& shown = sources_.at(state.source);
  shown.state = state;
  const WallTime now = state.last_answer.value_or(WallTime{});
  shown.badge->show_freshness(source_name(state.source), freshness_of(state, now));
  QStringList details;
  if (state.error) details << text(state.error->message);
  if (state.error && !state.error->advice.empty()) details << text(state.error->advice);
  if (state.attempt > 0) details << tr("attempt %1").arg(state.attempt);
  shown.badge->setToolTip(safe_tool_tip(details.join(QLatin1Char('\n'))));
}

void SourceBar::show_server_time(TimePoint server_now, WallTime here) {
  offset_ = here - server_now;
  refresh_clock(here);
}

void SourceBar::tick(WallTime now) {
  for (auto& [source, shown] : sources_)
    shown.badge->show_freshness(source_name(source), freshness_of(shown.state, now));
  refresh_clock(now);
}

void SourceBar::refresh_clock(WallTime now) {
  if (!offset_) {
    clock_->show_text(tr("Server clock not known yet"));
    return;
  }
  const TimePoint server = now - *offset_;
  clock_->show_text(
      tr("Server %1 %2 · this workstation %3").arg(clock_text(server), zone_text(server), offset_text(*offset_)));
  clock_->setToolTip(safe_tool_tip(full_time_text(server)));
}

}  // namespace saga::ui
