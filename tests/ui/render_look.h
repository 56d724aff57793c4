// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QDir>
#include <QPixmap>
#include <QWidget>
#include <gtest/gtest.h>

#include "ui/widgets/theme.h"

namespace saga::test {

// How a window is drawn for people to look at. With SAGA_RENDER_DIR set the pictures are written there; QT_SCALE_FACTOR
// scales them.
struct Look {
  int width, height;
  ui::ThemeMode theme;
  const char* language;
  [[nodiscard]] QSize size() const { return {width, height}; }
};

inline std::string text_of(const Look& look) {
  return std::to_string(look.width) + (look.theme == ui::ThemeMode::Dark ? "_dark_" : "_light_") + look.language;
}
inline std::string name_of_look(const testing::TestParamInfo<Look>& tested) { return text_of(tested.param); }

// Sizes, themes and languages, each of them with each of the others at least once.
inline auto looks() {
  return testing::Values(Look{1440, 900, ui::ThemeMode::Light, "en"}, Look{1440, 900, ui::ThemeMode::Dark, "ko"},
                         Look{1024, 700, ui::ThemeMode::Light, "ko"}, Look{1024, 700, ui::ThemeMode::Dark, "en"});
}

inline void save_look(QWidget& window, const Look& look, const char* what) {
  const QPixmap picture = window.grab();
  ASSERT_EQ(picture.size(), look.size() * window.devicePixelRatioF());
  const QString dir = qEnvironmentVariable("SAGA_RENDER_DIR");
  if (dir.isEmpty()) return;
  QDir().mkpath(dir);
  ASSERT_TRUE(picture.save(
      QStringLiteral("%1/%2-%3.png").arg(dir, QLatin1String(what), QString::fromStdString(text_of(look)))));
}

}  // namespace saga::test
