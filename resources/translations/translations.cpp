// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/translations/translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

// A static library's resources are linked only when something names them, and the macro needs global scope.
static void load_translations() { Q_INIT_RESOURCE(translations); }

namespace saga::ui {

void install_translation(QCoreApplication& application, const QLocale& locale) {
  load_translations();
  const bool korean = locale.language() == QLocale::Korean;
  const QString name = QStringLiteral("saga-translation");
  delete application.findChild<QTranslator*>(name);  // takes itself off the application
  auto* translator = new QTranslator(&application);
  translator->setObjectName(name);
  if (translator->load(korean ? QStringLiteral(":/saga/translations/saga-console_ko.qm")
                              : QStringLiteral(":/saga/translations/saga-console_en.qm"))) {
    QCoreApplication::installTranslator(translator);
  }
}

}  // namespace saga::ui
