// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include <QString>

#include "ui/widgets/theme.h"

class QApplication;

namespace saga::ui {

// How the program looks and which language it speaks: chosen by a person, remembered, switched at run time. GUI thread
// only.

enum class Language { Desktop, English, Korean };
inline constexpr std::array kLanguages{Language::Desktop, Language::English, Language::Korean};
inline constexpr std::array kThemes{ThemeMode::System, ThemeMode::Light, ThemeMode::Dark};

[[nodiscard]] const char* language_key(Language language);  // "", "en", "ko"
[[nodiscard]] Language language_from(const QString& key);   // Desktop if it is not known
// Each in its own words, so that who cannot read the present language finds the way out.
[[nodiscard]] QString language_text(Language language);
[[nodiscard]] QString theme_text(ThemeMode mode);

// What was remembered, or what the command line says instead ("": nothing); for the start.
void begin_look(QApplication& application, const QString& theme, const QString& language);
[[nodiscard]] Language language();

// Shows it and remembers it. Windows build their pages again when the language changes.
void choose_theme(QApplication& application, ThemeMode mode);
void choose_language(QApplication& application, Language language);

}  // namespace saga::ui
