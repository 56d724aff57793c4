// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fonts.h"

#include <QStringList>

namespace saga::ui {

namespace {

QFont font_of(const QStringList& families, const TypeSize& size) {
  QFont font;
  font.setFamilies(families);
  font.setPixelSize(size.px);
  font.setWeight(size.strong ? QFont::DemiBold : QFont::Normal);
  font.setHintingPreference(QFont::PreferVerticalHinting);
  font.setStyleStrategy(QFont::PreferAntialias);
  return font;
}

}  // namespace

QFont ui_font(const TypeSize& size) {
  return font_of({QStringLiteral("Noto Sans"), QStringLiteral("Noto Sans CJK KR"), QStringLiteral("sans-serif")}, size);
}

QFont mono_font(const TypeSize& size) {
  // Ligatures would show characters that are not in the payload; this build of the face has them off by default.
  return font_of({QStringLiteral("JetBrains Mono NL"), QStringLiteral("JetBrains Mono"),
                  QStringLiteral("Noto Sans Mono"), QStringLiteral("Noto Sans CJK KR"), QStringLiteral("monospace")},
                 size);
}

}  // namespace saga::ui
