// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/filter_text.h"

#include <algorithm>
#include <optional>

#include "ui/places/filter_word.h"
#include "ui/sagas/filter_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/status_style.h"

namespace saga::ui {

namespace {

// A word of the field: reads its value into the filter, says what it is now, and takes it out again.
struct Word {
  const char* name;
  bool (*read)(SagaFilter& filter, const QString& value);
  std::optional<QString> (*write)(const SagaFilter& filter);
  void (*drop)(SagaFilter& filter);
};

template <auto Member>
constexpr Word text_word(const char* name) {
  return {
      name,
      [](SagaFilter& filter, const QString& value) {
        filter.*Member = value.toStdString();
        return true;
      },
      [](const SagaFilter& filter) { return filter.*Member ? std::optional(text(*(filter.*Member))) : std::nullopt; },
      [](SagaFilter& filter) { (filter.*Member).reset(); }};
}

template <auto Member, auto Parse, auto Format>
constexpr Word value_word(const char* name) {
  return {
      name,
      [](SagaFilter& filter, const QString& value) {
        const auto read = Parse(value);
        if (read) filter.*Member = read;
        return read.has_value();
      },
      [](const SagaFilter& filter) { return filter.*Member ? std::optional(Format(*(filter.*Member))) : std::nullopt; },
      [](SagaFilter& filter) { (filter.*Member).reset(); }};
}

bool read_route(SagaFilter& filter, const QString& value) {
  filter.route = value.toUpper().replace(QLatin1Char('-'), QLatin1Char('_')).toStdString();
  return true;
}
std::optional<QString> write_route(const SagaFilter& filter) {
  if (!filter.route) return std::nullopt;
  return text(*filter.route).toLower().replace(QLatin1Char('_'), QLatin1Char('-'));
}

constexpr Word kWords[] = {
    text_word<&SagaFilter::step>("step"),
    text_word<&SagaFilter::type>("type"),
    text_word<&SagaFilter::error>("error"),
    text_word<&SagaFilter::user>("user"),
    text_word<&SagaFilter::order>("order"),
    {"route", read_route, write_route, [](SagaFilter& filter) { filter.route.reset(); }},
    value_word<&SagaFilter::amount, amount_from, amount_text>("amount"),
    value_word<&SagaFilter::older_than, span_from, span_text>("older"),
    value_word<&SagaFilter::younger_than, span_from, span_text>("younger"),
    value_word<&SagaFilter::from, time_from, time_text>("from"),
    value_word<&SagaFilter::to, time_from, time_text>("to"),
};

QString written(const Word& word, const SagaFilter& filter) {
  const auto value = word.write(filter);
  return value ? filter_word(QLatin1String(word.name), *value) : QString();
}

bool read_word(SagaFilter& filter, const QString& word) {
  const QString name = word.section(QLatin1Char(':'), 0, 0);
  const QString value = word.section(QLatin1Char(':'), 1);
  // A saga without a reason has a reason that is called so.
  if (value.isEmpty() && name != QLatin1String("error")) return false;
  if (name == QLatin1String("status")) {
    const auto conditions = conditions_from(value);
    for (const Condition condition : conditions.value_or(std::vector<Condition>{})) {
      if (std::ranges::find(filter.conditions, condition) == filter.conditions.end())
        filter.conditions.push_back(condition);
    }
    return conditions.has_value();
  }
  const auto found = std::ranges::find_if(kWords, [&](const Word& w) { return name == QLatin1String(w.name); });
  return found != std::end(kWords) && found->read(filter, value);
}

}  // namespace

SagaFilter with_text(const SagaFilter& base, const QString& line) {
  SagaFilter filter;
  filter.conditions = base.conditions;
  QStringList search;
  for (const QString& word : filter_words(line)) {
    if (!read_word(filter, word)) search << word;
  }
  filter.search = search.join(QLatin1Char(' ')).toStdString();
  return filter;
}

std::vector<FilterPart> parts_of(const SagaFilter& filter) {
  std::vector<FilterPart> parts;
  if (!filter.search.empty()) {
    parts.push_back({text(filter.search), filter});
    parts.back().without.search.clear();
  }
  for (const Word& word : kWords) {
    const QString name = written(word, filter);
    if (name.isEmpty()) continue;
    parts.push_back({name, filter});
    word.drop(parts.back().without);
  }
  if (!filter.conditions.empty()) {
    QStringList words;
    for (const Condition condition : filter.conditions) words << status_word(status_kind(condition));
    parts.push_back({words.join(QStringLiteral(", ")), filter});
    parts.back().without.conditions.clear();
  }
  return parts;
}

QString text_of(const SagaFilter& filter) {
  QStringList words;
  for (const Word& word : kWords) {
    const QString part = written(word, filter);
    if (!part.isEmpty()) words << part;
  }
  if (!filter.search.empty()) words << text(filter.search).replace(QLatin1Char('"'), QLatin1String("\\\""));
  return words.join(QLatin1Char(' '));
}

QString link_text_of(const SagaFilter& filter) {
  QStringList words;
  if (!filter.conditions.empty()) words << QLatin1String("status:") + conditions_text(filter.conditions);
  const QString rest = text_of(filter);
  if (!rest.isEmpty()) words << rest;
  return words.join(QLatin1Char(' '));
}

}  // namespace saga::ui
