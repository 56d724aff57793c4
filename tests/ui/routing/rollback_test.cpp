// SPDX-License-Identifier: GPL-3.0-or-later
// The emergency rollback: two gestures, how far it is, and its release.
#include <QClipboard>
#include <QLineEdit>
#include <gmock/gmock.h>

#include "tests/ui/routing/routing_fixture.h"
#include "ui/routing/arm_panel.h"
#include "ui/routing/change_panel.h"
#include "ui/routing/rollback_panel.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using State = ui::StepLine::State;

class RollbackTest : public RoutingFixture {
 protected:
  void SetUp() override {
    RoutingFixture::SetUp();
    paths.report.in_postgres = {Applied{"", 42, {88214, "ab"}, ""}, "true", 42, "it was false"};
    paths.report.second_path_written = true;
  }
  void start() {
    open();
    connect_all();
  }
  void press(int key, Qt::KeyboardModifiers with = {}) {
    QTest::keyClick(QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : window.get(),
                    static_cast<Qt::Key>(key), with);
    settle();
  }
  ui::ArmPanel* panel() {
    auto* found = window->findChild<ui::ArmPanel*>();
    return found != nullptr && found->isVisible() ? found : nullptr;
  }
  std::vector<std::string> steps() {
    std::vector<std::string> lines;
    for (const ui::StepLine& line : page->rollback_panel().steps()) {
      const char* mark = line.state == State::Done      ? "done"
                         : line.state == State::Now     ? "now"
                         : line.state == State::Bad     ? "bad"
                         : line.state == State::Unclear ? "unclear"
                                                        : "ahead";
      lines.push_back(mark + (": " + line.title + "; " + line.detail).toStdString());
    }
    return lines;
  }
};

TEST_F(RollbackTest, TakesTwoGesturesByKeyboard) {
  start();
  press(Qt::Key_F12);
  ASSERT_NE(panel(), nullptr);
  EXPECT_TRUE(rollback->armed());
  EXPECT_THAT(paths.engagements, IsEmpty());
  press(Qt::Key_F12);
  EXPECT_THAT(paths.engagements, IsEmpty()) << "a key that bounces is one gesture";
  clock.turn(500ms);
  press(Qt::Key_Return);
  EXPECT_THAT(paths.engagements, IsEmpty()) << "Enter never confirms";
  press(Qt::Key_F12);
  EXPECT_THAT(paths.engagements, ElementsAre("payments fail"));
  EXPECT_EQ(panel(), nullptr);
}

TEST_F(RollbackTest, TakesTwoGesturesByMouseWithAReasonOfOnesOwn) {
  start();
  QTest::mouseClick(&button(), Qt::LeftButton);
  settle();
  ASSERT_NE(panel(), nullptr);
  clock.turn(500ms);
  panel()->findChild<QLineEdit*>()->setText(QStringLiteral("payments fail after 50 %"));
  click(QStringLiteral("Engage the rollback"));
  EXPECT_THAT(paths.engagements, ElementsAre("payments fail after 50 %"));
}

TEST_F(RollbackTest, ADoubleClickOnTheButtonEngagesNothing) {
  start();
  QTest::mouseClick(&button(), Qt::LeftButton);
  QTest::mouseClick(&button(), Qt::LeftButton);
  settle();
  EXPECT_THAT(paths.engagements, IsEmpty());
}

TEST_F(RollbackTest, IsDisarmedByEscapeByCancelAndByTime) {
  start();
  press(Qt::Key_F12);
  press(Qt::Key_Escape);
  EXPECT_EQ(panel(), nullptr);
  press(Qt::Key_F12);
  click(QStringLiteral("Cancel"));
  EXPECT_FALSE(rollback->armed());
  clock.turn(500ms);
  EXPECT_FALSE(rollback->engage(QStringLiteral("it is not armed")));
  EXPECT_THAT(paths.engagements, IsEmpty());
}

TEST_F(RollbackTest, NeedsAReason) {
  start();
  press(Qt::Key_F12);
  clock.turn(500ms);
  panel()->findChild<QLineEdit*>()->clear();
  settle();
  ASSERT_NE(action(QStringLiteral("Engage the rollback")), nullptr);
  EXPECT_TRUE(action(QStringLiteral("Engage the rollback"))->refused());
  press(Qt::Key_F12);
  EXPECT_THAT(paths.engagements, IsEmpty());
}

TEST_F(RollbackTest, TheBandSaysForHowLongAndThePageHowFar) {
  start();
  now_says(rolled_back_routing());
  EXPECT_EQ(button().text().toStdString(), "Rollback engaged, 36 s");
  EXPECT_TRUE(reads(QStringLiteral("All new payments go to LEGACY since ")));
  const auto lines = steps();
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(lines[0], "done: Armed, then confirmed; kim.sujin, “payments fail after 50 %”");
  EXPECT_EQ(lines[1], "done: Written to PostgreSQL and Redis; both say so");
  EXPECT_EQ(lines[2], "unclear: Every gateway obeys; 4 of 5; gone silent before obeying: gw-seoul-2b");
  EXPECT_THAT(lines[3], HasSubstr("done: No new event-driven saga; the last one came in at "));
  EXPECT_EQ(lines[4], "now: In-flight sagas drain; 27 moving");
  EXPECT_EQ(lines[5], "ahead: Stuck and open ones decided; 31 stuck, 6 need attention");
  EXPECT_EQ(rollback->time_to_safe(), 620ms);
  EXPECT_TRUE(reads(QStringLiteral("gw-seoul-2b has been silent for 36 s")));
  EXPECT_TRUE(reads(QStringLiteral("The database refuses every event-driven saga that it would start")));
}

TEST_F(RollbackTest, AStragglerIsNamedUntilItObeys) {
  start();
  RoutingSnapshot late = rolled_back_routing();
  late.gateways.back().heartbeat_at = late.server_now - 200ms;
  now_says(late);
  EXPECT_EQ(steps()[2], "now: Every gateway obeys; 4 of 5, missing: gw-seoul-2b");
  EXPECT_EQ(rollback->time_to_safe(), std::nullopt);
  EXPECT_TRUE(reads(QStringLiteral("gw-seoul-2b does not obey the rollback yet")));
  late.gateways.back().rollback = true;
  late.gateways.back().version = 42;
  late.gateways.back().applied_at = find_toggle(late.toggles, kRollbackToggle)->updated_at + 9s;
  now_says(late);
  EXPECT_EQ(rollback->time_to_safe(), 9s);
}

// Seen red where only those were looked at that still ran: the gateway went out of sight, and all seemed well.
TEST_F(RollbackTest, WhoRanAndWentSilentWithoutObeyingIsNamed) {
  start();
  now_says(rolled_back_routing());
  EXPECT_THAT(rollback->lost(), ElementsAre("gw-seoul-2b")) << "it had reported 0.4 s before";
  RoutingSnapshot gone = rolled_back_routing();
  gone.gateways.back().heartbeat_at = find_toggle(gone.toggles, kRollbackToggle)->updated_at - 11s;
  now_says(gone);
  EXPECT_THAT(rollback->lost(), IsEmpty()) << "it ran no more when the rollback was engaged";
  EXPECT_EQ(steps()[2], "done: Every gateway obeys; 4 of 4; silent: gw-seoul-2b");
  gone.gateways.back().heartbeat_at += 15s;
  gone.gateways.back().rollback = true;
  now_says(gone);
  EXPECT_THAT(rollback->lost(), IsEmpty()) << "it had obeyed before";
}

// Seen red without the check in release() itself: only its button was closed.
TEST_F(RollbackTest, ByNoOtherPathIsItReleasedWhileItsButtonIsClosed) {
  start();
  RoutingSnapshot quiet = rolled_back_routing();
  quiet.in_flight.running = quiet.in_flight.compensating = 0;
  now_says(quiet);
  PlatformStatus status = operator_status(clock.now());
  status.writing = Writing::Locked;
  system.tell(status);
  settle();
  EXPECT_FALSE(rollback->release(42, 0, QStringLiteral("stock is mended"))) << "locked";
  status.writing = Writing::Open;
  status.may_route = false;
  system.tell(status);
  settle();
  EXPECT_FALSE(rollback->release(42, 0, QStringLiteral("stock is mended"))) << "without the role";
  status.may_route = true;
  system.tell(status);
  settle();
  EXPECT_FALSE(rollback->release(42, 3, QStringLiteral("stock is mended"))) << "sagas move";
  EXPECT_THAT(paths.releases, IsEmpty());
  EXPECT_TRUE(rollback->release(42, 0, QStringLiteral("stock is mended")));
  EXPECT_THAT(paths.releases, ElementsAre(Pair(42, "stock is mended")));
}

TEST_F(RollbackTest, WhatNeedsAPersonIsOneClickAway) {
  start();
  now_says(rolled_back_routing());
  click(QStringLiteral("Open 37 sagas"));
  ASSERT_EQ(gone_to.size(), 1U);
  EXPECT_EQ(gone_to[0].page, ui::PageId::Sagas);
  EXPECT_EQ(gone_to[0].filter.toStdString(), "status:stuck,needs-attention");
  click(QStringLiteral("Copy for the call"));
  EXPECT_THAT(
      QApplication::clipboard()->text().toStdString(),
      testing::AllOf(HasSubstr("Emergency rollback engaged for 36 s"), HasSubstr("31 stuck, 6 need attention")));
}

TEST_F(RollbackTest, WorksWhilePostgresIsDown) {
  start();
  lose_postgres();
  paths.report.in_postgres = {Failed{Error{ErrorKind::Connection, "connection refused"}}};
  paths.report.kept = true;
  EXPECT_TRUE(button().isEnabled());
  press(Qt::Key_F12);
  clock.turn(500ms);
  press(Qt::Key_F12);
  ASSERT_THAT(paths.engagements, ElementsAre("payments fail"));
  RoutingSnapshot obeyed = state;
  for (GatewayReport& gateway : obeyed.gateways) {
    gateway.rollback = true;
    gateway.heartbeat_at = clock.now();
  }
  paths.redis = RollbackInRedis{true, obeyed.gateways, clock.now()};
  ask_again();
  EXPECT_TRUE(rollback->engaged());
  EXPECT_THAT(button().text().toStdString(), HasSubstr("Rollback engaged"));
  const auto lines = steps();
  EXPECT_EQ(lines[0], "done: Armed, then confirmed; “payments fail”");
  EXPECT_EQ(lines[1], "now: Written to Redis alone; PostgreSQL is away; the journal is told when it is back");
  EXPECT_EQ(lines[2], "done: Every gateway obeys; 5 of 5");
  EXPECT_EQ(lines[3], "unclear: No new event-driven saga; not known without PostgreSQL");
  EXPECT_TRUE(rollback->time_to_safe());
}

TEST_F(RollbackTest, DoesNotEndBecauseNobodyCanBeAsked) {
  start();
  now_says(rolled_back_routing());
  paths.redis = std::unexpected(Error{ErrorKind::Connection, "connection refused"});
  lose_postgres();
  EXPECT_TRUE(rollback->engaged());
  EXPECT_TRUE(action(QStringLiteral("Release rollback…"))->refused());
}

TEST_F(RollbackTest, IsReleasedOnlyWhenAllObeyAndNothingMoves) {
  start();
  RoutingSnapshot late = rolled_back_routing();
  late.gateways.back().heartbeat_at = late.server_now - 200ms;
  now_says(late);
  const auto closed = [&] { return action(QStringLiteral("Release rollback…"))->refusal_reason().toStdString(); };
  EXPECT_EQ(closed(), "gw-seoul-2b does not obey the rollback yet");
  late.gateways.back().rollback = true;
  now_says(late);
  EXPECT_EQ(closed(), "27 sagas still move");
  late.in_flight.running = late.in_flight.compensating = 0;
  now_says(late);
  EXPECT_EQ(closed(), "");
  click(QStringLiteral("Release rollback…"));
  ASSERT_TRUE(page->changing());
  EXPECT_TRUE(reads(QStringLiteral("As of v42")));
  auto& reason = *page->change_panel().findChild<QLineEdit*>();
  reason.setText(QStringLiteral("stock is mended"));
  press(Qt::Key_Return);
  EXPECT_THAT(paths.releases, IsEmpty()) << "Enter never confirms";
  paths.report.in_postgres.version = 43;
  click(QStringLiteral("Release the rollback"));
  EXPECT_THAT(paths.releases, ElementsAre(Pair(42, "stock is mended")));
  RoutingSnapshot released = late;
  set_toggle(released, kRollbackToggle, "false", "kim.sujin", "stock is mended", 43, released.server_now);
  for (GatewayReport& gateway : released.gateways) {
    gateway.rollback = false;
    gateway.version = 43;
  }
  now_says(released);
  EXPECT_TRUE(reads(QStringLiteral("Released")));
  EXPECT_FALSE(rollback->engaged());
  EXPECT_EQ(button().text().toStdString(), "Emergency rollback…");
}

TEST_F(RollbackTest, AReleaseThatIsRefusedLeavesItEngaged) {
  start();
  RoutingSnapshot quiet = rolled_back_routing();
  quiet.in_flight.running = quiet.in_flight.compensating = 0;
  now_says(quiet);
  click(QStringLiteral("Release rollback…"));
  page->change_panel().findChild<QLineEdit*>()->setText(QStringLiteral("stock is mended"));
  paths.report = {};
  paths.report.in_postgres = {Conflict{"lee.jiwon set it to true at 05:05:40 UTC, it is at version 44 now", 44}};
  click(QStringLiteral("Release the rollback"));
  EXPECT_TRUE(reads(QStringLiteral("It stays engaged")));
  EXPECT_TRUE(reads(QStringLiteral("lee.jiwon set it to true")));
}

TEST_F(RollbackTest, WhileNothingIsTheMatterItSaysWhetherItIsReady) {
  start();
  EXPECT_THAT(steps(), ElementsAre("done: PostgreSQL; says released", "done: Redis, the second path; says released",
                                   "done: Gateways that report; 5 instances",
                                   "ahead: Would still be in flight; 198 moving, 37 wait for a person"));
  paths.redis = std::unexpected(Error{ErrorKind::Connection, "connection refused"});
  ask_again();
  EXPECT_EQ(steps()[1], "bad: Redis, the second path; connection refused");
  click(QStringLiteral("Emergency rollback…"));
  EXPECT_NE(panel(), nullptr) << "the button of the page is the first gesture, too";
}

}  // namespace
}  // namespace saga::test
