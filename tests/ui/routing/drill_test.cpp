// SPDX-License-Identifier: GPL-3.0-or-later
// The rollback rehearsed from the routing page: how long until every gateway would obey, with nothing switched.
#include <QLineEdit>
#include <gmock/gmock.h>

#include "tests/ui/routing/routing_fixture.h"
#include "ui/charts/route_chart.h"
#include "ui/routing/routing_words.h"
#include "ui/widgets/reason_bar.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class DrillTest : public RoutingFixture {
 protected:
  void SetUp() override {
    RoutingFixture::SetUp();
    paths.drill_report.in_postgres = {Applied{"", 42, {}, "a drill, nothing was switched"}, "false", 42};
    paths.drill_report.second_path_written = true;
  }
  void start_drill() {
    click(QStringLiteral("Drill…"));
    auto& bar = *window->findChild<ui::ReasonBar*>();
    bar.findChild<QLineEdit*>()->setText(QStringLiteral("monday"));
    QTest::mouseClick(&bar.confirm(), Qt::LeftButton);
    settle();
  }
  // So many gateways have the drill's version, after these times.
  void taken_up(std::initializer_list<std::chrono::milliseconds> after) {
    RoutingSnapshot said = state;
    set_toggle(said, kRollbackToggle, "false", "kim.sujin", "drill: monday", 42, routing_now());
    said.server_now = routing_now() + 2s;
    for (GatewayReport& gateway : said.gateways) gateway.heartbeat_at = said.server_now;
    std::size_t i = 0;
    for (const auto time : after) {
      said.gateways[i].version = 42;
      said.gateways[i++].applied_at = routing_now() + time;
    }
    clock.turn(2s);
    now_says(said);
  }
};

TEST_F(DrillTest, SaysWhenTheLastGatewayWouldHaveObeyed) {
  open();
  connect_all();
  start_drill();
  EXPECT_THAT(paths.drills, ElementsAre("monday"));
  EXPECT_THAT(paths.engagements, IsEmpty());
  EXPECT_TRUE(reads(QStringLiteral("Drill: waiting for the gateways")));
  taken_up({440ms, 310ms, 340ms, 620ms});
  EXPECT_TRUE(reads(QStringLiteral("Drill: waiting for the gateways"))) << "one has not said so yet";
  taken_up({440ms, 310ms, 340ms, 620ms, 290ms});
  EXPECT_TRUE(reads(QStringLiteral("safe after 0.62 s, 5 of 5")));
  EXPECT_FALSE(rollback->engaged());
}

TEST_F(DrillTest, NamesWhoDidNotConfirm) {
  open();
  connect_all();
  start_drill();
  taken_up({440ms, 310ms, 340ms, 620ms});
  clock.turn(10s);
  RoutingSnapshot said = state;
  said.server_now += 10s;
  for (GatewayReport& gateway : said.gateways) gateway.heartbeat_at = said.server_now;
  now_says(said);
  EXPECT_TRUE(reads(QStringLiteral("gw-seoul-2b did not confirm")));
}

// Seen red where only those were looked at that still ran: "safe after …, 4 of 4".
TEST_F(DrillTest, WhoWentSilentMeanwhileIsWaitedForAndNamed) {
  open();
  connect_all();
  start_drill();
  const auto later = [this](std::chrono::milliseconds time) {
    RoutingSnapshot said = sample_routing();
    set_toggle(said, kRollbackToggle, "false", "kim.sujin", "drill: monday", 42, routing_now());
    said.server_now = routing_now() + time;
    for (std::size_t i = 0; i + 1 < said.gateways.size(); ++i) {
      said.gateways[i].version = 42;
      said.gateways[i].heartbeat_at = said.server_now;
    }
    clock.turn(routing_now() + time - clock.now());
    now_says(said);
  };
  later(9500ms);
  EXPECT_EQ(rollback->gateways().live.size(), 4U) << "gw-seoul-2b has said nothing for 10.4 s";
  EXPECT_TRUE(reads(QStringLiteral("Drill: waiting for the gateways")));
  later(10500ms);
  EXPECT_TRUE(reads(QStringLiteral("gw-seoul-2b did not confirm")));
}

// Seen red with patience that began before the writing: the first look was too late.
TEST_F(DrillTest, PatienceBeginsWhenItIsWritten) {
  open();
  connect_all();
  paths.hold = true;
  start_drill();
  clock.turn(12s);
  paths.give();
  settle();
  EXPECT_TRUE(reads(QStringLiteral("Drill: waiting for the gateways")));
  taken_up({440ms, 310ms, 340ms, 620ms, 290ms});
  EXPECT_TRUE(reads(QStringLiteral("safe after 0.62 s, 5 of 5")));
}

TEST_F(DrillTest, AnAnswerThatWasLostIsNotANo) {
  paths.drill_report.in_postgres = {OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}}};
  open();
  connect_all();
  start_drill();
  EXPECT_TRUE(reads(QStringLiteral("the outcome is unknown, nothing was switched")));
  EXPECT_EQ(rollback->drill_closed_because(), std::nullopt) << "it can be asked for again";
}

// Seen red where every row of the history was a change.
TEST_F(DrillTest, TheChartMarksNoChangeAndTheHistorySaysDrill) {
  open();
  connect_all();
  const auto& chart = *page->findChild<ui::RouteChart*>();
  const auto before = chart.markers();
  RoutingSnapshot said = sample_routing();
  set_toggle(said, kRollbackToggle, "false", "kim.sujin", "drill: monday", 42, routing_now() - 1min);
  EXPECT_EQ(ui::toggle_change_text(said.history.front()), QStringLiteral("drill"));
  now_says(said);
  EXPECT_EQ(chart.markers(), before);
}

TEST_F(DrillTest, ByKeyboardAndEnterNeverStartsIt) {
  open();
  connect_all();
  ui::ActionButton& button = *action(QStringLiteral("Drill…"));
  button.setFocus();
  QTest::keyClick(&button, Qt::Key_Space);
  settle();
  auto& bar = *window->findChild<ui::ReasonBar*>();
  auto& reason = *bar.findChild<QLineEdit*>();
  ASSERT_EQ(QApplication::focusWidget(), &reason);
  EXPECT_TRUE(bar.confirm().refused()) << "without a reason";
  QTest::keyClicks(&reason, QStringLiteral("monday"));
  QTest::keyClick(&reason, Qt::Key_Return);
  settle();
  EXPECT_THAT(paths.drills, IsEmpty());
  QTest::keyClick(&reason, Qt::Key_Escape);
  settle();
  EXPECT_FALSE(bar.isVisible());
}

TEST_F(DrillTest, ByKeyboardAlone) {
  open();
  connect_all();
  ui::ActionButton& button = *action(QStringLiteral("Drill…"));
  button.setFocus();
  QTest::keyClick(&button, Qt::Key_Space);
  settle();
  auto& bar = *window->findChild<ui::ReasonBar*>();
  QTest::keyClicks(bar.findChild<QLineEdit*>(), QStringLiteral("monday"));
  for (int i = 0; i < 3 && QApplication::focusWidget() != &bar.confirm(); ++i) {
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
  }
  ASSERT_EQ(QApplication::focusWidget(), &bar.confirm());
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
  settle();
  EXPECT_THAT(paths.drills, ElementsAre("monday"));
  EXPECT_FALSE(bar.isVisible());
}

TEST_F(DrillTest, IsRefusedInEarnestAndWithoutTheRole) {
  state = rolled_back_routing(routing_now());
  say(paths, state);
  open();
  connect_all();
  EXPECT_EQ(rollback->drill_closed_because(), QStringLiteral("the rollback is engaged, this is no drill"));
  now_says(sample_routing());
  EXPECT_EQ(rollback->drill_closed_because(), std::nullopt);
  PlatformStatus viewer = operator_status(clock.now());
  viewer.role = "saga_viewer";
  viewer.may_route = false;
  system.tell(viewer);
  settle();
  EXPECT_EQ(rollback->drill_closed_because(), QStringLiteral("it needs the role saga_operator, yours is saga_viewer"));
}

TEST_F(DrillTest, WhatWasNotDoneIsSaid) {
  paths.drill_report.in_postgres = {Failed{Error{ErrorKind::Connection, "connection refused"}}};
  open();
  connect_all();
  start_drill();
  EXPECT_TRUE(reads(QStringLiteral("not done, connection refused")));
}

}  // namespace
}  // namespace saga::test
