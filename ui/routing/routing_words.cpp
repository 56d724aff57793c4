// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routing/routing_words.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include "ui/widgets/format.h"

namespace saga::ui {
namespace {

constexpr int kGroups = 100;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::RoutingWords)
};

int group_of(std::int64_t user_id) { return static_cast<int>(((user_id % kGroups) + kGroups) % kGroups); }

QString decimal(double value, int digits) { return QLocale().toString(value, 'f', digits); }

QDateTime local(TimePoint time) {
  return QDateTime::fromMSecsSinceEpoch(
      std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

}  // namespace

QString route_word(Route route) {
  return route == Route::Legacy ? QStringLiteral("LEGACY") : QStringLiteral("EVENT-DRIVEN");
}

QString decision_reason(const RoutingDecision& decision, const RoutingState& state, std::int64_t user_id) {
  const int group = group_of(user_id);
  switch (decision.reason) {
    case RouteReason::EmergencyRollback: return Words::tr("because of the rollback");
    case RouteReason::TogglesUnreadable: return Words::tr("the toggles could not be read");
    case RouteReason::EventDrivenOff: return Words::tr("the event-driven route is off");
    case RouteReason::FirstUsers: return Words::tr("first users, id % 100 = 0");
    case RouteReason::VipUser: return Words::tr("because VIP");
    case RouteReason::InCanary: return Words::tr("%1 < %2").arg(group).arg(state.canary_percent);
    case RouteReason::OutsideCanary: return Words::tr("%1 ≥ %2").arg(group).arg(state.canary_percent);
  }
  return {};
}

QString decision_text(const RoutingDecision& decision, const RoutingState& state, std::int64_t user_id) {
  return QStringLiteral("%1, %2").arg(route_word(decision.route), decision_reason(decision, state, user_id));
}

bool is_rollback(const ToggleChange& change) {
  return change.toggle.name == kRollbackToggle && rollback_from(change.toggle.value);
}

QString toggle_change_text(const ToggleChange& change) {
  const QString value = text(change.toggle.value);
  if (change.toggle.name == kRollbackToggle) {
    if (change.toggle.value == change.value_before) return Words::tr("drill");
    if (is_rollback(change)) return Words::tr("rollback");
    return change.value_before.empty() ? Words::tr("no rollback") : Words::tr("rollback released");
  }
  if (change.toggle.name == kEventDrivenToggle) {
    return enabled_from(change.toggle.value) ? Words::tr("switched on") : Words::tr("switched off");
  }
  if (change.value_before.empty()) return Words::tr("%1 %").arg(value);
  return Words::tr("%1 → %2 %").arg(text(change.value_before), value);
}

QString canary_meaning(int percent, std::optional<double> payments_a_second, bool in_force) {
  // The first users go that way at any share.
  const int groups = std::max(percent, 1);
  QString who =
      percent > 0 ? Words::tr("users id % 100 < %1").arg(groups) : Words::tr("only the first users, id % 100 = 0");
  if (!payments_a_second) return who;
  const QString all = rate_text(*payments_a_second), part = rate_text(*payments_a_second * groups / kGroups);
  return in_force ? Words::tr("%1 % means %2 of %3 payments/s; %4").arg(percent).arg(part, all, who)
                  : Words::tr("%1 % would mean %2 of %3 payments/s; %4").arg(percent).arg(part, all, who);
}

QString verdict_title(const CanaryJudgement& judgement) {
  switch (judgement.verdict) {
    case CanaryVerdict::TooFew: return Words::tr("No verdict yet");
    case CanaryVerdict::Worse: return Words::tr("Worse than the legacy route");
    case CanaryVerdict::Slower: return Words::tr("As successful, but slower");
    case CanaryVerdict::AsGood: return Words::tr("As good as the legacy route");
    case CanaryVerdict::Better: return Words::tr("Better than the legacy route");
  }
  return {};
}

QString verdict_detail(const CanaryJudgement& judgement) {
  if (judgement.verdict == CanaryVerdict::TooFew) {
    return Words::tr("%1 and %2 payments have ended, %3 on each route are needed")
        .arg(count_text(judgement.event_driven_ended), count_text(judgement.legacy_ended),
             count_text(canary_rule::kEnough));
  }
  const QString points = decimal(std::abs(judgement.difference) * 100, 2);
  const QString z = decimal(std::abs(judgement.z), 1);
  const QString ratio =
      judgement.p95_ratio ? Words::tr("p95 × %1").arg(decimal(*judgement.p95_ratio, 2)) : Words::tr("no p95");
  const bool beyond = std::abs(judgement.z) >= canary_rule::kBeyondChance;
  if (!beyond) return Words::tr("success within chance (z %1), %2").arg(z, ratio);
  return judgement.difference < 0 ? Words::tr("%1 points fewer succeed, beyond chance (z %2), %3").arg(points, z, ratio)
                                  : Words::tr("%1 points more succeed, beyond chance (z %2), %3").arg(points, z, ratio);
}

QString percent_text(double share) {
  double percent = std::floor(share * 10'000) / 100;
  if (share >= 1) percent = 100;
  return Words::tr("%1 %").arg(decimal(percent, 2));
}

QString version_text(std::int64_t version) { return QStringLiteral("v%1").arg(version); }

QString rate_text(double payments_a_second) {
  return decimal(payments_a_second, payments_a_second > 0 && payments_a_second < 9.95 ? 1 : 0);
}

QString seconds_text(std::chrono::microseconds time) {
  const double seconds = std::max(0.0, std::chrono::duration<double>(time).count());
  if (seconds >= 60) return age_text(time);
  return Words::tr("%1 s").arg(decimal(seconds, seconds < 10 ? 2 : 1));
}

QString day_or_time_text(TimePoint time, TimePoint now) {
  const QDateTime at = local(time);
  return at.date() == local(now).date() ? at.toString(QStringLiteral("HH:mm:ss"))
                                        : at.toString(QStringLiteral("MM-dd"));
}

}  // namespace saga::ui
