// SPDX-License-Identifier: GPL-3.0-or-later
// What an operator reads on the routing page, as text.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QLineEdit>
#include <gmock/gmock.h>

#include "tests/ui/routing/routing_fixture.h"
#include "ui/charts/route_chart.h"
#include "ui/routing/canary_slider.h"
#include "ui/routing/compare_panel.h"
#include "ui/routing/explain_panel.h"
#include "ui/routing/figure_table.h"
#include "ui/routing/gateway_panel.h"
#include "ui/routing/history_panel.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/state_view.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class RoutingPageTest : public RoutingFixture {
 protected:
  template <class T>
  T& child() {
    T* found = page->findChild<T*>();
    EXPECT_NE(found, nullptr);
    return *found;
  }
  std::vector<std::string> gateways() {
    std::vector<std::string> lines;
    const ui::GatewayModel& model = child<ui::GatewayView>().gateways();
    for (int row = 0; row < model.rowCount(); ++row) {
      QStringList cells;
      for (int column = 0; column < ui::GatewayModel::kColumns; ++column) {
        cells << model.index(row, column).data().toString();
      }
      lines.push_back(cells.join(QStringLiteral(" | ")).toStdString());
    }
    return lines;
  }
  std::vector<std::string> figures() {
    std::vector<std::string> lines;
    for (const auto& row : child<ui::ComparePanel>().findChild<ui::FigureTable*>()->rows()) {
      QStringList cells;
      for (const auto& cell : row.cells) cells << cell.text;
      lines.push_back(cells.join(QStringLiteral(" | ")).toStdString());
    }
    return lines;
  }
  QString shown_state() {
    for (const ui::StateView* view : page->findChildren<ui::StateView*>()) {
      if (view->isVisible()) return view->title();
    }
    return {};
  }
};

TEST_F(RoutingPageTest, SaysWhatIsInForceAndWhatItMeans) {
  open();
  connect_all();
  EXPECT_TRUE(reads(QStringLiteral("50 % of the users take the event-driven route")));
  EXPECT_TRUE(reads(QStringLiteral("Event-driven route is on")));
  EXPECT_TRUE(reads(QStringLiteral("50 % now")));
  EXPECT_TRUE(reads(QStringLiteral("50 % means 254 of 508 payments/s; users id % 100 < 50")));
  EXPECT_TRUE(reads(QStringLiteral("VIP users stay on the legacy route")));
}

TEST_F(RoutingPageTest, TheSliderOnlyProposes) {
  open();
  connect_all();
  auto& slider = child<ui::CanarySlider>();
  slider.setFocus();
  QTest::keyClick(&slider, Qt::Key_Home);
  settle();
  EXPECT_TRUE(reads(QStringLiteral("0 % would mean 5.1 of 508 payments/s; only the first users, id % 100 = 0")));
  EXPECT_TRUE(reads(QStringLiteral("instead of 50 %")));
  ask_again();
  EXPECT_EQ(slider.value(), 0) << "what is proposed stays when the state is read again";
  click(QStringLiteral("Back"));
  EXPECT_EQ(slider.value(), 50);
  EXPECT_TRUE(system.toggle_requests.empty());
}

TEST_F(RoutingPageTest, TellsWhyAUserTakesARouteWhileOneTypes) {
  open();
  connect_all();
  auto& panel = child<ui::ExplainPanel>();
  auto& field = *panel.findChild<QLineEdit*>();
  QTest::keyClick(window.get(), Qt::Key_Slash);
  EXPECT_EQ(QApplication::focusWidget(), &field);
  QTest::keyClicks(&field, QStringLiteral("5530"));
  EXPECT_EQ(panel.answer().toStdString(), "EVENT-DRIVEN, 30 < 50");
  panel.findChild<QCheckBox*>()->click();
  EXPECT_EQ(panel.answer().toStdString(), "LEGACY, because VIP");
  QTest::keyClick(&field, Qt::Key_Return);
  field.clear();
  QTest::keyClicks(&field, QStringLiteral("800"));
  QTest::keyClick(&field, Qt::Key_Return);
  EXPECT_EQ(panel.answer().toStdString(), "EVENT-DRIVEN, first users, id % 100 = 0") << "VIP or not";
  now_says(rolled_back_routing());
  EXPECT_EQ(panel.answer().toStdString(), "LEGACY, because of the rollback");
  EXPECT_THAT(panel.lines(),
              ElementsAre(ui::ExplainPanel::Line{QStringLiteral("800 · VIP"), QStringLiteral("LEGACY"),
                                                 QStringLiteral("EVENT-DRIVEN, first users, id % 100 = 0")},
                          ui::ExplainPanel::Line{QStringLiteral("5530 · VIP"), QStringLiteral("LEGACY"),
                                                 QStringLiteral("LEGACY, because VIP")}));
}

TEST_F(RoutingPageTest, EachGatewaySaysWhatItHasTakenUpAndWhen) {
  open();
  connect_all();
  EXPECT_THAT(gateways(),
              ElementsAre("gw-busan-1 | v41 | 0.44 s | 0.5 s | ?", "gw-seoul-1a | v41 | 0.31 s | 0.4 s | ?",
                          "gw-seoul-1b | v41 | 0.34 s | 0.7 s | ?", "gw-seoul-2a | v41 | 0.62 s | 0.2 s | ?",
                          "gw-seoul-2b | v41 | 0.29 s | 0.9 s | ?"));
  EXPECT_TRUE(reads(QStringLiteral("5 of 5 on v41")));
  EXPECT_TRUE(reads(QStringLiteral("PostgreSQL says released · Redis says released")));
  for (GatewayReport& gateway : state.gateways) {
    gateway.event_driven += 51;
    gateway.heartbeat_at += 1s;
  }
  state.server_now += 1s;
  ask_again();
  EXPECT_THAT(gateways().front(), testing::EndsWith("| 51/s"));
}

TEST_F(RoutingPageTest, GatewaysThatDoNotFollowAreNamed) {
  set_toggle(state, kCanaryToggle, "25", "choi.hana", "slow", 42, state.server_now - 3s);
  for (std::size_t i = 0; i < 4; ++i) state.gateways[i].version = 42;
  open();
  connect_all();
  EXPECT_TRUE(reads(QStringLiteral("gw-seoul-2b has not taken up v42 yet")));
  EXPECT_THAT(gateways().back(), HasSubstr("| v41 | not yet |"));
  state.gateways.back().heartbeat_at -= 36s;
  ask_again();
  EXPECT_TRUE(reads(QStringLiteral("gw-seoul-2b has been silent for 36 s")));
  EXPECT_THAT(gateways().back(), HasSubstr("| v41 | silent | 36 s"));
  state.gateways.clear();
  ask_again();
  EXPECT_TRUE(reads(QStringLiteral("No gateway has reported within the last hour")));
}

TEST_F(RoutingPageTest, TheRoutesStandSideBySideWithAVerdictInWords) {
  open();
  connect_all();
  EXPECT_EQ(child<ui::ComparePanel>().judgement().verdict, CanaryVerdict::Worse);
  EXPECT_TRUE(reads(QStringLiteral("Worse than the legacy route")));
  EXPECT_TRUE(reads(QStringLiteral("points fewer succeed, beyond chance")));
  const auto lines = figures();
  ASSERT_EQ(lines.size(), 7U);
  EXPECT_THAT(lines[1], testing::MatchesRegex("Success \\| 99\\.7[0-9] % \\| 99\\.96 %"));
  EXPECT_EQ(lines[5], "Stuck now | 31 | –");
  EXPECT_EQ(lines[6], "Needs attention now | 6 | –");
  state.flow.resize(3);
  ask_again();
  EXPECT_TRUE(reads(QStringLiteral("Worse"))) << "three slots are enough";
  for (RouteSlot& slot : state.flow) slot.event_driven = {.payments = 10, .completed = 10};
  ask_again();
  EXPECT_TRUE(reads(QStringLiteral("No verdict yet")));
  EXPECT_TRUE(reads(QStringLiteral("500 on each route are needed")));
}

TEST_F(RoutingPageTest, DuringARollbackTheRoutesAreThoseBeforeIt) {
  open();
  connect_all();
  now_says(rolled_back_routing());
  EXPECT_TRUE(reads(QStringLiteral("before the rollback, ")));
  EXPECT_TRUE(reads(QStringLiteral("Worse than the legacy route")));
}

TEST_F(RoutingPageTest, HistorySaysWhoChangedWhatAndWhy) {
  open();
  connect_all();
  now_says(rolled_back_routing());
  const auto& model = *child<ui::HistoryView>().model();
  const auto line = [&](int row) {
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column) cells << model.index(row, column).data().toString();
    return cells.join(QStringLiteral(" | ")).toStdString();
  };
  EXPECT_THAT(line(0), testing::MatchesRegex("v42 \\| ..:..:08 \\| rollback \\| kim.sujin"));
  EXPECT_THAT(line(1), testing::MatchesRegex("v41 \\| ..:..:10 \\| 25 → 50 % \\| choi.hana"));
  EXPECT_THAT(model.index(1, 2).data(Qt::ToolTipRole).toString().toStdString(), HasSubstr("stock was restarted"));
  auto& chart = child<ui::RouteChart>();
  ASSERT_EQ(chart.markers().size(), 2U);
  EXPECT_EQ(chart.markers().back().text.toStdString(), "rollback");
}

TEST_F(RoutingPageTest, TheModelsKeepTheirContract) {
  open();
  ui::GatewayModel gateways_model;
  ui::HistoryOfToggles history;
  const QAbstractItemModelTester first(&gateways_model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  const QAbstractItemModelTester second(&history, QAbstractItemModelTester::FailureReportingMode::Fatal);
  auto lines = ui::gateway_lines(*controller);
  gateways_model.update(lines);
  lines[1].version = 7;
  gateways_model.update(lines);
  lines.pop_back();
  gateways_model.update(lines);
  gateways_model.update({});
  history.update(state.history, routing_now());
  state.history.erase(state.history.begin());
  history.update(state.history, routing_now());
  history.update({}, routing_now());
  EXPECT_EQ(history.rowCount(), 0);
}

TEST_F(RoutingPageTest, BeforeTheFirstAnswerItSaysThatItReads) {
  system.hold = true;
  open();
  EXPECT_EQ(shown_state().toStdString(), "Reading the routing");
  system.hold = false;
  system.release();
  settle();
  EXPECT_EQ(shown_state().toStdString(), "");
}

TEST_F(RoutingPageTest, ARoleThatMayNotReadItIsToldWhatItLacks) {
  system.error = Error{ErrorKind::Permission, "permission denied for view toggle_view"};
  open();
  EXPECT_EQ(shown_state().toStdString(), "This role may not read the routing");
}

TEST_F(RoutingPageTest, WithoutTheDatabaseTheGatewaysStillSpeakByRedis) {
  open();
  connect_all();
  lose_postgres();
  EXPECT_EQ(gateways().size(), 5U);
  EXPECT_TRUE(reads(QStringLiteral("by Redis")));
  EXPECT_TRUE(reads(QStringLiteral("PostgreSQL does not answer · Redis says released")));
  EXPECT_TRUE(reads(QStringLiteral("Closed: PostgreSQL is lost")));
  ASSERT_NE(action(QStringLiteral("Turn off…")), nullptr);
  EXPECT_TRUE(action(QStringLiteral("Turn off…"))->refused());
}

TEST_F(RoutingPageTest, AnAnswerThatGrewOldIsSaidToBeOld) {
  open();
  connect_all();
  system.error = Error{ErrorKind::Timeout, "canceling statement due to statement timeout"};
  clock.turn(35s);
  ask_again();
  EXPECT_TRUE(reads(QStringLiteral(", 35 s ago")));
}

TEST_F(RoutingPageTest, TheNavigationSaysTheShareAndCriesOnlyDuringARollback) {
  open();
  connect_all();
  EXPECT_EQ(controller->badge().text.toStdString(), "50 %");
  EXPECT_EQ(controller->badge().tone, ui::Badge::Tone::Quiet);
  EXPECT_EQ(window->findChild<ui::NavigationItem*>()->accessibleDescription().toStdString(),
            "50 % of the users take the event-driven route");
  now_says(rolled_back_routing());
  EXPECT_EQ(controller->badge().text.toStdString(), "0 %");
  EXPECT_EQ(controller->badge().tone, ui::Badge::Tone::Alarm);
}

TEST_F(RoutingPageTest, EveryWidgetThatTakesTheKeyboardHasAName) {
  open();
  connect_all();
  for (const QSize size : {QSize(1440, 900), QSize(1024, 700)}) {
    window->resize(size);
    settle();
    for (const QWidget* widget : window->findChildren<QWidget*>()) {
      if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
      const auto* pressed = qobject_cast<const QAbstractButton*>(widget);
      EXPECT_FALSE(widget->accessibleName().isEmpty() && (pressed == nullptr || pressed->text().isEmpty()))
          << widget->metaObject()->className();
    }
  }
}

}  // namespace
}  // namespace saga::test
