// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/places/filter_word.h"

namespace saga::ui {

QString filter_word(const QString& name, const QString& value) {
  QString escaped = value;
  escaped.replace(QLatin1Char('"'), QLatin1String("\\\""));
  return QStringLiteral("%1:\"%2\"").arg(name, escaped);
}

}  // namespace saga::ui
