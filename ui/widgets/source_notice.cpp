// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/source_notice.h"

#include <algorithm>

#include <QCoreApplication>
#include <QVBoxLayout>

#include "ui/widgets/format.h"

namespace saga::ui {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::SourceNotice)
};

QString joined(const QStringList& parts) { return parts.join(QStringLiteral(" · ")); }

SourceTrouble disconnected(const SourceState& state, WallTime now) {
  SourceTrouble trouble{SourceTrouble::Kind::Disconnected};
  trouble.title = state.lost_since ? Words::tr("PostgreSQL lost at %1").arg(clock_text(*state.lost_since))
                                   : Words::tr("PostgreSQL lost");
  QStringList details;
  if (state.error) details << text(state.error->message);
  if (state.next_attempt) {
    const auto left = std::max(*state.next_attempt - now, WallTime::duration::zero());
    details << Words::tr("attempt %1 in %2").arg(state.attempt + 1).arg(age_text(left));
  }
  if (state.last_answer) details << Words::tr("what is shown is from %1").arg(clock_text(*state.last_answer));
  details << Words::tr("actions wait until it is back");
  trouble.detail = joined(details);
  return trouble;
}

}  // namespace

std::optional<SourceTrouble> trouble_of(const SourceState& state, WallTime now) {
  if (state.source == Source::Redis) return std::nullopt;  // slower without it, and still true
  if (state.source == Source::Feed) {
    if (state.health != SourceState::Health::Lost) return std::nullopt;
    return SourceTrouble{SourceTrouble::Kind::Stale, Words::tr("Changes do not come in"),
                         state.error ? text(state.error->message) : QString()};
  }
  if (state.health == SourceState::Health::Lost) return disconnected(state, now);
  if (state.health == SourceState::Health::Connecting || !state.last_answer) return std::nullopt;
  const auto age = now - *state.last_answer;
  if (age <= std::chrono::seconds{age::kOldSeconds}) return std::nullopt;
  return SourceTrouble{SourceTrouble::Kind::Stale,
                       Words::tr("As of %1, %2 ago").arg(clock_text(*state.last_answer), age_text(age)),
                       Words::tr("PostgreSQL answers slowly")};
}

std::optional<SourceTrouble> trouble_of(const PlatformStatus& status, const QString& profile) {
  if (!status.role.empty() || status.degree == Degree::Watch) return std::nullopt;
  return SourceTrouble{SourceTrouble::Kind::Forbidden,
                       Words::tr("%1 has no role on %2").arg(text(status.user), profile),
                       Words::tr("To look, the role saga_viewer is needed; to retry or compensate, saga_operator")};
}

SourceNotice::SourceNotice(QWidget* parent) : QWidget(parent), banner_(new Banner(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(banner_);
  hide();
  connect(banner_, &Banner::pressed, this, &SourceNotice::reconnect_wanted);
}

void SourceNotice::show_trouble(const std::optional<SourceTrouble>& trouble) {
  if (trouble == trouble_) return;
  trouble_ = trouble;
  setVisible(trouble.has_value());
  if (!trouble) return;
  switch (trouble->kind) {
    case SourceTrouble::Kind::Stale:
      banner_->tell(Banner::Tone::Warn, Icon::DotRing, trouble->title, trouble->detail);
      break;
    case SourceTrouble::Kind::Disconnected:
      banner_->tell(Banner::Tone::Bad, Icon::DotLost, trouble->title, trouble->detail);
      break;
    case SourceTrouble::Kind::Forbidden:
      banner_->tell(Banner::Tone::Warn, Icon::Key, trouble->title, trouble->detail);
      break;
  }
  banner_->set_button(trouble->kind == SourceTrouble::Kind::Disconnected ? tr("Reconnect now") : QString());
}

}  // namespace saga::ui
