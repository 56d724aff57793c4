// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/filter_words.h"

#include <optional>

namespace saga::ui {
namespace {

constexpr QLatin1Char kQuote('"');

struct Quoted {
  QString value;
  qsizetype end;  // behind the closing mark
};

// `from`: behind the opening mark.
std::optional<Quoted> quoted_at(const QString& line, qsizetype from) {
  QString value;
  for (qsizetype i = from; i < line.size(); ++i) {
    if (line[i] == kQuote) return Quoted{value, i + 1};
    if (line[i] == QLatin1Char('\\') && i + 1 < line.size() && line[i + 1] == kQuote) ++i;
    value += line[i];
  }
  return std::nullopt;
}

}  // namespace

QStringList filter_words(const QString& line) {
  QStringList words;
  QString word;
  for (qsizetype i = 0; i < line.size(); ++i) {
    if (line[i].isSpace()) {
      if (!word.isEmpty()) words << word;
      word.clear();
      continue;
    }
    const bool opens = line[i] == kQuote && word.endsWith(QLatin1Char(':'));
    if (const auto quoted = opens ? quoted_at(line, i + 1) : std::nullopt) {
      words << word + quoted->value;
      word.clear();
      i = quoted->end - 1;
      continue;
    }
    word += line[i];
  }
  if (!word.isEmpty()) words << word;
  return words;
}

}  // namespace saga::ui
