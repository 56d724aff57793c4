// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QCoreApplication;
class QLocale;

namespace saga::ui {

// Puts the language on the application, in the place of the one before; without a translation of it the texts are
// English (whose own file holds the plurals). Widgets hear of it by their LanguageChange.
void install_translation(QCoreApplication& application, const QLocale& locale);

}  // namespace saga::ui
