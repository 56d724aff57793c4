// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_operator.h"

#include <thread>

#include <gtest/gtest.h>

#include "tests/postgres/saga_database.h"

namespace saga {
namespace {

class SagaOperatorTest : public testing::Test {
 protected:
  pg::PgSagaOperator as(const std::string& user) {
    return pg::PgSagaOperator(database.session(user),
                              [this](const std::vector<JournalAnchor>& anchors) -> Result<void> {
                                kept.insert(kept.end(), anchors.begin(), anchors.end());
                                return disk;
                              });
  }

  test::SagaDatabase database;
  std::vector<JournalAnchor> kept;
  Result<void> disk;
};

TEST_F(SagaOperatorTest, ARequestIsAcceptedJournalledAndCanBeObserved) {
  const SagaId id = database.insert({.parked_reason = "no reply"});
  auto kim = as("kim");
  const auto outcomes = kim.request(Action::Retry, {{id, 1}}, "bank is back");
  ASSERT_EQ(outcomes.size(), 1U);
  const auto* applied = std::get_if<Applied>(&outcomes[0]);
  ASSERT_NE(applied, nullptr);
  EXPECT_EQ(applied->version, 2);
  EXPECT_EQ(applied->warning, "");
  EXPECT_EQ(database.value("select seq || ' ' || hash from saga.operator_journal order by seq desc limit 1"),
            std::to_string(applied->anchor.seq) + " " + applied->anchor.hash);
  EXPECT_EQ(kept, std::vector<JournalAnchor>{applied->anchor});

  const auto command = kim.observe(applied->command_id);
  ASSERT_TRUE(command) << command.error().message;
  ASSERT_TRUE(*command);
  EXPECT_EQ((*command)->status, "PENDING");
  EXPECT_EQ((*command)->requested_by, "kim");
  EXPECT_EQ((*command)->reason, "bank is back");
  EXPECT_EQ(kim.latest(id).value(), *command);
}

TEST_F(SagaOperatorTest, AVersionConflictIsToldJournalledAndChangesNothing) {
  const SagaId id = database.insert({.parked_reason = "no reply"});
  ASSERT_TRUE(std::holds_alternative<Applied>(as("kim").request(Action::Retry, {{id, 1}}, "first")[0]));
  database.run("update saga.saga_command set status = 'APPLIED'");
  const std::string before = database.value("select s::text from saga.saga_state s");
  const auto outcomes = as("kim").request(Action::Compensate, {{id, 1}}, "second");
  const auto* conflict = std::get_if<Conflict>(&outcomes[0]);
  ASSERT_NE(conflict, nullptr);
  EXPECT_EQ(conflict->actual_version, 2);
  EXPECT_TRUE(conflict->reason.starts_with("kim requested RETRY at ")) << conflict->reason;
  EXPECT_EQ(database.value("select s::text from saga.saga_state s"), before);
  EXPECT_EQ(database.value("select count(*) from saga.saga_command"), "1");
  EXPECT_EQ(database.value("select count(*) from saga.operator_journal"), "2");
  EXPECT_EQ(kept.size(), 2U);
}

// Nothing of the saga has moved since, so the version is right; but what kim asked for has not been done yet.
TEST_F(SagaOperatorTest, WhoComesWhileAnotherActionWaitsIsToldWhoseItIs) {
  const SagaId id = database.insert({.parked_reason = "no reply"});
  ASSERT_TRUE(std::holds_alternative<Applied>(as("kim").request(Action::Retry, {{id, 1}}, "first")[0]));
  const auto outcomes = as("kim").request(Action::Compensate, {{id, 2}}, "second");
  const auto* conflict = std::get_if<Conflict>(&outcomes[0]);
  ASSERT_NE(conflict, nullptr);
  EXPECT_EQ(conflict->actual_version, 2);
  EXPECT_EQ(conflict->reason,
            database.value("select 'kim requested RETRY at ' || to_char(requested_at at time zone 'UTC', 'HH24:MI:SS') "
                           "|| ' UTC, which waits to be applied, it is at version 2 now' from saga.saga_command"));
}

TEST_F(SagaOperatorTest, OutcomesComeInTheOrderOfTheTargets) {
  const SagaId parked = database.insert({.parked_reason = "no reply"});
  const SagaId running = database.insert({});
  const auto outcomes = as("kim").request(
      Action::Retry,
      {{running, 1}, {"no uuid", 1}, {parked, 9}, {parked, 1}, {"00000000-0000-7000-8000-000000000000", 1}},
      "all of them");
  ASSERT_EQ(outcomes.size(), 5U);
  EXPECT_EQ(outcomes[0], ActionOutcome(Refused{"the saga is not stuck, it goes on by itself"}));
  EXPECT_EQ(outcomes[1], ActionOutcome(Refused{"there is no such saga"}));
  EXPECT_TRUE(std::holds_alternative<Conflict>(outcomes[2]));
  EXPECT_TRUE(std::holds_alternative<Applied>(outcomes[3]));
  EXPECT_EQ(outcomes[4], ActionOutcome(Refused{"there is no such saga"}));
}

TEST_F(SagaOperatorTest, ARoleWithoutTheRightIsRefusedAndToldWhichItNeeds) {
  const SagaId id = database.insert({.parked_reason = "no reply"});
  const auto outcomes = as("vera").request(Action::Retry, {{id, 1}}, "let me");
  const auto* refused = std::get_if<Refused>(&outcomes[0]);
  ASSERT_NE(refused, nullptr);
  EXPECT_NE(refused->reason.find("saga_operator"), std::string::npos) << refused->reason;
  EXPECT_EQ(database.value("select version from saga.saga_state"), "1");
  EXPECT_TRUE(kept.empty());
}

TEST_F(SagaOperatorTest, NoReasonNoAction) {
  const SagaId id = database.insert({.parked_reason = "no reply"});
  EXPECT_EQ(as("kim").request(Action::Retry, {{id, 1}}, "  ")[0], ActionOutcome(Refused{"a reason is required"}));
}

TEST_F(SagaOperatorTest, MoreThanTheFunctionsTakeIsRefusedHere) {
  const auto outcomes = as("kim").request(Action::Retry, std::vector<ActionTarget>(201, {"x", 1}), "many");
  ASSERT_EQ(outcomes.size(), 201U);
  EXPECT_TRUE(std::holds_alternative<Failed>(outcomes[200]));
}

TEST_F(SagaOperatorTest, AFailingDiskIsToldWithTheOutcome) {
  const SagaId id = database.insert({.parked_reason = "no reply"});
  disk = std::unexpected(Error{ErrorKind::Internal, "No space left on device"});
  const auto outcomes = as("kim").request(Action::Retry, {{id, 1}, {id, 1}}, "again");
  ASSERT_TRUE(std::holds_alternative<Applied>(outcomes[0]));
  EXPECT_NE(std::get<Applied>(outcomes[0]).warning.find("No space left"), std::string::npos);
  ASSERT_TRUE(std::holds_alternative<Conflict>(outcomes[1]));
  EXPECT_NE(std::get<Conflict>(outcomes[1]).reason.find("No space left"), std::string::npos);
}

// The server process dies while the call waits for a lock: nobody can know whether it was done.
TEST_F(SagaOperatorTest, AConnectionLostDuringTheCallLeavesTheOutcomeUnknown) {
  const SagaId id = database.insert({.parked_reason = "no reply"});
  auto holder_session = database.session();
  auto holder = holder_session->begin();
  ASSERT_TRUE(holder->query("select from saga.saga_state where saga_id = $1 for update", {id}));
  auto session = database.session("kim");
  const int pid = session->backend_pid();
  pg::PgSagaOperator kim(session);
  std::vector<ActionOutcome> outcomes;
  std::thread caller([&] { outcomes = kim.request(Action::Retry, {{id, 1}}, "again"); });
  const auto waits =
      "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and pid = " + std::to_string(pid);
  while (database.value(waits) == "0") std::this_thread::yield();
  database.run("select pg_terminate_backend(" + std::to_string(pid) + ")");
  caller.join();
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(outcomes[0])) << outcomes[0].index();
}

TEST_F(SagaOperatorTest, ObservingNobodysCommandFindsNothing) {
  auto kim = as("kim");
  EXPECT_EQ(kim.observe("00000000-0000-4000-8000-000000000000").value(), std::nullopt);
  EXPECT_EQ(kim.observe("'").value(), std::nullopt);
  EXPECT_EQ(kim.latest(database.insert({})).value(), std::nullopt);
}

}  // namespace
}  // namespace saga
