// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/normalised_error.h"

#include <array>

#include <QRegularExpression>
#include <QString>

namespace saga::ui {
namespace {

constexpr qsizetype kLongest = 200;  // characters

QRegularExpression expression(const QString& pattern) {
  QRegularExpression made(pattern, QRegularExpression::UseUnicodePropertiesOption);
  made.optimize();
  return made;
}

// In the order in which SQL folds them: quoted values, UUIDs, other ids, numbers.
const std::array<QRegularExpression, 4>& folded() {
  static const std::array<QRegularExpression, 4> kFolded{
      expression(QStringLiteral(R"("[^"]*"|'[^']*'|“[^”]*”|‘[^’]*’|«[^»]*»)")),
      expression(QStringLiteral(R"(\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b)")),
      expression(QStringLiteral(
          R"(\b(0x[0-9a-fA-F]+|[A-Za-z]{1,4}-[0-9][0-9A-Za-z-]*|(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{7,})\b)")),
      expression(QStringLiteral(R"([-+]?[0-9]+([.,:][0-9]+)*)"))};
  return kFolded;
}

}  // namespace

std::string normalised_error(const std::string& error) {
  QString text = QString::fromStdString(error);
  for (const QRegularExpression& fold : folded()) text.replace(fold, QStringLiteral("…"));
  QList<uint> characters = text.simplified().toUcs4();
  characters.resize(std::min(characters.size(), kLongest));
  return QString::fromUcs4(reinterpret_cast<const char32_t*>(characters.constData()), characters.size()).toStdString();
}

}  // namespace saga::ui
