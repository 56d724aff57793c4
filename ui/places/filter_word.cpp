// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/places/filter_word.h"

#include <algorithm>

namespace saga::ui {

QString filter_word(const QString& name, const QString& value) {
  QString escaped = value;
  escaped.replace(QLatin1Char('"'), QLatin1String("\\\""));
  const bool quotes = value.isEmpty() || std::ranges::any_of(value, [](QChar c) { return c.isSpace(); });
  return name + QLatin1Char(':') + (quotes ? QLatin1Char('"') + escaped + QLatin1Char('"') : escaped);
}

}  // namespace saga::ui
