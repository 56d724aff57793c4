// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QColor>
#include <QString>

#include "ui/widgets/tokens.h"

class QApplication;

namespace saga::ui {

enum class ThemeMode { Light, Dark, System };

[[nodiscard]] std::optional<ThemeMode> theme_mode_from(const QString& text);  // "light", "dark", "system"

// Puts the tokens on the application: style, palette, style sheet, fonts. GUI thread only, like all below.
// Calling it again switches; every widget is then repainted by its PaletteChange.
void apply_theme(QApplication& application, ThemeMode mode);

[[nodiscard]] ThemeMode theme_mode();
[[nodiscard]] Shade shade();  // what is shown now

// What the desktop prefers now, which is what System shows. nullopt: it does not say, and the palette that the platform
// gave us at the start decides.
void set_desktop_shade(QApplication& application, std::optional<Shade> shade);

[[nodiscard]] inline QColor to_color(Rgb value) { return QColor::fromRgb(0xff000000u | value); }
[[nodiscard]] inline QColor color(Color token) { return to_color(rgb(token, shade())); }
[[nodiscard]] inline QColor color(const Pair& pair) { return to_color(pair.of(shade())); }

}  // namespace saga::ui
