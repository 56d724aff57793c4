// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace saga::ui {

// A word for the filter of a place: name:value, or name:"value" if the value is empty or holds blanks. Quotation marks
// within it are escaped.
[[nodiscard]] QString filter_word(const QString& name, const QString& value);

}  // namespace saga::ui
