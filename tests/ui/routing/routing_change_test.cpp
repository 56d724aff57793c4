// SPDX-License-Identifier: GPL-3.0-or-later
// Changing a toggle, by mouse and by keyboard, and what becomes of it.
#include <QLineEdit>
#include <gmock/gmock.h>

#include "tests/ui/routing/routing_fixture.h"
#include "ui/routing/canary_slider.h"
#include "ui/routing/change_panel.h"
#include "ui/routing/history_panel.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using Stage = ui::ToggleProgress::Stage;

class RoutingChangeTest : public RoutingFixture {
 protected:
  void SetUp() override {
    RoutingFixture::SetUp();
    system.toggle_outcome = {Applied{"", 42, {88214, "ab"}, ""}, "25", 42, "it was 50"};
    open();
    connect_all();
  }
  QLineEdit& reason() { return *page->change_panel().findChild<QLineEdit*>(); }
  ui::ActionButton& confirm() {
    ui::ActionButton* last = nullptr;
    for (auto* found : page->change_panel().findChildren<ui::ActionButton*>()) {
      if (found->isVisible()) last = found;
    }
    EXPECT_NE(last, nullptr);
    return *last;
  }
  void propose(int percent) {
    page->findChild<ui::CanarySlider*>()->setValue(percent);
    settle();
  }
  void ask(int percent, const QString& why) {
    propose(percent);
    click(QStringLiteral("Set the canary to"));
    ASSERT_TRUE(page->changing());
    reason().setText(why);
    settle();
  }
  void apply_and_obey() {
    set_toggle(state, kCanaryToggle, "25", "kim.sujin", "slow", 42, state.server_now + 10ms);
    state.server_now += 1s;
    for (GatewayReport& gateway : state.gateways) {
      gateway.version = 42;
      gateway.applied_at = state.history.front().toggle.updated_at + 620ms;
      gateway.heartbeat_at = state.server_now;
    }
  }
};

TEST_F(RoutingChangeTest, TheCanaryIsSetByMouseWithAReasonAndItsVersion) {
  ask(25, QStringLiteral("  slow "));
  EXPECT_TRUE(reads(QStringLiteral("Set the canary to 25 %")));
  EXPECT_TRUE(reads(QStringLiteral("25 % would mean 127 of 508 payments/s; users id % 100 < 25")));
  EXPECT_TRUE(reads(QStringLiteral("As of v41")));
  click(QStringLiteral("Set to 25 %"));
  EXPECT_THAT(system.toggle_requests, ElementsAre(ToggleRequest{std::string(kCanaryToggle), "25", 41, "slow"}));
  ASSERT_TRUE(controller->progress());
  EXPECT_EQ(controller->progress()->stage, Stage::Applied);
  EXPECT_TRUE(reads(QStringLiteral("Canary to 25 %")));
  apply_and_obey();
  ask_again();
  EXPECT_EQ(controller->progress()->stage, Stage::Obeyed);
  EXPECT_TRUE(reads(QStringLiteral("All obey after 0.62 s")));
  click(QStringLiteral("Close"));
  EXPECT_FALSE(page->changing());
}

TEST_F(RoutingChangeTest, TheSameByKeyboardAndEnterNeverApplies) {
  auto& slider = *page->findChild<ui::CanarySlider*>();
  QTest::keyClick(window.get(), Qt::Key_E, Qt::ControlModifier);
  ASSERT_EQ(QApplication::focusWidget(), &slider);
  for (int i = 0; i < 25; ++i) QTest::keyClick(&slider, Qt::Key_Left);
  settle();
  QTest::keyClick(&slider, Qt::Key_Tab);
  auto* apply = qobject_cast<ui::ActionButton*>(QApplication::focusWidget());
  ASSERT_NE(apply, nullptr);
  EXPECT_EQ(apply->text().toStdString(), "Set the canary to 25 %…");
  QTest::keyClick(apply, Qt::Key_Return);
  EXPECT_FALSE(page->changing());
  QTest::keyClick(apply, Qt::Key_Space);
  settle();
  ASSERT_TRUE(page->changing());
  ASSERT_EQ(QApplication::focusWidget(), &reason());
  QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("slow"));
  QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
  settle();
  EXPECT_THAT(system.toggle_requests, IsEmpty()) << "Enter in the field";
  while (QApplication::focusWidget() != &confirm()) QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
  QTest::keyClick(&confirm(), Qt::Key_Return);
  settle();
  EXPECT_THAT(system.toggle_requests, IsEmpty()) << "Enter on the button";
  QTest::keyClick(&confirm(), Qt::Key_Space);
  settle();
  EXPECT_EQ(system.toggle_requests.size(), 1U);
}

TEST_F(RoutingChangeTest, WithoutAReasonItStaysClosedAndSaysSo) {
  ask(25, QStringLiteral("   "));
  EXPECT_TRUE(confirm().refused());
  EXPECT_TRUE(reads(QStringLiteral("Closed: a reason is needed")));
  QTest::mouseClick(&confirm(), Qt::LeftButton);
  settle();
  EXPECT_THAT(system.toggle_requests, IsEmpty());
}

TEST_F(RoutingChangeTest, EscapeLeavesEverythingAsItIs) {
  ask(25, QStringLiteral("slow"));
  QTest::keyClick(&reason(), Qt::Key_Escape);
  EXPECT_FALSE(page->changing());
  EXPECT_THAT(system.toggle_requests, IsEmpty());
}

TEST_F(RoutingChangeTest, WhatChangedMeanwhileHasToBeLookedAtFirst) {
  ask(25, QStringLiteral("slow"));
  set_toggle(state, kCanaryToggle, "10", "choi.hana", "slow", 42, state.server_now);
  ask_again();
  EXPECT_TRUE(confirm().refused());
  EXPECT_TRUE(reads(QStringLiteral("choi.hana set it to 10 at ")));
  click(QStringLiteral("Look again"));
  EXPECT_TRUE(reads(QStringLiteral("As of v42")));
  EXPECT_FALSE(confirm().refused()) << "the reason is kept";
  click(QStringLiteral("Set to 25 %"));
  ASSERT_EQ(system.toggle_requests.size(), 1U);
  EXPECT_EQ(system.toggle_requests.front().expected_version, 42);
}

TEST_F(RoutingChangeTest, AConflictNamesWhoAndWhen) {
  system.toggle_outcome = {Conflict{"choi.hana set it to 10 at 05:05:40 UTC, it is at version 42 now", 42}};
  ask(25, QStringLiteral("slow"));
  click(QStringLiteral("Set to 25 %"));
  EXPECT_TRUE(reads(QStringLiteral("Someone acted first, nothing was changed")));
  EXPECT_TRUE(reads(QStringLiteral("choi.hana set it to 10 at 05:05:40 UTC")));
  click(QStringLiteral("Close"));
  EXPECT_FALSE(page->changing());
}

TEST_F(RoutingChangeTest, AnUnknownOutcomeClosesTheButtonsUntilItIsReadBack) {
  system.toggle_outcome = {OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}}};
  ask(25, QStringLiteral("slow"));
  click(QStringLiteral("Set to 25 %"));
  EXPECT_TRUE(reads(QStringLiteral("The outcome is unknown")));
  ASSERT_NE(action(QStringLiteral("Turn off…")), nullptr);
  EXPECT_TRUE(action(QStringLiteral("Turn off…"))->refused());
  click(QStringLiteral("Close"));
  EXPECT_TRUE(page->changing()) << "it cannot be put away before it is known";
  apply_and_obey();
  ask_again();
  EXPECT_EQ(controller->progress()->stage, Stage::Obeyed);
  EXPECT_FALSE(action(QStringLiteral("Turn off…"))->refused());
}

TEST_F(RoutingChangeTest, ARefusalIsShownWithItsReason) {
  system.toggle_outcome = {Refused{"permission denied for function set_toggle; it needs the role saga_operator"}};
  ask(25, QStringLiteral("slow"));
  click(QStringLiteral("Set to 25 %"));
  EXPECT_TRUE(reads(QStringLiteral("Refused, nothing was changed")));
}

TEST_F(RoutingChangeTest, TheRouteIsTurnedOff) {
  click(QStringLiteral("Turn off…"));
  EXPECT_TRUE(reads(QStringLiteral("Every new payment goes to LEGACY; sagas in flight go on to their end")));
  reason().setText(QStringLiteral("a weekend"));
  click(QStringLiteral("Turn off"));
  EXPECT_THAT(system.toggle_requests,
              ElementsAre(ToggleRequest{std::string(kEventDrivenToggle), "false", 35, "a weekend"}));
}

TEST_F(RoutingChangeTest, ALineOfTheHistoryIsReverted) {
  auto& view = *page->findChild<ui::HistoryView*>();
  QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(view.model()->index(0, 1)).center());
  settle();
  click(QStringLiteral("Back to 25 %…"));
  ASSERT_TRUE(page->changing());
  reason().setText(QStringLiteral("it did not help"));
  click(QStringLiteral("Set to 25 %"));
  EXPECT_THAT(system.toggle_requests,
              ElementsAre(ToggleRequest{std::string(kCanaryToggle), "25", 41, "it did not help"}));
}

TEST_F(RoutingChangeTest, WhatIsSoAlreadyIsNotReverted) {
  auto& view = *page->findChild<ui::HistoryView*>();
  view.selectRow(1);  // 50 → 25 %: it was 50, and is 50 again
  settle();
  ASSERT_NE(action(QStringLiteral("Back to 50 %…")), nullptr);
  EXPECT_TRUE(action(QStringLiteral("Back to 50 %…"))->refused());
  EXPECT_TRUE(reads(QStringLiteral("Closed: it is so now")));
}

TEST_F(RoutingChangeTest, AViewerIsToldWhatIsMissing) {
  PlatformStatus viewer = operator_status(routing_now());
  viewer.role = "saga_viewer";
  viewer.may_retry = viewer.may_compensate = viewer.may_note = viewer.may_route = false;
  system.tell(viewer);
  settle();
  EXPECT_TRUE(action(QStringLiteral("Turn off…"))->refused());
  EXPECT_TRUE(reads(QStringLiteral("Closed: it needs the role saga_operator, yours is saga_viewer")));
  EXPECT_FALSE(page->findChild<ui::CanarySlider*>()->isEnabled());
  EXPECT_FALSE(button().isEnabled());
}

TEST_F(RoutingChangeTest, ARollbackTakesAChangeAwayThatWasNotSent) {
  ask(25, QStringLiteral("slow"));
  now_says(rolled_back_routing());
  EXPECT_FALSE(page->changing());
  EXPECT_TRUE(action(QStringLiteral("Turn off…"))->refused());
  EXPECT_TRUE(reads(QStringLiteral("Closed: locked while the emergency rollback is engaged")));
}

}  // namespace
}  // namespace saga::test
