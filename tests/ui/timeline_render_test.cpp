// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the timeline in its states, sizes, themes and languages. With SAGA_RENDER_DIR set the pictures are written
// there, for people to look at.
#include <QDir>
#include <QImage>
#include <QPixmap>

#include "tests/ui/timeline_fixture.h"

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

class TimelineRender : public TimelineFixture, public ::testing::WithParamInterface<Case> {
 protected:
  void save(const char* what) {
    settle();
    const QImage image = window->grab().toImage();
    ASSERT_EQ(image.size(), QSize(GetParam().width, GetParam().height));
    const QString dir = qEnvironmentVariable("SAGA_RENDER_DIR");
    if (dir.isEmpty()) return;
    QDir().mkpath(dir);
    ASSERT_TRUE(image.save(
        QStringLiteral("%1/%2-%3.png").arg(dir, QLatin1String(what), QString::fromStdString(name_of(GetParam())))));
  }
  [[nodiscard]] timeline::Micros ago(std::chrono::microseconds time) const {
    return timeline::micros(spans->now - time);
  }
};

TEST_P(TimelineRender, EveryState) {
  speak(QLatin1String(GetParam().language));
  ui::apply_theme(*qApp, GetParam().theme);
  system.hold = true;
  open({GetParam().width, GetParam().height});
  save("timeline-loading");
  system.hold = false;
  system.release();
  settle();
  connect_all();
  read_all();
  save("timeline-empty");

  fill_timeline(*spans, clock.now());
  for (int i = 0; i < 31; ++i) {
    const TimePoint at = spans->now - 430s + i * 3s;
    spans->executions[sample_stuck(i)] = {
        {.step_name = "OrderValidation", .status = StepStatus::Success, .started_at = at, .executed_at = at + 900ms},
        {.step_name = "BalanceDeduction", .status = StepStatus::Success, .started_at = at + 1s, .executed_at = at + 2s},
        {.step_name = "StockConfirmation",
         .status = StepStatus::Failed,
         .started_at = at + 2100ms,
         .executed_at = at + 4s}};
  }
  TearDown();
  open({GetParam().width, GetParam().height});
  connect_all();
  read_all();
  save("timeline");

  view().select(timeline::Range{ago(450s), ago(310s)});
  const QPoint over(view().scene().plot.left() + static_cast<int>(view().scene().window.x_of(ago(390s))), 300);
  QTest::mouseMove(&view(), over);
  save("timeline-selected");
  view().select(std::nullopt);

  view().set_window(ui::TimeWindow{{ago(430s), ago(420s)}, false});
  read_all();
  QTest::qWait(200);
  settle();
  QTest::keyClick(&view(), Qt::Key_Down);
  QTest::keyClick(&view(), Qt::Key_Down);
  save("timeline-seconds");
  QTest::keyClick(&view(), Qt::Key_Escape);

  view().set_window(ui::TimeWindow::live(24h, timeline::micros(spans->now)));
  view().set_lanes_by(timeline::LanesBy::Step);
  save("timeline-day-steps");
  view().set_lanes_by(timeline::LanesBy::Route);
  view().set_window(ui::TimeWindow::live(1h, timeline::micros(spans->now)));
  save("timeline-hour-routes");
  view().set_lanes_by(timeline::LanesBy::Status);
  view().set_window(ui::TimeWindow::live(15min, timeline::micros(spans->now)));
  lose();
  save("timeline-lost");

  TearDown();
  system.error = Error{ErrorKind::Permission, "permission denied for view saga_view."};
  open({GetParam().width, GetParam().height});
  save("timeline-forbidden");
}

INSTANTIATE_TEST_SUITE_P(Sizes, TimelineRender,
                         ::testing::Values(Case{1440, 900, ui::ThemeMode::Dark, "en"},
                                           Case{1440, 900, ui::ThemeMode::Light, "ko"},
                                           Case{1024, 700, ui::ThemeMode::Light, "en"},
                                           Case{1024, 700, ui::ThemeMode::Dark, "ko"}),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace saga::test
