// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/journal/journal_query.h"

#include <QStringList>

#include "ui/places/filter_word.h"
#include "ui/sagas/filter_words.h"
#include "ui/widgets/format.h"

namespace saga::ui {

JournalFilter JournalQuery::filter(TimePoint server_now) const {
  JournalFilter filter{.area = area, .who = who, .what = what, .on_what = on_what};
  if (within) filter.since = server_now - *within;
  return filter;
}

JournalQuery journal_query_from(const QString& line) {
  JournalQuery query;
  QStringList alone;
  for (const QString& word : filter_words(line)) {
    const QString name = word.section(QLatin1Char(':'), 0, 0);
    const QString value = word.section(QLatin1Char(':'), 1);
    if (value.isEmpty()) {
      alone << word;
    } else if (name == QLatin1String("area")) {
      query.area = value.toStdString();
    } else if (name == QLatin1String("who")) {
      query.who = value.toStdString();
    } else if (name == QLatin1String("what")) {
      query.what = value.toUpper().toStdString();
    } else if (name == QLatin1String("on") || name == QLatin1String("saga")) {
      query.on_what = value.toStdString();
    } else if (name == QLatin1String("within") && span_from(value)) {
      query.within = span_from(value);
    } else {
      alone << word;
    }
  }
  if (!alone.isEmpty()) query.on_what = alone.join(QLatin1Char(' ')).toStdString();
  return query;
}

QString text_of(const JournalQuery& query) {
  QStringList words;
  const auto add = [&](const char* name, const std::optional<std::string>& value) {
    if (value) words << filter_word(QString::fromLatin1(name), text(*value));
  };
  add("area", query.area);
  add("who", query.who);
  add("what", query.what);
  add("on", query.on_what);
  if (query.within) words << filter_word(QStringLiteral("within"), span_text(*query.within));
  return words.join(QLatin1Char(' '));
}

}  // namespace saga::ui
