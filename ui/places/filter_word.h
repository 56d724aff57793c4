// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace saga::ui {

// A word for the filter of a place: name:"value". The value may hold blanks and quotation marks.
[[nodiscard]] QString filter_word(const QString& name, const QString& value);

}  // namespace saga::ui
