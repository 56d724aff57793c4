// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/widgets/tokens.h"

namespace saga::ui {

// The rules for Qt's own widgets, written with the tokens' names; our own widgets paint themselves.
[[nodiscard]] QString style_sheet(Shade shade);

}  // namespace saga::ui
