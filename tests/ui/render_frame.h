// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QDir>
#include <QPixmap>

#include "tests/ui/console_fixture.h"

namespace saga::test {

// How the window is drawn. With SAGA_RENDER_DIR set the pictures are written there, for people to look at;
// QT_SCALE_FACTOR scales them.
struct RenderCase {
  int width;
  int height;
  ui::ThemeMode theme;
  const char* language;
  [[nodiscard]] QSize size() const { return {width, height}; }
};

inline std::string name_of(const RenderCase& c) {
  return std::to_string(c.width) + (c.theme == ui::ThemeMode::Dark ? "_dark_" : "_light_") + c.language;
}

// The sizes, themes and languages that every page is drawn in, each of them with each of the others at least once.
inline auto render_cases() {
  return ::testing::Values(
      RenderCase{1440, 900, ui::ThemeMode::Light, "en"}, RenderCase{1440, 900, ui::ThemeMode::Dark, "ko"},
      RenderCase{1024, 700, ui::ThemeMode::Light, "ko"}, RenderCase{1024, 700, ui::ThemeMode::Dark, "en"});
}

class RenderFrame : public ConsoleFixture, public ::testing::WithParamInterface<RenderCase> {
 protected:
  void SetUp() override {
    ConsoleFixture::SetUp();
    speak(QLatin1String(GetParam().language));
    ui::apply_theme(*qApp, GetParam().theme);
  }
  void save(const char* what) {
    settle();
    const QPixmap picture = window->grab();
    ASSERT_EQ(picture.size(), GetParam().size() * window->devicePixelRatioF());
    keep_picture(picture, what);
  }
  static void keep_picture(const QPixmap& picture, const char* what) {
    const QString dir = qEnvironmentVariable("SAGA_RENDER_DIR");
    if (dir.isEmpty()) return;
    QDir().mkpath(dir);
    ASSERT_TRUE(picture.save(
        QStringLiteral("%1/%2-%3.png").arg(dir, QLatin1String(what), QString::fromStdString(name_of(GetParam())))));
  }
};

}  // namespace saga::test
