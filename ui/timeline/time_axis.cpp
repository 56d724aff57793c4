// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/time_axis.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include "ui/widgets/format.h"

namespace saga::ui {
namespace {

using timeline::Micros;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::TimeAxis)
};

constexpr Micros kMs = 1000;
constexpr Micros kSecond = 1000 * kMs;
constexpr Micros kMinute = 60 * kSecond;
constexpr Micros kHour = 60 * kMinute;
constexpr Micros kDay = 24 * kHour;
constexpr std::array kSteps{Micros{10},   Micros{20},   Micros{50},   Micros{100}, Micros{200}, Micros{500},
                            kMs,          2 * kMs,      5 * kMs,      10 * kMs,    20 * kMs,    50 * kMs,
                            100 * kMs,    200 * kMs,    500 * kMs,    kSecond,     2 * kSecond, 5 * kSecond,
                            10 * kSecond, 15 * kSecond, 30 * kSecond, kMinute,     2 * kMinute, 5 * kMinute,
                            10 * kMinute, 15 * kMinute, 30 * kMinute, kHour,       2 * kHour,   3 * kHour,
                            6 * kHour,    12 * kHour,   kDay};

Micros floored(Micros at, Micros step) { return at >= 0 ? at / step * step : (at - step + 1) / step * step; }

QDateTime local(Micros at) { return QDateTime::fromMSecsSinceEpoch(floored(at, kMs) / kMs); }

QString date_text(const QDateTime& time) { return QLocale().toString(time.date(), Words::tr("MMM d")); }

Micros zone_offset(Micros at) { return local(at).offsetFromUtc() * kSecond; }

QString micros_part(Micros at) { return QStringLiteral("%1").arg(at - floored(at, kMs), 3, 10, QLatin1Char('0')); }

Tick tick_of(Micros at, Micros step) {
  const QDateTime time = local(at);
  const Micros here = at + zone_offset(at);
  const auto round = [&](Micros unit) { return here % unit == 0; };
  if (step >= kMinute) {
    if (round(kDay)) return {at, date_text(time), true};
    return {at, time.toString(QStringLiteral("HH:mm")), false};
  }
  if (step >= kSecond) return {at, time.toString(QStringLiteral("HH:mm:ss")), round(kMinute)};
  if (step >= kMs) {
    if (round(kSecond)) return {at, time.toString(QStringLiteral("HH:mm:ss")), true};
    return {at, time.toString(QStringLiteral(".zzz")), false};
  }
  if (round(kMs)) return {at, time.toString(QStringLiteral("ss.zzz")), true};
  return {at, QStringLiteral("+%1 µs").arg(at - floored(at, kMs)), false};
}

}  // namespace

std::vector<Tick> ticks_of(const timeline::Range& range, int width, int apart) {
  std::vector<Tick> ticks;
  if (width < 1 || range.length() < 1) return ticks;
  const Micros least = range.length() * apart / width;
  const auto found = std::ranges::lower_bound(kSteps, least);
  const Micros step = found == kSteps.end() ? kSteps.back() : *found;
  const Micros offset = zone_offset(range.from);
  for (Micros at = floored(range.from + offset + step - 1, step) - offset; at < range.to; at += step) {
    ticks.push_back(tick_of(at, step));
  }
  return ticks;
}

QString moment_text(Micros at, Micros pixel) {
  const QDateTime time = local(at);
  if (pixel >= kMinute) return time.toString(QStringLiteral("HH:mm"));
  if (pixel >= kSecond / 10) return time.toString(QStringLiteral("HH:mm:ss"));
  const QString millis = time.toString(QStringLiteral("HH:mm:ss.zzz"));
  return pixel >= kMs / 20 ? millis : millis + micros_part(at);
}

QString range_text(const timeline::Range& range, Micros now) {
  // To the second at least; of half a day and more the minutes are enough.
  const Micros unit = range.length() >= 12 * kHour ? kMinute : std::min(range.length() / 1000, kSecond);
  const QDateTime from = local(range.from);
  const bool today = from.date() == local(now).date() && local(range.to).date() == from.date();
  const QString dash = QStringLiteral(" – ");
  const QString zone = zone_text(timeline::time_of(range.from));
  const auto said = [&](Micros at) {
    const QString time = moment_text(at, unit);
    return today ? time : date_text(local(at)) + QLatin1Char(' ') + time;
  };
  return said(range.from) + dash + said(range.to) + QLatin1Char(' ') + zone;
}

QString length_text(Micros length) {
  const QLocale locale;
  if (length < kMs) return Words::tr("%1 µs").arg(length);
  if (length < kSecond) {
    return Words::tr("%1 ms").arg(locale.toString(static_cast<double>(length) / kMs, 'f', length % kMs == 0 ? 0 : 1));
  }
  if (length < kMinute) {
    return Words::tr("%1 s").arg(
        locale.toString(static_cast<double>(length) / kSecond, 'f', length % kSecond == 0 ? 0 : 2));
  }
  const Micros days = length / kDay, hours = length / kHour, minutes = length / kMinute % 60;
  const Micros seconds = length / kSecond % 60;
  if (days > 0 && length % kDay == 0) return Words::tr("%n day(s)", nullptr, static_cast<int>(days));
  if (hours > 0) return minutes > 0 ? Words::tr("%1 h %2 min").arg(hours).arg(minutes) : Words::tr("%1 h").arg(hours);
  return seconds > 0 ? Words::tr("%1 min %2 s").arg(minutes).arg(seconds) : Words::tr("%1 min").arg(minutes);
}

}  // namespace saga::ui
