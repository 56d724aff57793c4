// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QPalette>
#include <QStyleFactory>

#include "ui/widgets/fonts.h"
#include "ui/widgets/style_sheet.h"

namespace saga::ui {

namespace {

// One application, one theme; touched by the GUI thread alone.
ThemeMode current_mode = ThemeMode::Light;
Shade current_shade = Shade::Light;
std::optional<Shade> told_by_desktop;

// Qt 6.4 has no colorScheme(); the palette that the platform gave us before ours tells which side it is on.
Shade platform_shade() {
  static const Shade shade = [] {
    const QPalette palette = QApplication::palette();
    return palette.color(QPalette::WindowText).lightness() > palette.color(QPalette::Window).lightness() ? Shade::Dark
                                                                                                         : Shade::Light;
  }();
  return shade;
}

QPalette palette() {
  QPalette p;
  p.setColor(QPalette::Window, color(Color::SurfaceWindow));
  p.setColor(QPalette::WindowText, color(Color::TextPrimary));
  p.setColor(QPalette::Base, color(Color::SurfaceBase));
  p.setColor(QPalette::AlternateBase, color(Color::SurfacePanel));
  p.setColor(QPalette::Text, color(Color::TextPrimary));
  p.setColor(QPalette::Button, color(Color::SurfacePanel));
  p.setColor(QPalette::ButtonText, color(Color::TextPrimary));
  p.setColor(QPalette::BrightText, color(Color::DangerOnFill));
  p.setColor(QPalette::Highlight, color(Color::RowSelected));
  p.setColor(QPalette::HighlightedText, color(Color::TextPrimary));
  p.setColor(QPalette::PlaceholderText, color(Color::TextMuted));
  p.setColor(QPalette::ToolTipBase, color(Color::SurfaceBase));
  p.setColor(QPalette::ToolTipText, color(Color::TextPrimary));
  p.setColor(QPalette::Link, color(Color::AccentText));
  p.setColor(QPalette::Mid, color(Color::BorderPanel));
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    p.setColor(QPalette::Disabled, role, color(Color::TextDisabled));
  }
  return p;
}

}  // namespace

std::optional<ThemeMode> theme_mode_from(const QString& text) {
  if (text == QLatin1String("light")) return ThemeMode::Light;
  if (text == QLatin1String("dark")) return ThemeMode::Dark;
  if (text == QLatin1String("system")) return ThemeMode::System;
  return std::nullopt;
}

void apply_theme(QApplication& application, ThemeMode mode) {
  const Shade platform = platform_shade();  // before our own palette hides it
  const Shade desktop = told_by_desktop.value_or(platform);
  current_mode = mode;
  current_shade = mode == ThemeMode::System ? desktop : mode == ThemeMode::Dark ? Shade::Dark : Shade::Light;
  static const bool styled = (QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion"))), true);
  Q_UNUSED(styled);
  QApplication::setPalette(palette());
  QApplication::setFont(ui_font(type::kBody));
  application.setStyleSheet(style_sheet(current_shade));
}

void set_desktop_shade(QApplication& application, std::optional<Shade> shade) {
  if (shade == told_by_desktop) return;
  told_by_desktop = shade;
  if (current_mode != ThemeMode::System) return;
  if (told_by_desktop.value_or(platform_shade()) != current_shade) apply_theme(application, ThemeMode::System);
}

ThemeMode theme_mode() { return current_mode; }

Shade shade() { return current_shade; }

}  // namespace saga::ui
