// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/filter_words.h"

#include <QDateTime>
#include <QRegularExpression>

#include "backend/domain/money.h"
#include "ui/widgets/format.h"

namespace saga::ui {

QStringList filter_words(const QString& line) {
  QStringList words;
  QString word;
  bool inside = false;
  bool any = false;
  for (qsizetype i = 0; i < line.size(); ++i) {
    const QChar c = line[i];
    if (c == QLatin1Char('\\') && i + 1 < line.size() && line[i + 1] == QLatin1Char('"')) {
      word += line[++i];
    } else if (c == QLatin1Char('"')) {
      inside = !inside;
      any = true;
    } else if (c.isSpace() && !inside) {
      if (any || !word.isEmpty()) words << word;
      word.clear();
      any = false;
    } else {
      word += c;
    }
  }
  if (any || !word.isEmpty()) words << word;
  return words;
}

std::optional<std::chrono::seconds> span_from(const QString& word) {
  if (word.size() < 2) return std::nullopt;
  bool ok = false;
  const int number = word.chopped(1).toInt(&ok);
  if (!ok || number < 0) return std::nullopt;
  switch (word.back().toLatin1()) {
    case 's': return std::chrono::seconds(number);
    case 'm': return std::chrono::minutes(number);
    case 'h': return std::chrono::hours(number);
    case 'd': return std::chrono::hours(24) * number;
    default: return std::nullopt;
  }
}

QString span_text(std::chrono::seconds span) { return QStringLiteral("%1s").arg(span.count()); }

std::optional<TimePoint> time_from(const QString& word) {
  const QDateTime time = QDateTime::fromString(word, Qt::ISODateWithMs);
  if (!time.isValid()) return std::nullopt;
  return TimePoint(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

QString time_text(TimePoint time) {
  const auto millis = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
  return QDateTime::fromMSecsSinceEpoch(millis).toUTC().toString(millis % 1000 == 0 ? Qt::ISODate : Qt::ISODateWithMs);
}

namespace {

// "10.5" in units of 100: 1050. Nothing if it has more digits than the currency.
std::optional<std::int64_t> minor_from(const QString& number, int digits) {
  const QString whole = number.section(QLatin1Char('.'), 0, 0);
  const QString part = number.section(QLatin1Char('.'), 1);
  if (part.size() > digits) return std::nullopt;
  bool ok = false;
  const std::int64_t minor = (whole + part.leftJustified(digits, QLatin1Char('0'))).toLongLong(&ok);
  return ok ? std::optional(minor) : std::nullopt;
}

QString major_text(std::int64_t minor, int digits) {
  if (digits == 0) return QString::number(minor);
  const QString all = QString::number(minor).rightJustified(digits + 1, QLatin1Char('0'));
  return all.chopped(digits) + QLatin1Char('.') + all.right(digits);
}

}  // namespace

std::optional<AmountRange> amount_from(const QString& word) {
  static const QRegularExpression kRange(QStringLiteral("^(\\d+(?:\\.\\d+)?)?\\.\\.(\\d+(?:\\.\\d+)?)?([A-Za-z]{3})$"));
  const auto match = kRange.match(word);
  if (!match.hasMatch()) return std::nullopt;
  AmountRange range{match.captured(3).toUpper().toStdString()};
  const int digits = minor_digits(range.currency);
  for (const auto& [group, end] : {std::pair(1, &range.least), std::pair(2, &range.most)}) {
    if (match.captured(group).isEmpty()) continue;
    *end = minor_from(match.captured(group), digits);
    if (!*end) return std::nullopt;
  }
  return range;
}

QString amount_text(const AmountRange& range) {
  const int digits = minor_digits(range.currency);
  return (range.least ? major_text(*range.least, digits) : QString()) + QLatin1String("..") +
         (range.most ? major_text(*range.most, digits) : QString()) + text(range.currency);
}

std::optional<std::vector<Condition>> conditions_from(const QString& word) {
  std::vector<Condition> conditions;
  for (const QString& name : word.split(QLatin1Char(','))) {
    const auto condition = condition_from(name.toStdString());
    if (!condition) return std::nullopt;
    conditions.push_back(*condition);
  }
  return conditions;
}

QString conditions_text(const std::vector<Condition>& conditions) {
  QStringList names;
  for (const Condition condition : conditions) names << text(std::string(to_text(condition)));
  return names.join(QLatin1Char(','));
}

}  // namespace saga::ui
