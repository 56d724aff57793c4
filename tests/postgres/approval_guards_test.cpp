// SPDX-License-Identifier: GPL-3.0-or-later
// The limits of one person for what needs no job, who may change them, and names that somebody else has put first:
// 022_approvals.sql and 024_guards.sql.
//
// Planted and seen red: approve_job and decide_approval without a search path (NamesThat…).
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "backend/postgres/dead_letter_queue.h"
#include "tests/postgres/approval_world.h"
#include "tests/postgres/new_delivery.h"

namespace saga::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ApprovalGuardsTest : public ApprovalWorld {
 protected:
  std::vector<ActionOutcome> compensate(const std::vector<SagaId>& ids, const std::string& who = "kim") {
    std::vector<ActionTarget> targets;
    for (const SagaId& id : ids) targets.push_back({id, 1});
    return pg::PgSagaOperator(database.session(who)).request(Action::Compensate, targets, "why");
  }
  std::vector<LetterTarget> insert_letters(int count) {
    std::vector<LetterTarget> letters;
    for (int i = 0; i < count; ++i) letters.push_back({insert(database, {}), 1});
    return letters;
  }
  std::vector<ActionOutcome> discard(const std::vector<LetterTarget>& letters, const std::string& who = "kim") {
    return pg::PgDeadLetterOperator(database.session(who)).act(DeadLetterAction::Discard, letters, "test data");
  }
  // What kim asked for about these, not approved yet.
  std::string asked(const std::vector<LetterTarget>& letters, DeadLetterAction action = DeadLetterAction::Discard) {
    const LetterSetOrder order{.id = new_job_id(), .action = action, .targets = letters, .reason = "test data"};
    EXPECT_TRUE(applied(pg::PgApprovalOperator(database.session("kim")).ask(order)));
    return order.id;
  }
  std::string discarded() {
    return database.value("select count(*) from saga.delivery_view where status = 'DISCARDED'");
  }
};

TEST_F(ApprovalGuardsTest, ManyAtOnceAreRefusedAndJournalled) {
  const auto ids = insert_stuck(3);
  const auto outcomes = compensate(ids);
  ASSERT_EQ(outcomes.size(), 3U);
  for (const auto& outcome : outcomes) {
    EXPECT_EQ(refusal(outcome),
              "COMPENSATE of 3 in production needs a second person; without one it is at most 2 within "
              "15 minutes; ask for it as a job");
  }
  EXPECT_EQ(commands(), "0");
  EXPECT_EQ(journal("sagas"), "kim COMPENSATE REFUSED, kim COMPENSATE REFUSED, kim COMPENSATE REFUSED");
  EXPECT_TRUE(applied(pg::PgSagaOperator(database.session("kim")).request(Action::Retry, {{ids[0], 1}}, "x")[0]))
      << "another action has its own limit";
  expect_sound_journal();
}

TEST_F(ApprovalGuardsTest, FewAndFewAgainIsMany) {
  const auto ids = insert_stuck(6);
  EXPECT_TRUE(applied(compensate({ids[0]})[0]));
  EXPECT_TRUE(applied(compensate({ids[1]})[0]));
  EXPECT_THAT(refusal(compensate({ids[2]})[0]), HasSubstr("and 2 are done"));
  EXPECT_TRUE(applied(compensate({ids[2]}, "lee")[0])) << "another person";
  JobOrder order = compensate_stuck();
  order.filter.among = std::vector<SagaId>{ids[3]};
  ASSERT_TRUE(applied(pg::PgJobOperator(database.session("kim")).create(order)));
  EXPECT_EQ(status(order.id), "AWAITING_APPROVAL by kim") << "a job of one is no way around it";
  pass("15 minutes");
  EXPECT_TRUE(applied(compensate({ids[4]})[0]));
}

TEST_F(ApprovalGuardsTest, WhatWasRefusedDoesNotCount) {
  const auto ids = insert_stuck(2);
  pg::PgSagaOperator kim(database.session("kim"));
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(std::holds_alternative<Conflict>(kim.request(Action::Compensate, {{ids[0], 9}}, "x")[0]));
  }
  EXPECT_TRUE(applied(compensate({ids[1]})[0]));
}

TEST_F(ApprovalGuardsTest, TwoSessionsOfOnePersonAreOnePerson) {
  const auto ids = insert_stuck(16);
  std::atomic<int> done = 0;
  {
    std::vector<std::jthread> sessions;
    for (int s = 0; s < 4; ++s) {
      sessions.emplace_back([&, s, session = database.session("kim")] {
        for (int i = 0; i < 4; ++i) {
          if (applied(pg::PgSagaOperator(session).request(Action::Compensate,
                                                          {{ids[static_cast<std::size_t>(4 * s + i)], 1}}, "x")[0]))
            ++done;
        }
      });
    }
  }
  EXPECT_EQ(done, 2);
}

TEST_F(ApprovalGuardsTest, ManyDiscardsNeedAnApprovedSet) {
  const auto letters = insert_letters(5);
  EXPECT_THAT(refusal(discard(letters)[4]), StartsWith("DISCARD of 5 in production needs a second person"));
  EXPECT_EQ(discarded(), "0");
  const std::string set = asked(letters);
  EXPECT_THAT(refusal(discard(letters)[0]), StartsWith("DISCARD of 5")) << "asked for is not approved";
  EXPECT_EQ(refusal(approve("park", set, std::string(64, '0'))), "this is the hash of another set of targets");
  EXPECT_TRUE(applied(approve("park", set)));

  const auto more = insert_letters(3);
  EXPECT_THAT(refusal(discard({letters[0], letters[1], more[0]})[0]), StartsWith("DISCARD of 3"))
      << "one was not in it";
  EXPECT_THAT(refusal(discard({{letters[0].id, 2}, {letters[1].id, 2}, {letters[2].id, 2}})[0]),
              StartsWith("DISCARD of 3"))
      << "these deaths were not in it";
  EXPECT_THAT(refusal(discard(letters, "lee")[0]), StartsWith("DISCARD of 5")) << "lee did not ask for it";
  EXPECT_TRUE(applied(discard({letters[0], letters[1], letters[2]})[2]));
  EXPECT_TRUE(applied(discard({letters[3], letters[4]})[1]));
  EXPECT_EQ(discarded(), "5");
  EXPECT_TRUE(applied(discard({more[0], more[1]})[0])) << "what was approved does not count";
  EXPECT_EQ(database.value("select count(*) filter (where used_at is not null) from saga.approval_target"), "5");
  expect_sound_journal();
}

TEST_F(ApprovalGuardsTest, AnApprovedSetIsForItsActionUnchangedAndForAQuarterOfAnHour) {
  const auto letters = insert_letters(3);
  ASSERT_TRUE(applied(approve("park", asked(letters, DeadLetterAction::Restore))));
  EXPECT_THAT(refusal(discard(letters)[0]), StartsWith("DISCARD of 3"));

  const std::string changed = asked(letters);
  ASSERT_TRUE(applied(approve("park", changed)));
  const auto other = insert_letters(1);
  database.run("insert into saga.approval_target (subject_id, target, generation) values ('" + changed + "', '" +
               other[0].id + "', 1)");
  EXPECT_THAT(refusal(discard({letters[0], letters[1], other[0]})[0]), StartsWith("DISCARD of 3"));

  const std::string late = asked(letters);
  ASSERT_TRUE(applied(approve("park", late)));
  pass("15 minutes");
  EXPECT_EQ(approval_status(late), "EXPIRED");
  EXPECT_THAT(refusal(discard(letters)[0]), StartsWith("DISCARD of 3"));
  EXPECT_EQ(discarded(), "0");
}

TEST_F(ApprovalGuardsTest, ManyRefundsNeedAnApprovedSetToo) {
  database.run(
      "update saga.approval_rule set above = 2 where environment = 'production' and kind = 'REFUND'; insert into "
      "saga.payment_route (order_id, route, reason, toggle_version, outcome, requested_at) select 'O-' || i, 'LEGACY', "
      "'x', "
      "1, 'COMPLETED', now() from generate_series(1, 5) i");
  const auto as_kim = [&](const std::string& sql) {
    const auto rows = database.session("kim")->query(sql);
    return rows ? rows->one([](const pg::Row& row) { return row.optional_text(0).value_or(""); }).value()
                : rows.error().code;
  };
  const auto refund = [&](const std::string& orders) {
    return as_kim("select string_agg(distinct outcome, ' ') from saga.refund('{" + orders + "}', 'sent back')");
  };
  EXPECT_EQ(refund("O-1,O-2,O-3"), "REFUSED");
  const std::string set = new_job_id();
  EXPECT_EQ(as_kim("select outcome from saga.ask_approval('" + set + "', 'REFUND', '{O-1,O-2,O-3}', '{0,0,0}', 'why')"),
            "ACCEPTED");
  EXPECT_EQ(refund("O-1,O-2,O-3"), "REFUSED");
  EXPECT_TRUE(applied(approve("park", set)));
  EXPECT_EQ(refund("O-1,O-2,o-3"), "REFUSED") << "another order";
  EXPECT_EQ(refund("O-1,O-2,O-3"), "ACCEPTED");
  EXPECT_EQ(refund("O-4"), "ACCEPTED") << "what was approved does not count";
  EXPECT_EQ(refund("O-4,O-5"), "REFUSED");
  EXPECT_EQ(database.value("select count(*) from saga.refund_request"), "4");
}

TEST_F(ApprovalGuardsTest, AskingForASetIsHeldToItsRules) {
  const auto letters = insert_letters(3);
  pg::PgApprovalOperator kim(database.session("kim"));
  LetterSetOrder order{.id = new_job_id(), .targets = letters, .reason = " "};
  EXPECT_EQ(refusal(kim.ask(order)), "a reason is required");
  order.reason = "test data";
  EXPECT_THAT(refusal(pg::PgApprovalOperator(database.session("park")).ask(order)), HasSubstr("saga_operator"));
  EXPECT_TRUE(applied(kim.ask(order)));
  EXPECT_EQ(conflict(kim.ask(order)), "this id is taken");
  EXPECT_EQ(refusal(kim.ask({.id = new_job_id(), .reason = "x"})), "nothing is meant by it");
  EXPECT_THAT(refusal(approve("kim", order.id)), HasSubstr("saga_approver"));
}

// Nothing of what was approved by the one who asked is worth anything, whoever wrote it so.
TEST_F(ApprovalGuardsTest, ASetThatItsAskerApprovedIsNone) {
  const auto letters = insert_letters(3);
  const std::string set = asked(letters);
  database.run(
      "update saga.approval set status = 'APPROVED', decided_by = 'kim', decided_at = now() where subject_id = '" +
      set + "'");
  EXPECT_THAT(refusal(discard(letters)[0]), StartsWith("DISCARD of 3"));
}

TEST_F(ApprovalGuardsTest, OnlyTheOwnerChangesTheLimitsAndTheJournalSaysSo) {
  for (const char* who : {"kim", "park", "duo", "vera"}) {
    const auto session = database.session(who);
    EXPECT_EQ(session->execute("update saga.approval_rule set above = null").error().code, "42501") << who;
    EXPECT_EQ(session->execute("update saga.approval_setting set environment = 'local'").error().code, "42501") << who;
    EXPECT_EQ(session->execute("delete from saga.unapproved_action").error().code, "42501") << who;
    EXPECT_EQ(session->execute("update saga.approval set status = 'APPROVED'").error().code, "42501") << who;
    EXPECT_EQ(session->execute("insert into saga.job_item values (gen_random_uuid(), 1)").error().code, "42501") << who;
  }
  database.run("update saga.approval_rule set above = 7 where environment = 'production' and kind = 'REPLAY'");
  EXPECT_EQ(database.value("select who || ' ' || (before::jsonb ->> 'above') || ' ' || (after::jsonb ->> 'above') from "
                           "saga.operator_journal where area = 'approvals' and what = 'CHANGE_LIMIT' and "
                           "after::jsonb ->> 'kind' = 'REPLAY'"),
            "");  // from null
  EXPECT_EQ(database.value("select who || ' ' || (after::jsonb ->> 'above') from saga.operator_journal where area = "
                           "'approvals' and what = 'CHANGE_LIMIT' and after::jsonb ->> 'kind' = 'REPLAY'"),
            "postgres 7");
  EXPECT_EQ(database.admin().execute("truncate saga.approval_rule").error().code, "42501");
  expect_sound_journal();
}

TEST_F(ApprovalGuardsTest, TheEnvironmentDecidesAndALimitThatIsGoneIsZero) {
  auto ids = insert_stuck(8);
  const auto rules = board.rules();
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(rules->size(), 7U);
  EXPECT_EQ((*rules)[0],
            (ApprovalRule{"COMPENSATE", 2, "production", std::chrono::minutes(15), std::chrono::minutes(15)}));
  database.run("update saga.approval_setting set environment = 'local'");
  EXPECT_TRUE(applied(compensate({ids[0], ids[1], ids[2], ids[3]})[3]));
  database.run("delete from saga.approval_rule where environment = 'local' and kind = 'COMPENSATE'");
  EXPECT_THAT(refusal(compensate({ids[4]})[0]), HasSubstr("in local needs a second person"));
  database.run("delete from saga.approval_setting");
  EXPECT_THAT(refusal(compensate({ids[4], ids[5], ids[6]})[0]), HasSubstr("in production needs a second person"));
}

// Somebody puts a schema before all others, with tables, functions and operators that have the names that the functions
// use, and more of them into pg_temp: nothing of it is ever touched.
TEST_F(ApprovalGuardsTest, NamesThatSomebodyPutFirstAreNotUsed) {
  const auto ids = insert_stuck(3);
  database.run(
      "create schema evil; grant usage, create on schema evil to public; create table evil.touched (by text); grant "
      "all on "
      "evil.touched to public; "
      "create function evil.touch(what text) returns void language sql as $f$ insert into evil.touched values (what) "
      "$f$; "
      "create function evil.clock_timestamp() returns timestamptz language plpgsql as $f$ begin perform "
      "evil.touch('clock_timestamp'); return 'infinity'; end $f$; "
      "create function evil.pg_has_role(name, text, text) returns boolean language plpgsql as $f$ begin perform "
      "evil.touch('pg_has_role'); return true; end $f$; "
      "create function evil.btrim(text, text) returns text language plpgsql as $f$ begin perform evil.touch('btrim'); "
      "return 'x'; end $f$; "
      "create function evil.format(text, text, text) returns text language plpgsql as $f$ begin perform "
      "evil.touch('format'); return 'x'; end $f$; "
      "create function evil.same(text, text) returns boolean language plpgsql as $f$ begin perform evil.touch('='); "
      "return "
      "false; end $f$; "
      "create operator evil.= (leftarg = text, rightarg = text, function = evil.same); "
      "create operator evil.<> (leftarg = text, rightarg = text, function = evil.same); "
      "create table evil.approval (like saga.approval); create table evil.job (like saga.job)");
  const auto hijacked = [&](const std::string& who) {
    const auto session = database.session(who);
    EXPECT_TRUE(session->execute("set search_path = evil, pg_temp, pg_catalog, public"));
    EXPECT_TRUE(session->execute("create temp table approval_rule (environment text, kind text, above integer)"));
    EXPECT_TRUE(
        session->execute("create temp table unapproved_action (who text, kind text, at timestamptz, targets int)"));
    EXPECT_TRUE(
        session->execute("create function pg_temp.approval_needed(text, bigint) returns text language sql as "
                         "$f$ select null::text $f$"));
    return session;
  };
  // By statements that use no operator themselves: those of a caller are the caller's.
  const JobId id = new_job_id();
  ASSERT_TRUE(hijacked("kim")->query(fmt::format(
      "select saga.create_job('{}', 'COMPENSATE', '{{{},{},{}}}', '{{1,1,1}}', 'why')", id, ids[0], ids[1], ids[2])));
  EXPECT_EQ(status(id), "AWAITING_APPROVAL by kim");
  const auto duo = hijacked("duo");
  EXPECT_EQ(refusal(pg::PgApprovalOperator(duo).decide(ApprovalDecision::Approve, id, std::string(64, '0'), "x")),
            "this is the hash of another set of targets");
  ASSERT_TRUE(applied(pg::PgApprovalOperator(duo).decide(ApprovalDecision::Approve, id, hash_of(id), "x")));
  EXPECT_EQ(step(id), "1 asked for, RUNNING");
  EXPECT_EQ(database.value("select count(*) from evil.approval"), "0");
  EXPECT_EQ(database.value("select string_agg(distinct by, ', ') from evil.touched"), "");
  expect_sound_journal();
}

}  // namespace
}  // namespace saga::test
