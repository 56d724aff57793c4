// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QCoreApplication;
class QLocale;

namespace saga::ui {

// Puts the language on the application; without a translation of it the texts stay English (whose own file holds the
// plurals). Once, before the first widget.
void install_translation(QCoreApplication& application, const QLocale& locale);

}  // namespace saga::ui
