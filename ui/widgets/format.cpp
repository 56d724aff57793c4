// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/format.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

namespace saga::ui {

namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::Format)
};

QDateTime local_time(TimePoint time) {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
  return QDateTime::fromMSecsSinceEpoch(ms);
}

QString decimal(double value, int digits) { return QLocale().toString(value, 'f', digits); }

}  // namespace

MoneyText money_parts(const Money& money) {
  // From the exact text and not through a double, which could not hold every amount.
  const int digits = minor_digits(money.currency);
  QString number = text(to_string(money)).section(QLatin1Char(' '), 0, 0);
  const QLocale locale;
  QString fraction;
  if (digits > 0) {
    fraction = locale.decimalPoint() + number.section(QLatin1Char('.'), 1, 1);
    number = number.section(QLatin1Char('.'), 0, 0);
  }
  const bool negative = number.startsWith(QLatin1Char('-'));
  if (negative) number.remove(0, 1);
  return {(negative ? locale.negativeSign() : QString()) + locale.toString(number.toULongLong()) + fraction,
          text(money.currency)};
}

QString money_text(const Money& money) {
  const MoneyText parts = money_parts(money);
  return parts.unit.isEmpty() ? parts.number : parts.number + QLatin1Char(' ') + parts.unit;
}

QString count_text(std::int64_t count) { return QLocale().toString(static_cast<qlonglong>(count)); }

QString count_text(const CappedCount& count) {
  return count.capped ? count_text(count.count) + QLatin1Char('+') : count_text(count.count);
}

QString age_text(std::chrono::microseconds age) {
  // A clock that jumped must not show an age below zero.
  const double seconds = std::max(0.0, std::chrono::duration<double>(age).count());
  if (seconds < 9.95) return Words::tr("%1 s").arg(decimal(seconds, 1));
  if (seconds < 120) return Words::tr("%1 s").arg(std::floor(seconds));
  if (seconds < 120.0 * 60) return Words::tr("%1 min").arg(std::floor(seconds / 60));
  if (seconds < 48.0 * 3600) return Words::tr("%1 h").arg(std::floor(seconds / 3600));
  return Words::tr("%1 d").arg(count_text(static_cast<std::int64_t>(seconds / 86400)));
}

QString duration_text(std::chrono::microseconds duration) {
  const double ms = std::max(0.0, std::chrono::duration<double, std::milli>(duration).count());
  if (ms > 0 && ms < 0.05) return Words::tr("< %1 ms").arg(decimal(0.1, 1));
  if (ms < 1) return Words::tr("%1 ms").arg(decimal(ms, 1));
  if (ms < 999.5) return Words::tr("%1 ms").arg(std::round(ms));
  if (ms < 9995) return Words::tr("%1 s").arg(decimal(ms / 1000, 2));
  if (ms < 119950) return Words::tr("%1 s").arg(decimal(ms / 1000, 1));
  return age_text(duration);
}

QString short_id(const QString& id) {
  constexpr int kKept = 8;
  return id.size() <= 2 * kKept + 4 ? id : id.left(kKept) + QChar(0x2026) + id.right(kKept);
}

QString clock_text(TimePoint time) { return local_time(time).toString(QStringLiteral("HH:mm:ss")); }

QString precise_clock_text(TimePoint time) { return local_time(time).toString(QStringLiteral("HH:mm:ss.zzz")); }

QString full_time_text(TimePoint time) {
  const QDateTime local = local_time(time);
  return QStringLiteral("%1 %2 (%3 UTC)")
      .arg(local.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz")), local.timeZoneAbbreviation(),
           local.toUTC().toString(QStringLiteral("HH:mm:ss.zzz")));
}

QString zone_text(TimePoint time) { return local_time(time).timeZoneAbbreviation(); }

QString offset_text(std::chrono::microseconds offset) {
  const double seconds = std::chrono::duration<double>(offset).count();
  const QString sign = seconds < 0 ? QString(QChar(0x2212)) : QStringLiteral("+");
  return sign + Words::tr("%1 s").arg(decimal(std::abs(seconds), 2));
}

}  // namespace saga::ui
