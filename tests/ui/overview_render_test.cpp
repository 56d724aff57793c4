// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the overview in its states, sizes, themes and languages. With SAGA_RENDER_DIR set the pictures are written
// there, for people to look at.
#include <QDir>
#include <QImage>
#include <QPixmap>

#include "tests/ui/overview_fixture.h"
#include "ui/overview/group_view.h"

namespace saga::test {
namespace {

struct Case {
  int width;
  int height;
  ui::ThemeMode theme;
  const char* language;
};

std::string name_of(const Case& c) {
  return std::to_string(c.width) + (c.theme == ui::ThemeMode::Dark ? "_dark_" : "_light_") + c.language;
}

class OverviewRender : public OverviewFixture, public ::testing::WithParamInterface<Case> {
 protected:
  void save(const char* what) {
    rest();
    const QImage image = window->grab().toImage();
    ASSERT_EQ(image.size(), QSize(GetParam().width, GetParam().height));
    const QString dir = qEnvironmentVariable("SAGA_RENDER_DIR");
    if (dir.isEmpty()) return;
    QDir().mkpath(dir);
    ASSERT_TRUE(image.save(
        QStringLiteral("%1/%2-%3.png").arg(dir, QLatin1String(what), QString::fromStdString(name_of(GetParam())))));
  }
};

TEST_P(OverviewRender, EveryState) {
  using namespace std::chrono_literals;
  speak(QLatin1String(GetParam().language));
  ui::apply_theme(*qApp, GetParam().theme);
  state = sample_overview();
  system.hold = true;
  open({GetParam().width, GetParam().height});
  save("overview-loading");
  system.hold = false;
  system.release();
  settle();
  connect_all();
  save("overview");
  auto& groups = *page->findChild<ui::GroupView*>();
  groups.setFocus();
  groups.selectRow(2);
  save("overview-selected");

  groups.setCurrentIndex({});
  state = calm_overview();
  ask_again();
  save("overview-calm");

  state = sample_overview();
  ask_again();
  SourceState lost = connected(Source::Postgres, 0ms, clock.now() - 1s);
  lost.health = SourceState::Health::Lost;
  lost.lost_since = clock.now();
  lost.next_attempt = clock.now() + 3s;
  lost.attempt = 3;
  lost.error = Error{ErrorKind::Connection, "db-a.payments: connection refused"};
  system.tell(lost);
  save("overview-lost");
}

INSTANTIATE_TEST_SUITE_P(Sizes, OverviewRender,
                         ::testing::Values(Case{1440, 900, ui::ThemeMode::Light, "en"},
                                           Case{1440, 900, ui::ThemeMode::Dark, "ko"},
                                           Case{1024, 700, ui::ThemeMode::Light, "ko"},
                                           Case{1024, 700, ui::ThemeMode::Dark, "en"}),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace saga::test
