// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/look.h"

#include <QApplication>
#include <QLocale>

#include "resources/translations/translations.h"
#include "ui/widgets/memory.h"

namespace saga::ui {
namespace {

constexpr QLatin1String kThemeKey{"theme"};
constexpr QLatin1String kLanguageKey{"language"};

// One application, one language; touched by the GUI thread alone.
Language current_language = Language::Desktop;

struct Words {
  Q_DECLARE_TR_FUNCTIONS(saga::ui::Look)
};

QString theme_key(ThemeMode mode) {
  switch (mode) {
    case ThemeMode::Light: return QStringLiteral("light");
    case ThemeMode::Dark: return QStringLiteral("dark");
    case ThemeMode::System: return QStringLiteral("system");
  }
  return {};
}

void speak(QApplication& application, Language language) {
  current_language = language;
  const QLocale locale =
      language == Language::Desktop ? QLocale::system() : QLocale(QLatin1String(language_key(language)));
  QLocale::setDefault(locale);
  install_translation(application, locale);
}

}  // namespace

const char* language_key(Language language) {
  switch (language) {
    case Language::English: return "en";
    case Language::Korean: return "ko";
    case Language::Desktop: break;
  }
  return "";
}

Language language_from(const QString& key) {
  if (key == QLatin1String("en")) return Language::English;
  if (key == QLatin1String("ko")) return Language::Korean;
  return Language::Desktop;
}

QString language_text(Language language) {
  switch (language) {
    case Language::Desktop: return Words::tr("Language: as the desktop");
    case Language::English: return QStringLiteral("Language: English");
    case Language::Korean: return QStringLiteral("언어: 한국어");
  }
  return {};
}

QString theme_text(ThemeMode mode) {
  switch (mode) {
    case ThemeMode::System: return Words::tr("Light or dark: as the desktop");
    case ThemeMode::Light: return Words::tr("Light");
    case ThemeMode::Dark: return Words::tr("Dark");
  }
  return {};
}

void begin_look(QApplication& application, const QString& theme, const QString& language) {
  const QString kept_language = recall(kLanguageKey).toString();
  speak(application, language_from(language.isEmpty() ? kept_language : language));
  const QString kept_theme = recall(kThemeKey).toString();
  apply_theme(application, theme_mode_from(theme.isEmpty() ? kept_theme : theme).value_or(ThemeMode::System));
}

Language language() { return current_language; }

void choose_theme(QApplication& application, ThemeMode mode) {
  apply_theme(application, mode);
  keep(kThemeKey, theme_key(mode));
}

void choose_language(QApplication& application, Language language) {
  speak(application, language);
  keep(kLanguageKey, QLatin1String(language_key(language)));
}

}  // namespace saga::ui
