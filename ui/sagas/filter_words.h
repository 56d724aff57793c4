// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace saga::ui {

// The words of the filter field: at blanks, but not between quotation marks that begin behind a colon.
// `error:"no reply"` is one word, without the marks. \" is a mark itself; one that is not closed stays as it is.
[[nodiscard]] QStringList filter_words(const QString& line);

}  // namespace saga::ui
