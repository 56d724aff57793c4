// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the frame: palette, keys, menus of look, and the states that the window tells for all pages. With
// SAGA_RENDER_DIR set the pictures are written there, for people to look at; QT_SCALE_FACTOR scales them.
#include <QDir>
#include <QLineEdit>
#include <QMenu>
#include <QPixmap>

#include "tests/ui/console_fixture.h"
#include "ui/shell/keys_panel.h"
#include "ui/shell/palette.h"
#include "ui/shell/source_bar.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;

struct Case {
  int width;
  int height;
  ui::ThemeMode theme;
  const char* language;
};

std::string name_of(const Case& c) {
  return std::to_string(c.width) + (c.theme == ui::ThemeMode::Dark ? "_dark_" : "_light_") + c.language;
}

class FrameRender : public ConsoleFixture, public ::testing::WithParamInterface<Case> {
 protected:
  void save(const char* what) {
    settle();
    const QPixmap picture = window->grab();
    ASSERT_EQ(picture.size(), QSize(GetParam().width, GetParam().height) * window->devicePixelRatioF());
    for (QWidget* over : {static_cast<QWidget*>(window->findChild<ui::KeysPanel*>()),
                          static_cast<QWidget*>(window->findChild<ui::Palette*>())}) {
      EXPECT_TRUE(!over->isVisible() || window->rect().contains(over->geometry())) << what << ": it is cut off";
    }
    keep_picture(picture, what);
  }
  void keep_picture(const QPixmap& picture, const char* what) {
    const QString dir = qEnvironmentVariable("SAGA_RENDER_DIR");
    if (dir.isEmpty()) return;
    QDir().mkpath(dir);
    ASSERT_TRUE(picture.save(
        QStringLiteral("%1/%2-%3.png").arg(dir, QLatin1String(what), QString::fromStdString(name_of(GetParam())))));
  }
  void type(const QString& text) {
    window->findChild<ui::Palette*>()->findChild<QLineEdit*>()->setText(text);
    QTest::qWait(180);
    settle();
  }
};

TEST_P(FrameRender, EveryState) {
  speak(QLatin1String(GetParam().language));
  ui::apply_theme(*qApp, GetParam().theme);
  fill_sample(system, 400);
  open(ui::Environment::Production, {GetParam().width, GetParam().height});
  connect_all();
  page->select(kStuckId);
  settle();
  window->open_palette();
  save("palette");
  type(QStringLiteral("O-4812933"));
  save("palette-order");
  type(QStringLiteral("saga-console://staging/sagas"));
  save("palette-elsewhere");
  window->findChild<ui::Palette*>()->close_up();
  window->toggle_keys();
  save("keys");
  window->toggle_keys();
  Q_EMIT window->findChild<ui::SourceBar*>()->look_wanted(window->mapToGlobal(window->rect().bottomRight()));
  auto* menu = window->findChild<QMenu*>();
  ASSERT_NE(menu, nullptr);
  keep_picture(menu->grab(), "look");
  menu->close();

  system.tell(connected(Source::Postgres, 9s, clock.now() - 42s));
  save("stale");
  window->open_link(QStringLiteral("saga-console://staging/saga/0195a1c3-52f0-7c18-b0aa-4d129f3b7e02"));
  connect_all();
  save("refused-link");
  SourceState lost = connected(Source::Postgres, 0ms, clock.now() - 1s);
  lost.health = SourceState::Health::Lost;
  lost.lost_since = clock.now();
  lost.next_attempt = clock.now() + 3s;
  lost.attempt = 3;
  lost.error = Error{ErrorKind::Connection, "db-a.payments: connection refused"};
  system.tell(lost);
  save("disconnected");
}

TEST_P(FrameRender, EmptyAndForbidden) {
  speak(QLatin1String(GetParam().language));
  ui::apply_theme(*qApp, GetParam().theme);
  system.server_now = sample_now();
  open(ui::Environment::Staging, {GetParam().width, GetParam().height});
  connect_all();
  save("empty");
  system.error = Error{ErrorKind::Permission, "permission denied for view saga_list."};
  controller->refresh();
  PlatformStatus status = operator_status(system.server_now);
  status.role.clear();
  status.may_retry = status.may_compensate = false;
  system.tell(status);
  save("forbidden");
}

INSTANTIATE_TEST_SUITE_P(Sizes, FrameRender,
                         ::testing::Values(Case{1440, 900, ui::ThemeMode::Light, "en"},
                                           Case{1440, 900, ui::ThemeMode::Dark, "ko"},
                                           Case{1024, 700, ui::ThemeMode::Light, "ko"},
                                           Case{1024, 700, ui::ThemeMode::Dark, "en"}),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace saga::test
