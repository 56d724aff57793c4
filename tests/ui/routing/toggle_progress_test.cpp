// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of one change of a toggle, by the rules alone.
#include "ui/routing/toggle_progress.h"

#include <gmock/gmock.h>

#include "tests/ui/sample_routing.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using ui::ToggleProgress;
using Stage = ui::ToggleProgress::Stage;

class ToggleProgressTest : public testing::Test {
 protected:
  RoutingSnapshot state = sample_routing();
  ToggleProgress progress{.request = {std::string(kCanaryToggle), "25", 41, "slow"}, .requested_at = routing_now()};

  void apply() { set_toggle(state, kCanaryToggle, "25", "kim.sujin", "slow", 42, routing_now() + 20ms); }
  void obey(std::size_t gateway, std::chrono::milliseconds after) {
    state.gateways[gateway].version = 42;
    state.gateways[gateway].applied_at = routing_now() + 20ms + after;
  }
  void look() { take_snapshot(progress, state, "kim.sujin"); }
};

TEST_F(ToggleProgressTest, IsObeyedWhenEveryGatewayThatRunsHasTakenItUp) {
  take_outcome(progress, {Applied{"", 42, {88214, "ab"}, ""}, "25", 42, "it was 50"});
  EXPECT_EQ(progress.stage, Stage::Applied);
  EXPECT_EQ(progress.journal_seq, 88214);
  apply();
  for (std::size_t i = 0; i < 4; ++i) obey(i, 100ms * static_cast<int>(i));
  look();
  EXPECT_EQ(progress.stage, Stage::Applied);
  EXPECT_THAT(progress.stragglers, ElementsAre("gw-seoul-2b"));
  obey(4, 620ms);
  look();
  EXPECT_EQ(progress.stage, Stage::Obeyed);
  EXPECT_EQ(progress.obeyed_after, 620ms);
  EXPECT_THAT(progress.stragglers, IsEmpty());
}

TEST_F(ToggleProgressTest, AGatewayThatSaysNothingIsNotWaitedFor) {
  take_outcome(progress, {Applied{"", 42, {}, ""}, "25", 42});
  apply();
  for (std::size_t i = 0; i < 4; ++i) obey(i, 100ms);
  state.gateways[4].heartbeat_at = state.server_now - 11s;
  look();
  EXPECT_EQ(progress.stage, Stage::Obeyed);
}

TEST_F(ToggleProgressTest, OneThatWentSilentMeanwhileIsNamed) {
  take_outcome(progress, {Applied{"", 42, {}, ""}, "25", 42});
  apply();
  for (std::size_t i = 0; i < 4; ++i) obey(i, 100ms);
  state.server_now = routing_now() + 60s;
  for (GatewayReport& gateway : state.gateways) gateway.heartbeat_at = state.server_now;
  state.gateways[4].heartbeat_at = routing_now() - 3s;
  look();
  EXPECT_EQ(progress.stage, Stage::Applied);
  EXPECT_THAT(progress.stragglers, ElementsAre("gw-seoul-2b"));
}

TEST_F(ToggleProgressTest, WithoutAnyGatewayItIsNotCalledObeyed) {
  take_outcome(progress, {Applied{"", 42, {}, ""}, "25", 42});
  apply();
  state.gateways.clear();
  look();
  EXPECT_EQ(progress.stage, Stage::Applied);
}

TEST_F(ToggleProgressTest, ALostAnswerIsReadBack) {
  take_outcome(progress, {OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}}});
  look();
  EXPECT_EQ(progress.stage, Stage::Unknown) << "it may still be on its way in the database";
  apply();
  look();
  EXPECT_EQ(progress.stage, Stage::Applied);
  EXPECT_EQ(progress.version, 42);
}

TEST_F(ToggleProgressTest, ALostAnswerThatNeverCameToBeIsSaidSoAfterAStatementsTime) {
  take_outcome(progress, {OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}}});
  state.server_now += ui::kLostAnswerMayCommit;
  look();
  EXPECT_EQ(progress.stage, Stage::Unknown);
  state.server_now += 1s;
  look();
  EXPECT_EQ(progress.stage, Stage::NotSent);
}

TEST_F(ToggleProgressTest, AnotherPersonsChangeIsNotTakenForOurs) {
  take_outcome(progress, {OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}}});
  set_toggle(state, kCanaryToggle, "25", "choi.hana", "slow", 42, routing_now() + 1s);
  look();
  EXPECT_EQ(progress.stage, Stage::Conflict);
}

TEST_F(ToggleProgressTest, AnotherChangeAfterOursDoesNotHideIt) {
  take_outcome(progress, {OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}}});
  apply();
  set_toggle(state, kCanaryToggle, "10", "choi.hana", "slower still", 43, routing_now() + 1s);
  look();
  EXPECT_EQ(progress.stage, Stage::Applied);
  EXPECT_EQ(progress.version, 42);
}

TEST_F(ToggleProgressTest, AGatewayThatWasStartedLaterTellsNoTime) {
  apply();
  obey(0, 90s);
  EXPECT_EQ(ui::obeyed_after(state.gateways[0], state.history.front().toggle), std::nullopt);
  obey(0, 310ms);
  EXPECT_EQ(ui::obeyed_after(state.gateways[0], state.history.front().toggle), 310ms);
  EXPECT_EQ(ui::obeyed_after(state.gateways[1], state.history.front().toggle), std::nullopt);
}

}  // namespace
}  // namespace saga::test
