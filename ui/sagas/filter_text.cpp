// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/filter_text.h"

#include <utility>

#include "ui/places/filter_word.h"
#include "ui/sagas/filter_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/status_style.h"

namespace saga::ui {

namespace {

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

using Conditions = std::vector<Condition>;

// "stuck,needs-attention"; nothing if one of them is none.
Conditions conditions_from(const QString& value) {
  Conditions conditions;
  for (const QString& name : value.split(QLatin1Char(','))) {
    const auto condition = condition_from(name.toStdString());
    if (!condition) return {};
    conditions.push_back(*condition);
  }
  return conditions;
}

}  // namespace

SagaFilter with_text(const SagaFilter& base, const QString& line) {
  SagaFilter filter;
  filter.conditions = base.conditions;
  QStringList search;
  std::vector<Condition> conditions;
  for (const QString& word : filter_words(line)) {
    const QString value = word.section(QLatin1Char(':'), 1);
    if (word.startsWith(QLatin1String("step:")) && !value.isEmpty()) {
      filter.step = value.toStdString();
    } else if (word.startsWith(QLatin1String("type:")) && !value.isEmpty()) {
      filter.type = value.toStdString();
    } else if (const auto span = word.startsWith(QLatin1String("older:")) ? span_from(value) : std::nullopt) {
      filter.older_than = span;
    } else if ((word.startsWith(QLatin1String("user:")) || word.startsWith(QLatin1String("order:"))) &&
               !value.isEmpty()) {
      search << value;  // the search looks for both, exactly
    } else if (word.startsWith(QLatin1String("error:"))) {
      filter.error = value.toStdString();
    } else if (const auto named = word.startsWith(QLatin1String("status:")) ? conditions_from(value) : Conditions{};
               !named.empty()) {
      conditions = named;
    } else {
      search << word;
    }
  }
  if (!conditions.empty()) filter.conditions = std::move(conditions);
  filter.search = search.join(QLatin1Char(' ')).toStdString();
  return filter;
}

std::vector<FilterPart> parts_of(const SagaFilter& filter) {
  std::vector<FilterPart> parts;
  const auto add = [&](const QString& name, auto&& drop) {
    FilterPart part{name, filter};
    drop(part.without);
    parts.push_back(std::move(part));
  };
  if (!filter.search.empty()) add(text(filter.search), [](SagaFilter& f) { f.search.clear(); });
  if (filter.step) add(QStringLiteral("step:") + text(*filter.step), [](SagaFilter& f) { f.step.reset(); });
  if (filter.type) add(QStringLiteral("type:") + text(*filter.type), [](SagaFilter& f) { f.type.reset(); });
  if (filter.older_than) {
    add(QStringLiteral("older:%1s").arg(filter.older_than->count()), [](SagaFilter& f) { f.older_than.reset(); });
  }
  if (filter.error) {
    add(filter_word(QStringLiteral("error"), text(*filter.error)), [](SagaFilter& f) { f.error.reset(); });
  }
  QStringList words;
  for (const Condition condition : filter.conditions) words << status_word(status_kind(condition));
  if (!words.isEmpty()) add(words.join(QStringLiteral(", ")), [](SagaFilter& f) { f.conditions.clear(); });
  return parts;
}

QString text_of(const SagaFilter& filter) {
  QStringList words;
  if (filter.step) words << QStringLiteral("step:") + text(*filter.step);
  if (filter.type) words << QStringLiteral("type:") + text(*filter.type);
  if (filter.older_than) words << QStringLiteral("older:%1s").arg(filter.older_than->count());
  if (filter.error) words << filter_word(QStringLiteral("error"), text(*filter.error));
  if (!filter.search.empty()) words << text(filter.search);
  return words.join(QLatin1Char(' '));
}

QString link_text_of(const SagaFilter& filter) {
  QStringList names;
  for (const Condition condition : filter.conditions) names << text(std::string(to_text(condition)));
  QStringList words;
  if (!names.isEmpty()) words << QStringLiteral("status:") + names.join(QLatin1Char(','));
  if (const QString rest = text_of(filter); !rest.isEmpty()) words << rest;
  return words.join(QLatin1Char(' '));
}

}  // namespace saga::ui
