// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

#include "ui/widgets/tokens.h"

namespace saga::ui {

// The interface face. Noto Sans, because its digits are tabular by default: QFont can switch features only from
// Qt 6.7, and Inter's digits are proportional. Hangul comes from Noto Sans CJK KR, whose heavier weight is Bold.
[[nodiscard]] QFont ui_font(const TypeSize& size);
// For ids and payloads.
[[nodiscard]] QFont mono_font(const TypeSize& size);

}  // namespace saga::ui
