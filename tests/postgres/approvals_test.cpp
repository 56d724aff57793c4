// SPDX-License-Identifier: GPL-3.0-or-later
// The second person of a bulk job: 022_approvals.sql and the adapters over it.
//
// Planted there and seen red:
//   - in decide_approval no look at who asked (NobodyApproves…), at the hash that was given (ItIsForThisSet…), at the
//     targets as they are (TargetsThatChangedBefore…), at the time (AfterAQuarter…)
//   - in advance_job no approval_fault (TargetsThatChangedAfter…, TargetsThatChangedWhile…, TheApprovalOfAnother…), and
//   no
//     look at the time (WhatWasApprovedAndDidNotBegin…)
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "tests/postgres/approval_world.h"

namespace saga::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ApprovalsTest : public ApprovalWorld {};

TEST_F(ApprovalsTest, WhatIsWithinTheLimitRunsAtOnceAndWhatIsBeyondWaits) {
  insert_stuck(2);
  const JobOrder small = compensate_stuck();
  ASSERT_TRUE(applied(pg::PgJobOperator(database.session("kim")).create(small)));
  EXPECT_EQ(status(small.id), "RUNNING by kim");
  EXPECT_EQ(board.list(true, 10)->size(), 0U);
  ASSERT_TRUE(applied(change(JobChange::Cancel, small.id)));

  insert_stuck(1);
  const JobId id = waiting("lee");
  EXPECT_EQ(step(id), "not claimed");
  EXPECT_EQ(commands(), "0");
  const auto asked = board.list(true, 10);
  ASSERT_EQ(asked->size(), 1U);
  EXPECT_EQ((*asked)[0].subject, id);
  EXPECT_EQ((*asked)[0].kind, "COMPENSATE");
  EXPECT_EQ((*asked)[0].targets, 3);
  EXPECT_EQ((*asked)[0].requested_by, "lee");
  EXPECT_EQ((*asked)[0].reason, "the bank is gone");
  EXPECT_EQ((*asked)[0].selection, "stuck");
  EXPECT_EQ(std::chrono::round<std::chrono::seconds>((*asked)[0].expires_at - (*asked)[0].requested_at),
            std::chrono::minutes(15));
  EXPECT_EQ(database.value("select status_why from saga.job_view where status = 'AWAITING_APPROVAL'"),
            "COMPENSATE of 3 in production needs a second person; without one it is at most 2 within 15 minutes");
}

TEST_F(ApprovalsTest, ApprovedByAnotherPersonItRunsAndTheJournalSaysWhoAndWhy) {
  insert_stuck(3);
  const JobId id = waiting();
  EXPECT_TRUE(applied(approve("park", id)));
  EXPECT_EQ(status(id), "RUNNING by park");
  EXPECT_EQ(approval_status(id), "APPROVED");
  EXPECT_EQ(step(id), "1 asked for, RUNNING");
  EXPECT_EQ(database.value("select distinct requested_by from saga.saga_command"), "kim") << "not the second person's";
  EXPECT_THAT(conflict(approve("choi", id)), StartsWith("it is APPROVED since "));
  EXPECT_THAT(conflict(decide(ApprovalDecision::Refuse, "choi", id, "")), HasSubstr(", by park"));
  EXPECT_EQ(journal(), "kim ASK ACCEPTED, park APPROVE ACCEPTED, choi APPROVE CONFLICT, choi REFUSE CONFLICT");
  EXPECT_EQ(
      database.value("select why || ' ' || (before::jsonb ->> 'status') || ' ' || (after::jsonb ->> 'status') from "
                     "saga.operator_journal where what = 'APPROVE' and who = 'park'"),
      "it is right WAITING APPROVED");
  expect_sound_journal();
}

TEST_F(ApprovalsTest, RefusedItNeverRuns) {
  insert_stuck(3);
  const JobId id = waiting();
  EXPECT_TRUE(applied(decide(ApprovalDecision::Refuse, "park", id, "")));
  EXPECT_EQ(status(id), "REFUSED by park");
  EXPECT_EQ(approval_status(id), "REFUSED");
  EXPECT_THAT(refusal(change(JobChange::Resume, id)), StartsWith("it is REFUSED since "));
  EXPECT_THAT(refusal(ask_again(id)), StartsWith("it is REFUSED since "));
  EXPECT_EQ(step(id), "not claimed");
  EXPECT_EQ(commands(), "0");
  expect_sound_journal();
}

TEST_F(ApprovalsTest, NobodyApprovesWhatTheyAskedForThemselves) {
  insert_stuck(3);
  const JobId id = waiting("duo");
  EXPECT_THAT(refusal(approve("duo", id)), StartsWith("it takes a second person: duo asked for it at "));
  EXPECT_EQ(status(id), "AWAITING_APPROVAL by duo");
  // Neither by letting somebody else ask again, nor under another name.
  pass("20 minutes");
  ASSERT_TRUE(applied(ask_again(id, "kim")));
  EXPECT_THAT(refusal(approve("duo", id)), StartsWith("it takes a second person"));
  database.run("grant park to duo");
  const auto duo = database.session("duo");
  ASSERT_TRUE(duo->execute("set role park"));
  EXPECT_THAT(refusal(pg::PgApprovalOperator(duo).decide(ApprovalDecision::Approve, id, hash_of(id), "x")),
              StartsWith("it takes a second person"));
  database.run("revoke park from duo");
  EXPECT_TRUE(applied(approve("park", id)));
}

TEST_F(ApprovalsTest, ItTakesTheRoleAndTheRoleIsNoOperator) {
  insert_stuck(3);
  const JobId id = waiting();
  for (const char* who : {"lee", "vera", "nobody"}) {
    EXPECT_THAT(refusal(approve(who, id)), HasSubstr("it needs the role saga_approver")) << who;
  }
  // Who can become an approver without being one is none.
  database.run("grant execute on function saga.approve_job to lee");
  EXPECT_EQ(refusal(approve("lee", id)), "it needs the role saga_approver");
  database.run("revoke execute on function saga.approve_job from lee");

  EXPECT_THAT(refusal(pg::PgJobOperator(database.session("park")).create(compensate_stuck())),
              HasSubstr("saga_operator"));
  EXPECT_THAT(refusal(change(JobChange::Cancel, id, "park")), HasSubstr("saga_operator"));
  EXPECT_THAT(refusal(ask_again(id, "park")), HasSubstr("saga_operator"));
  const auto compensated = database.session("park")->query("select saga.compensate('{}', '{}', 'x')");
  EXPECT_EQ(compensated.error().code, "42501");
  EXPECT_EQ(status(id), "AWAITING_APPROVAL by kim");
}

TEST_F(ApprovalsTest, ItIsForThisSetOfThisJobAlone) {
  insert_stuck(3);
  const JobId first = waiting();
  insert_stuck(1);
  const JobId second = waiting();
  EXPECT_EQ(refusal(approve("park", second, hash_of(first))), "this is the hash of another set of targets");
  EXPECT_EQ(refusal(approve("park", second, std::string(64, '0'))), "this is the hash of another set of targets");
  EXPECT_TRUE(applied(approve("park", first)));
  EXPECT_EQ(status(second), "AWAITING_APPROVAL by kim");
  EXPECT_EQ(step(second), "not claimed");
  EXPECT_EQ(refusal(approve("park", new_job_id(), std::string(64, '0'))), "there is no such job");
  const auto without =
      pg::PgApprovalOperator(database.session("park")).decide(ApprovalDecision::Approve, second, hash_of(second), " ");
  EXPECT_EQ(refusal(without), "a reason is required");
}

TEST_F(ApprovalsTest, TargetsThatChangedBeforeItWasApprovedAreNotApproved) {
  insert_stuck(3);
  const JobId id = waiting();
  database.run("update saga.job_item set expected_version = 7 where position = 2");
  EXPECT_EQ(refusal(approve("park", id)), "its targets have changed since it was asked for");
  EXPECT_EQ(status(id), "AWAITING_APPROVAL by kim");
}

// Whoever could write the tables behind the functions' back still cannot use an approval for something else.
TEST_F(ApprovalsTest, TargetsThatChangedAfterItWasApprovedAreNotTouched) {
  const auto ids = insert_stuck(3);
  const SagaId other = insert_stuck(1)[0];
  database.run("update saga.saga_state set status = 'COMPLETED' where saga_id = '" + other + "'");
  const JobId id = waiting();
  ASSERT_TRUE(applied(approve("park", id)));
  database.run("update saga.job_item set saga_id = '" + other + "' where saga_id = '" + ids[2] + "'");
  EXPECT_EQ(step(id), "0 asked for, REFUSED");
  EXPECT_EQ(database.value("select status_why from saga.job"), "its targets have changed since it was approved");
  EXPECT_EQ(commands(), "0");
  EXPECT_EQ(journal(), "kim ASK ACCEPTED, park APPROVE ACCEPTED, postgres REFUSE");
}

TEST_F(ApprovalsTest, TargetsThatChangedWhileItRunsEndIt) {
  insert_stuck(30);
  const JobId id = waiting();
  ASSERT_TRUE(applied(approve("park", id)));
  EXPECT_EQ(step(id), "1 asked for, RUNNING");
  database.run("insert into saga.job_item (job_id, position, saga_id, expected_version) values ('" + id +
               "', 31, gen_random_uuid(), 1)");
  database.run(
      "with done as (update saga.saga_command set status = 'APPLIED' returning saga_id) update saga.saga_state s set "
      "status = 'FAILED' from done d where d.saga_id = s.saga_id");
  step(id);  // the first has settled: the next wave begins, and is looked at
  EXPECT_EQ(step(id), "not claimed");
  EXPECT_EQ(status(id), "REFUSED by payment-sagad");
  EXPECT_EQ(commands(), "1");
}

TEST_F(ApprovalsTest, TheApprovalOfAnotherJobIsNone) {
  insert_stuck(3);
  const JobId first = waiting();
  const JobId second = waiting();  // the same sagas, and so the same hash
  ASSERT_TRUE(applied(approve("park", first)));
  database.run(
      "update saga.job set status = 'RUNNING', approval_id = (select approval_id from saga.approval where "
      "subject_id = '" +
      first + "') where job_id = '" + second + "'");
  EXPECT_EQ(step(second), "0 asked for, REFUSED");
  EXPECT_EQ(database.value("select status_why from saga.job where job_id = '" + second + "'"),
            "the approval is another job's");
  // Nor does it run that was merely set going.
  const JobId third = waiting();
  database.run("update saga.job set status = 'RUNNING' where job_id = '" + third + "'");
  EXPECT_EQ(step(third), "0 asked for, REFUSED");
  EXPECT_EQ(database.value("select status_why from saga.job where job_id = '" + third + "'"), "nobody has approved it");
  EXPECT_EQ(commands(), "0");
}

TEST_F(ApprovalsTest, AfterAQuarterOfAnHourItHasExpiredAndCanBeAskedForAgain) {
  insert_stuck(3);
  const JobId id = waiting();
  pass("15 minutes");
  EXPECT_EQ(status(id), "EXPIRED by kim") << "also if nobody noted it yet";
  EXPECT_THAT(database.value("select status_why from saga.job_view"), StartsWith("nobody approved it until "));
  EXPECT_EQ(approval_status(id), "EXPIRED");
  EXPECT_EQ(board.list(true, 10)->size(), 0U);
  EXPECT_THAT(refusal(approve("park", id)), HasSubstr("it can be asked for again"));
  EXPECT_EQ(status(id), "EXPIRED by payment-sagad");
  EXPECT_THAT(refusal(change(JobChange::Resume, id)), StartsWith("it is EXPIRED since "));
  ASSERT_TRUE(applied(ask_again(id)));
  EXPECT_THAT(conflict(ask_again(id)), StartsWith("kim asked for it at "));
  EXPECT_TRUE(applied(approve("park", id)));
  EXPECT_EQ(step(id), "1 asked for, RUNNING");
  EXPECT_EQ(journal(),
            "kim ASK ACCEPTED, park EXPIRE, park APPROVE REFUSED, kim ASK ACCEPTED, kim ASK CONFLICT, park APPROVE "
            "ACCEPTED");
  expect_sound_journal();
}

TEST_F(ApprovalsTest, PaymentSagadNotesWhatHasExpired) {
  insert_stuck(3);
  const JobId id = waiting();
  pass("15 minutes");
  EXPECT_EQ(step(id), "not claimed");
  EXPECT_EQ(database.value("select status || ': ' || regexp_replace(status_why, '[0-9:]{8}', 'then') from saga.job"),
            "EXPIRED: nobody approved it until then UTC");
  EXPECT_EQ(journal(), "kim ASK ACCEPTED, postgres EXPIRE");
}

TEST_F(ApprovalsTest, WhatWasApprovedAndDidNotBeginInTimeDoesNotBegin) {
  insert_stuck(3);
  const JobId id = waiting();
  ASSERT_TRUE(applied(approve("park", id)));
  pass("15 minutes");
  EXPECT_EQ(step(id), "0 asked for, EXPIRED");
  EXPECT_EQ(commands(), "0");
  ASSERT_TRUE(applied(ask_again(id)));
  ASSERT_TRUE(applied(approve("park", id)));
  EXPECT_EQ(step(id), "1 asked for, RUNNING");
  pass("15 minutes");
  EXPECT_EQ(step(id), "0 asked for, RUNNING") << "what has begun goes on";
}

TEST_F(ApprovalsTest, NeitherPauseNorResumeLeadsAroundTheSecondPerson) {
  insert_stuck(3);
  const JobId id = waiting();
  EXPECT_THAT(refusal(change(JobChange::Pause, id)), StartsWith("it waits for a second person until "));
  EXPECT_THAT(refusal(change(JobChange::Resume, id)), StartsWith("it waits for a second person until "));
  EXPECT_THAT(refusal(ask_again(waiting(), "vera")), HasSubstr("saga_operator"));
  ASSERT_TRUE(applied(approve("park", id)));
  ASSERT_TRUE(applied(change(JobChange::Pause, id)));
  EXPECT_THAT(refusal(ask_again(id)), HasSubstr("it can be resumed"));
  ASSERT_TRUE(applied(change(JobChange::Resume, id)));
  ASSERT_TRUE(applied(change(JobChange::Pause, id)));
  pass("15 minutes");
  EXPECT_THAT(refusal(change(JobChange::Resume, id)), HasSubstr("it can be asked for again"));
  ASSERT_TRUE(applied(ask_again(id)));
  EXPECT_EQ(status(id), "AWAITING_APPROVAL by kim");
  ASSERT_TRUE(applied(approve("choi", id)));
  EXPECT_EQ(step(id), "1 asked for, RUNNING");
}

TEST_F(ApprovalsTest, WhoAskedCanWithdraw) {
  insert_stuck(3);
  const JobId id = waiting();
  ASSERT_TRUE(applied(change(JobChange::Cancel, id)));
  EXPECT_EQ(status(id), "CANCELLED by kim");
  EXPECT_EQ(approval_status(id), "WITHDRAWN");
  EXPECT_THAT(conflict(approve("park", id)), StartsWith("it is WITHDRAWN since "));
  EXPECT_EQ(commands(), "0");
}

TEST_F(ApprovalsTest, OfSeveralSecondPeopleOneDecides) {
  for (int round = 0; round < 20; ++round) {
    database.run("truncate saga.saga_state");
    insert_stuck(3);
    const JobId id = waiting();
    const std::string hash = hash_of(id);
    std::atomic<int> decided = 0;
    {
      std::vector<std::jthread> people;
      for (const auto& [who, decision] : {std::pair{"park", ApprovalDecision::Approve},
                                          {"choi", ApprovalDecision::Refuse},
                                          {"duo", ApprovalDecision::Approve}}) {
        people.emplace_back([&, session = database.session(who), what = decision] {
          if (applied(pg::PgApprovalOperator(session).decide(what, id, hash, "mine"))) ++decided;
        });
      }
    }
    EXPECT_EQ(decided, 1);
    (void)change(JobChange::Cancel, id);
  }
  EXPECT_EQ(database.value("select count(*) from saga.operator_journal where what in ('APPROVE', 'REFUSE')"), "60");
  expect_sound_journal();
}

TEST_F(ApprovalsTest, OldOnesAreDroppedWithTheirJobs) {
  insert_stuck(3);
  const JobId id = waiting();
  ASSERT_TRUE(applied(decide(ApprovalDecision::Refuse, "park", id, "")));
  EXPECT_EQ(database.value("select saga.drop_job(clock_timestamp() + interval '1 second')"), "3");
  EXPECT_EQ(database.value("select count(*) from saga.approval"), "0");
  EXPECT_EQ(journal(), "kim ASK ACCEPTED, park REFUSE ACCEPTED") << "the journal keeps it";
}

}  // namespace
}  // namespace saga::test
