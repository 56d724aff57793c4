// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_words.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "ui/places/filter_word.h"
#include "ui/widgets/format.h"

namespace saga::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::OverviewWords)
};

QString toggle_title(const RecentAction& action) {
  const QString before = text(action.value_before), after = text(action.value_after);
  if (action.on_what == "payment.canary.percent" && !after.isEmpty()) {
    return Words::tr("Canary %1 % → %2 %").arg(before, after);
  }
  if (action.on_what == "payment.event-driven.enabled" && !after.isEmpty()) {
    return after == QLatin1String("true") ? Words::tr("Event-driven route switched on")
                                          : Words::tr("Event-driven route switched off");
  }
  return action.on_what.empty() ? Words::tr("Toggles changed") : Words::tr("Toggle %1").arg(text(action.on_what));
}

}  // namespace

QString group_error_text(const TroubleGroup& group) {
  if (group.error.empty()) {
    return group.condition == Condition::Stuck ? Words::tr("No progress for more than 30 s, no error")
                                               : Words::tr("No reason was kept");
  }
  // The step stands beside it, and how often it was tried is in every reason.
  static const QString kAttempts = QStringLiteral(", … attempts");
  QString error = text(group.error);
  const QString step = text(group.step);
  if (error.endsWith(kAttempts)) error.chop(kAttempts.size());
  if (error.startsWith(step + QLatin1String(": "))) return error.mid(step.size() + 2);
  const QString undoing = step + QLatin1String(" (compensation): ");
  if (error.startsWith(undoing)) return Words::tr("compensation: %1").arg(error.mid(undoing.size()));
  return error;
}

Place place_of(Condition condition) {
  return {.page = PageId::Sagas, .filter = QStringLiteral("status:") + text(std::string(to_text(condition)))};
}

Place place_of_step(const std::string& step) {
  return {
      .page = PageId::Sagas,
      .filter = QStringLiteral("status:running,compensating,stuck ") + filter_word(QStringLiteral("step"), text(step))};
}

Place place_of(const TroubleGroup& group) {
  Place place = place_of(group.condition);
  place.filter += QLatin1Char(' ') + filter_word(QStringLiteral("step"), text(group.step)) + QLatin1Char(' ') +
                  filter_word(QStringLiteral("error"), text(group.error));
  return place;
}

QString share_text(double share, int digits) {
  const double scale = std::pow(10.0, digits);
  const double percent = std::floor(share * 100 * scale + 1e-6) / scale;
  return QLocale().toString(percent, 'f', share >= 1 ? 0 : digits);
}

QString money_list_text(const std::vector<Money>& money, int most) {
  QStringList parts;
  for (const Money& sum : money) {
    if (parts.size() < most) parts << money_text(sum);
  }
  const auto more = static_cast<int>(money.size()) - static_cast<int>(parts.size());
  const QString list = parts.join(QStringLiteral(" · "));
  return more > 0 ? QStringLiteral("%1 +%2").arg(list).arg(more) : list;
}

QString action_title(const RecentAction& action) {
  const int count = static_cast<int>(std::min<std::int64_t>(action.count, 1'000'000));
  QString title;
  if (action.what == "RETRY") {
    title = Words::tr("Retry of %n saga(s)", nullptr, count);
  } else if (action.what == "COMPENSATE") {
    title = Words::tr("Compensation of %n saga(s)", nullptr, count);
  } else if (action.what == "RESOLVE") {
    title = Words::tr("%n saga(s) resolved by hand", nullptr, count);
  } else if (action.what == "REFUND") {
    title = Words::tr("Refund of %n order(s)", nullptr, count);
  } else if (action.what == "NOTE") {
    title = Words::tr("%n note(s) added", nullptr, count);
  } else if (action.what == "TAKE") {
    title = Words::tr("%n saga(s) taken", nullptr, count);
  } else if (action.what == "RELEASE") {
    title = Words::tr("%n saga(s) given back", nullptr, count);
  } else if (action.what == "SET_TOGGLE") {
    title = toggle_title(action);
  } else if (action.what == "ENGAGE_ROLLBACK") {
    title = Words::tr("Emergency rollback engaged");
  } else if (action.what == "RELEASE_ROLLBACK") {
    title = Words::tr("Emergency rollback released");
  } else {
    title = text(action.what);
  }
  const int refused = static_cast<int>(std::min<std::int64_t>(action.count - action.accepted, 1'000'000));
  return refused > 0 ? Words::tr("%1, %2 refused").arg(title, count_text(static_cast<std::int64_t>(refused))) : title;
}

QString action_detail(const RecentAction& action) {
  QStringList parts{text(action.who), clock_text(action.at)};
  if (!action.why.empty()) parts << text(action.why);
  return parts.join(QStringLiteral(" · "));
}

QString range_text(std::chrono::minutes range) {
  const auto minutes = static_cast<int>(range.count());
  return minutes < 60 ? Words::tr("%1 min").arg(QLocale().toString(minutes))
                      : Words::tr("%1 h").arg(QLocale().toString(minutes / 60));
}

QString marker_text(const RecentAction& action) {
  if (action.what == "ENGAGE_ROLLBACK") return Words::tr("rollback");
  if (action.what == "RELEASE_ROLLBACK") return Words::tr("rollback over");
  const QString before = text(action.value_before), after = text(action.value_after);
  if (action.on_what == "payment.canary.percent") return Words::tr("%1 → %2 %").arg(before, after);
  if (action.on_what == "payment.event-driven.enabled") {
    return after == QLatin1String("true") ? Words::tr("event-driven on") : Words::tr("event-driven off");
  }
  return action.on_what.empty() ? Words::tr("toggles") : text(action.on_what);
}

std::pair<QString, QString> number_and_unit(const QString& text) {
  const auto last_digit = std::find_if(text.rbegin(), text.rend(), [](QChar c) { return c.isDigit(); });
  const auto digits = last_digit == text.rend() ? text.size() : text.size() - (last_digit - text.rbegin());
  return {text.left(digits), text.mid(digits).trimmed()};
}

QString since_text(TimePoint time, TimePoint now) {
  return now - time < std::chrono::hours(20) ? clock_text(time).left(5) : age_text(now - time);
}

}  // namespace saga::ui
