// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the routing page in its states, sizes, themes and languages.
#include <QDir>
#include <QLineEdit>
#include <QPixmap>

#include "tests/ui/routing/routing_fixture.h"
#include "ui/routing/arm_panel.h"
#include "ui/routing/canary_slider.h"
#include "ui/routing/change_panel.h"
#include "ui/routing/explain_panel.h"
#include "ui/routing/toggle_panel.h"
#include "ui/widgets/reason_bar.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;

struct Look {
  int width, height;
  ui::ThemeMode theme;
  const char* language;
};

class RoutingRender : public RoutingFixture, public testing::WithParamInterface<Look> {
 protected:
  void SetUp() override {
    RoutingFixture::SetUp();
    speak(QLatin1String(GetParam().language));
    ui::apply_theme(*qApp, GetParam().theme);
  }
  void save(const char* what) {
    settle();
    const QPixmap picture = window->grab();
    ASSERT_EQ(picture.size(), QSize(GetParam().width, GetParam().height) * window->devicePixelRatioF());
    const QString dir = qEnvironmentVariable("SAGA_RENDER_DIR");
    if (dir.isEmpty()) return;
    QDir().mkpath(dir);
    const char* shade = GetParam().theme == ui::ThemeMode::Dark ? "dark" : "light";
    ASSERT_TRUE(picture.save(QStringLiteral("%1/%2-%3_%4_%5.png")
                                 .arg(dir, QLatin1String(what))
                                 .arg(GetParam().width)
                                 .arg(QLatin1String(shade), QLatin1String(GetParam().language))));
  }
  void look_up(std::initializer_list<const char*> users) {
    auto& field = *page->findChild<ui::ExplainPanel*>()->findChild<QLineEdit*>();
    for (const char* user : users) {
      field.setText(QLatin1String(user));
      QTest::keyClick(&field, Qt::Key_Return);
    }
  }
};

TEST_P(RoutingRender, EveryState) {
  system.hold = true;
  open({GetParam().width, GetParam().height});
  save("routing-loading");
  system.hold = false;
  system.release();
  settle();
  connect_all();
  look_up({"77190", "81204", "5530", "812"});
  save("routing");
  auto& slider = *page->findChild<ui::CanarySlider*>();
  slider.setValue(25);
  page->toggle_panel().change_wanted(QString::fromStdString(std::string(kCanaryToggle)), QStringLiteral("25"));
  page->change_panel().findChild<QLineEdit*>()->setText(QStringLiteral("p95 1.5 ×, INC-2290"));
  save("routing-change");
  page->change_panel().closed();
  page->toggle_panel().forget_proposal();
  paths.drill_report.in_postgres = {Applied{"", 42, {}, "a drill, nothing was switched"}, "false", 42};
  paths.drill_report.second_path_written = true;
  click(QCoreApplication::translate("saga::ui::GatewayPanel", "Drill…"));
  save("routing-drill");
  auto& why = *window->findChild<ui::ReasonBar*>();
  why.findChild<QLineEdit*>()->setText(QStringLiteral("monday"));
  QTest::mouseClick(&why.confirm(), Qt::LeftButton);
  settle();
  save("routing-drilling");
  RoutingSnapshot drilled = state;
  set_toggle(drilled, kRollbackToggle, "false", "kim.sujin", "drill: monday", 42, routing_now());
  drilled.server_now = routing_now() + 2s;
  auto obeyed = 0ms;
  for (GatewayReport& gateway : drilled.gateways) {
    gateway.heartbeat_at = drilled.server_now;
    gateway.version = 42;
    gateway.applied_at = routing_now() + (obeyed += 110ms);
  }
  clock.turn(2s);
  now_says(drilled);
  save("routing-drilled");
  now_says(state);
  button().click();
  settle();
  ASSERT_NE(window->findChild<ui::ArmPanel*>(), nullptr);
  EXPECT_TRUE(window->rect().contains(window->findChild<ui::ArmPanel*>()->geometry())) << "it is cut off";
  save("routing-armed");
  rollback->disarm();
  settle();

  // The sagas run dry, second by second.
  const TimePoint begin = routing_now();
  for (int second = 1; second <= 36; ++second) {
    RoutingSnapshot step = rolled_back_routing(begin + 36s);
    step.server_now = begin + std::chrono::seconds(second);
    const int gone = second * (72 - second);  // of 1296: quickly at first
    step.in_flight.running = 186 - 165 * gone / 1296;
    step.in_flight.compensating = 12 - 6 * gone / 1296;
    if (second == 36) step = rolled_back_routing(begin + 36s);
    clock.turn(1s);
    state = step;
    say(paths, state);
    ask_again();
  }
  connect_all();  // what was said is not old
  PlatformStatus rolled_back = operator_status(clock.now() + 120ms);
  rolled_back.route = "LEGACY";
  rolled_back.rollback_engaged = true;
  rolled_back.toggle_version = 42;
  system.tell(rolled_back);
  const RoutingSnapshot last = state;
  save("routing-rollback");
  RoutingSnapshot quiet = last;
  quiet.in_flight.running = quiet.in_flight.compensating = 0;
  quiet.server_now += 90s;
  for (std::size_t i = 0; i + 1 < quiet.gateways.size(); ++i) quiet.gateways[i].heartbeat_at += 90s;
  clock.turn(90s);
  now_says(quiet);
  connect_all();
  rolled_back.server_now = clock.now() + 120ms;
  system.tell(rolled_back);
  save("routing-drained");
  lose_postgres();
  save("routing-lost");
}

INSTANTIATE_TEST_SUITE_P(Sizes, RoutingRender,
                         testing::Values(Look{1440, 900, ui::ThemeMode::Light, "en"},
                                         Look{1440, 900, ui::ThemeMode::Dark, "ko"},
                                         Look{1024, 700, ui::ThemeMode::Light, "ko"},
                                         Look{1024, 700, ui::ThemeMode::Dark, "en"}),
                         [](const auto& tested) {
                           return std::to_string(tested.param.width) +
                                  (tested.param.theme == ui::ThemeMode::Dark ? "_dark_" : "_light_") +
                                  tested.param.language;
                         });

}  // namespace
}  // namespace saga::test
