// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette_words.h"

#include <algorithm>

#include <QRegularExpression>

namespace saga::ui {
namespace {

constexpr int kLeastOfAnId = 4;  // fewer hexadecimal digits are a word like any other

bool whole_id(const QString& text) {
  static const QRegularExpression form(
      QStringLiteral("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"));
  return form.match(text).hasMatch();
}

// The beginning of an id: dashes where an id has them.
bool begins_an_id(const QString& text) {
  if (text.size() < kLeastOfAnId || text.size() > 36) return false;
  for (qsizetype i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char32_t c = text[i].toLower().unicode();
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

// "user: 812" is "user:812".
QString tidy(const QString& typed) {
  static const QRegularExpression named(QStringLiteral("^(user|order):\\s+"),
                                        QRegularExpression::CaseInsensitiveOption);
  return typed.trimmed().replace(named, QStringLiteral("\\1:"));
}

Reading link_reading(const QString& text, const QString& profile) {
  const auto link = link_from(text);
  if (!link) return {.kind = Reading::Kind::NoPlace, .text = text};
  // Host names have no case, and QUrl gives them in small letters.
  if (link->profile.compare(profile, Qt::CaseInsensitive) != 0) {
    return {.kind = Reading::Kind::OtherProfile, .text = text, .profile = link->profile};
  }
  return {.kind = Reading::Kind::Link, .text = text, .place = link->place};
}

}  // namespace

std::vector<Reading> readings_of(const QString& typed, const QString& profile) {
  const QString text = tidy(typed);
  if (text.isEmpty()) return {};
  if (text.startsWith(QLatin1String("saga-console:"))) return {link_reading(text, profile)};
  std::vector<Reading> readings;
  if (whole_id(text)) {
    const QString id = text.toLower();
    readings.push_back({.kind = Reading::Kind::Saga, .text = id, .place = {.page = PageId::Sagas, .saga = id}});
  }
  readings.push_back({.kind = Reading::Kind::Filter, .text = text, .place = {.page = PageId::Sagas, .filter = text}});
  return readings;
}

std::optional<QString> saga_search_of(const QString& typed) {
  const QString text = tidy(typed);
  if (whole_id(text) || text.startsWith(QLatin1String("saga-console:"))) return std::nullopt;
  const QString value = text.section(QLatin1Char(':'), 1);
  for (const char* name : {"user:", "order:"}) {
    if (text.startsWith(QLatin1String(name), Qt::CaseInsensitive)) {
      return value.isEmpty() ? std::nullopt : std::optional(value);
    }
  }
  if (begins_an_id(text)) return text.toLower();
  // An order number is one word with a digit in it.
  const bool number = std::ranges::any_of(text, [](QChar c) { return c.isDigit(); });
  return number && text.size() >= 3 && !text.contains(QLatin1Char(' ')) ? std::optional(text) : std::nullopt;
}

}  // namespace saga::ui
