// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/routing_control.h"

#include <thread>

#include <gtest/gtest.h>

#include "tests/postgres/saga_database.h"

// What an operator's functions do to the toggles, and what they leave in the journal.
//
// That these tests can fail was shown by planting defects in change_toggle
// (resources/sql/saga/008_routing_control.sql), one at a time:
//   - without the comparison of the versions
//   - without its pg_advisory_xact_lock: it overtakes a transaction that may still start sagas
//   - with `current_user` instead of session_user
namespace saga::test {
namespace {

using namespace std::chrono_literals;

std::string text_of(const ToggleOutcome& outcome) {
  if (std::holds_alternative<Applied>(outcome.outcome)) return "applied, " + outcome.value + ": " + outcome.detail;
  if (const auto* refused = std::get_if<Refused>(&outcome.outcome)) return "refused: " + refused->reason;
  if (const auto* conflict = std::get_if<Conflict>(&outcome.outcome)) return "conflict: " + conflict->reason;
  if (const auto* failed = std::get_if<Failed>(&outcome.outcome)) return "failed: " + failed->error.message;
  return "not known";
}

class RoutingControlTest : public testing::Test {
 protected:
  std::int64_t version(std::string_view name) {
    const auto toggles = kim_.toggles();
    EXPECT_TRUE(toggles);
    const Toggle* toggle = find_toggle(*toggles, name);
    return toggle != nullptr ? toggle->version : -1;
  }
  std::int64_t enabled_version() { return version(kEventDrivenToggle); }

  SagaDatabase database_;
  std::vector<JournalAnchor> anchors_;
  pg::PgRoutingControl kim_{database_.session("kim"), [this](const std::vector<JournalAnchor>& given) -> Result<void> {
                              anchors_.insert(anchors_.end(), given.begin(), given.end());
                              return {};
                            }};
};

using S11RoutingControl = RoutingControlTest;
using S13RoutingControl = RoutingControlTest;

TEST_F(S11RoutingControl, AChangeIsJournalledWithBeforeAndAfter) {
  const auto outcome = kim_.set("payment.canary.percent", "5", version(kCanaryToggle), "first users look good");
  EXPECT_EQ(text_of(outcome), "applied, 5: it was 0");
  EXPECT_EQ(outcome.version, version(kCanaryToggle));
  EXPECT_EQ(database_.value("select kind || ' ' || who || ' ' || what || ' ' || on_what || ': ' || why || ', ' || "
                            "(before::json ->> 'value') || ' to ' || (after::json ->> 'value') "
                            "from saga.operator_journal where area = 'routing'"),
            "REQUESTED kim SET_TOGGLE payment.canary.percent: first users look good, 0 to 5");
  ASSERT_EQ(anchors_.size(), 1U);
  EXPECT_EQ(anchors_[0].hash, database_.value("select hash from saga.journal_chain where area = 'routing'"));
  EXPECT_EQ(database_.value("select updated_by from saga.feature_toggle where name = 'payment.canary.percent'"), "kim");
  EXPECT_EQ(database_.value("select count(*) from saga.toggle_history_view where name = 'payment.canary.percent'"),
            "2");
}

TEST_F(S11RoutingControl, WhoComesSecondIsTold) {
  const std::int64_t before = enabled_version();
  EXPECT_EQ(text_of(kim_.set("payment.event-driven.enabled", "true", before, "go")), "applied, true: it was false");
  const std::string second = text_of(kim_.set("payment.event-driven.enabled", "false", before, "stop"));
  EXPECT_EQ(second.find("conflict: kim set it to true at "), 0U) << second;
  EXPECT_EQ(database_.value("select after::json ->> 'outcome' from saga.operator_journal order by seq desc limit 1"),
            "CONFLICT");
  EXPECT_EQ(database_.value("select value from saga.feature_toggle where name = 'payment.event-driven.enabled'"),
            "true");
}

TEST_F(S11RoutingControl, OnlyWhatMakesSenseIsTaken) {
  const std::int64_t enabled = enabled_version();
  const std::int64_t canary = version(kCanaryToggle);
  for (const char* value : {"yes", "TRUE", "", "1"}) {
    EXPECT_EQ(text_of(kim_.set("payment.event-driven.enabled", value, enabled, "x")),
              "refused: its value is true or false");
  }
  for (const char* value : {"101", "-1", "5.5", "05", "many", ""}) {
    EXPECT_EQ(text_of(kim_.set("payment.canary.percent", value, canary, "x")),
              "refused: its value is a whole number from 0 to 100");
  }
  EXPECT_EQ(text_of(kim_.set("payment.canary.percent", "5", canary, "  ")), "refused: a reason is required");
  EXPECT_EQ(text_of(kim_.set("payment.color", "blue", 1, "x")), "refused: there is no such toggle");
  EXPECT_EQ(text_of(kim_.set("payment.emergency.rollback", "true", version(kRollbackToggle), "x")),
            "refused: the rollback is engaged and released, not set");
  EXPECT_EQ(database_.value("select count(*) from saga.operator_journal where area = 'routing'"), "13");
}

TEST_F(S13RoutingControl, IsEngagedWithoutAVersionAndReleasedWithOne) {
  EXPECT_EQ(text_of(kim_.engage_rollback("PSP down")), "applied, true: it was false");
  const std::int64_t engaged = version(kRollbackToggle);
  const std::string again = text_of(kim_.engage_rollback("PSP down"));
  EXPECT_EQ(again.find("applied, true: it has been true since "), 0U) << again;
  EXPECT_EQ(version(kRollbackToggle), engaged) << "engaging twice is not a change";
  EXPECT_EQ(text_of(kim_.release_rollback(engaged - 1, "back")).find("conflict: kim set it to true"), 0U);
  EXPECT_EQ(text_of(kim_.release_rollback(engaged, "back")), "applied, false: it was true");
}

TEST_F(S13RoutingControl, AnEngagementByTheSecondPathIsNotedLater) {
  const auto at = TimePoint(std::chrono::seconds(1'800'000'000));
  EXPECT_EQ(text_of(kim_.note_rollback(at, "PSP down")), "applied, false: it is in the journal now");
  EXPECT_EQ(database_.value("select kind || ' ' || what || ' ' || (after::json ->> 'engagedAt') "
                            "from saga.operator_journal where area = 'routing'"),
            "OBSERVED ENGAGE_ROLLBACK 2027-01-15T08:00:00.000000Z");
}

TEST_F(S13RoutingControl, WhoMayOnlyViewChangesNothing) {
  pg::PgRoutingControl vera(database_.session("vera"));
  EXPECT_TRUE(vera.toggles());
  EXPECT_TRUE(vera.gateways());
  EXPECT_TRUE(vera.statistics());
  const std::string refused = text_of(vera.engage_rollback("x"));
  EXPECT_EQ(refused.find("refused: "), 0U) << refused;
  EXPECT_NE(refused.find("saga_operator"), std::string::npos) << refused;
  const auto direct = database_.session("kim")->execute("update saga.feature_toggle set value = 'true'");
  ASSERT_FALSE(direct);
  EXPECT_EQ(direct.error().kind, ErrorKind::Permission);
}

// Gateways that start sagas all the time, one after the other and overlapping, must not keep an operator waiting.
TEST_F(S13RoutingControl, AnOperatorQueuesFairlyWithGatewaysThatNeverPause) {
  std::atomic<int> transactions = 0;
  const auto gateway = [&](const std::stop_token& stop) {
    const auto session = database_.session();
    while (!stop.stop_requested()) {
      auto tx = session->begin();
      const auto locked = tx->query(
          "with turn as materialized (select pg_advisory_xact_lock_shared(saga.routing_lock_key())) "
          "select t.value from turn, saga.feature_toggle t order by t.name for share of t");
      ASSERT_TRUE(locked) << locked.error().message;
      std::this_thread::sleep_for(30ms);
      ASSERT_TRUE(tx->commit());
      ++transactions;
    }
  };
  std::vector<std::jthread> gateways;
  for (int i = 0; i < 4; ++i) gateways.emplace_back(gateway);
  std::chrono::steady_clock::duration longest{0};
  for (int i = 0; i < 10; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(text_of(kim_.engage_rollback("drill")), "applied, true: it was false");
    longest = std::max(longest, std::chrono::steady_clock::now() - begin);
    EXPECT_EQ(text_of(kim_.release_rollback(version(kRollbackToggle), "drill")), "applied, false: it was true");
  }
  EXPECT_GT(transactions, 20);
  EXPECT_LT(longest, 2s);
}

// What asks for the lock stands in front of every gateway that asks after it: a rehearsal gives up soon, by itself.
// Seen red without the lock_timeout of saga.drill_rollback: it waits for as long as the other holds the lock.
TEST_F(S13RoutingControl, ADrillDoesNotWaitLongForTheLock) {
  const auto session = database_.session();
  auto tx = session->begin();
  ASSERT_TRUE(tx->query("select pg_advisory_xact_lock_shared(saga.routing_lock_key())"));
  const std::int64_t before = version(kRollbackToggle);
  EXPECT_EQ(text_of(kim_.drill_rollback("monday")), "failed: canceling statement due to lock timeout");
  EXPECT_EQ(version(kRollbackToggle), before);
  ASSERT_TRUE(tx->commit());
  EXPECT_EQ(text_of(kim_.drill_rollback("monday")), "applied, false: a drill, nothing was switched");
}

TEST_F(S13RoutingControl, WaitsForATransactionThatMayStillStartSagas) {
  const auto session = database_.session();
  auto tx = session->begin();
  ASSERT_TRUE(tx->query("select pg_advisory_xact_lock_shared(saga.routing_lock_key())"));
  std::atomic<bool> engaged = false;
  std::jthread operation([&] {
    EXPECT_EQ(text_of(kim_.engage_rollback("drill")), "applied, true: it was false");
    engaged = true;
  });
  std::this_thread::sleep_for(300ms);
  EXPECT_FALSE(engaged);
  ASSERT_TRUE(tx->commit());
  operation.join();
}

}  // namespace
}  // namespace saga::test
