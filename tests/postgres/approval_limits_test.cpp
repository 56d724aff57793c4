// SPDX-License-Identifier: GPL-3.0-or-later
// How the limits of one person are counted and told, what a second person can see of a set, and what large sets and
// waiting for each other's rows do not lead to: 022_approvals.sql and 024_guards.sql.
//
// Planted there and seen red: approval_needed under every isolation (Under…), no look for an approved set in
// why_second_person (TheDatabase…), the set compared with each call, or never, or not noted (ASet…), what has expired
// noted before jobs are taken (PaymentSagad…).
#include <chrono>
#include <functional>
#include <thread>

#include <gmock/gmock.h>

#include "backend/postgres/approval_targets.h"
#include "backend/postgres/dead_letter_queue.h"
#include "backend/services/approvals.h"
#include "tests/postgres/approval_world.h"
#include "tests/postgres/new_delivery.h"

namespace saga::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class ApprovalLimitsTest : public ApprovalWorld {
 protected:
  std::vector<LetterTarget> insert_letters(int count) {
    std::vector<LetterTarget> letters;
    for (int i = 0; i < count; ++i) letters.push_back({insert(database, {}), 1});
    return letters;
  }
  std::vector<ActionOutcome> discard(const std::vector<LetterTarget>& letters) {
    return pg::PgDeadLetterOperator(database.session("kim")).act(DeadLetterAction::Discard, letters, "test data");
  }
  // Of kim, and approved by park.
  std::string approved(const std::vector<LetterTarget>& letters) {
    const LetterSetOrder order{.id = new_job_id(), .targets = letters, .reason = "test data"};
    EXPECT_TRUE(applied(pg::PgApprovalOperator(database.session("kim")).ask(order)));
    EXPECT_TRUE(applied(approve("park", order.id)));
    return order.id;
  }
  std::string why(const std::vector<LetterTarget>& letters, const std::string& who = "kim") {
    const auto told =
        pg::PgApprovalTargets(database.session(who, true)).why_second_person(DeadLetterAction::Discard, letters);
    return told ? told->value_or("") : told.error().message;
  }
  // Until the server process waits for a lock, for so long.
  void await_lock(int pid, const std::string& time) {
    const std::string waits = fmt::format(
        "select count(*) from pg_stat_activity where pid = {} and wait_event_type = 'Lock' and clock_timestamp() > "
        "query_start + interval '{}'",
        pid, time);
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (database.value(waits) != "1") {
      ASSERT_LT(std::chrono::steady_clock::now(), until) << "it does not wait";
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }
};

// With the snapshot of an older moment, what was done since would not be counted: twice the limit.
TEST_F(ApprovalLimitsTest, UnderAnotherIsolationNothingIsCounted) {
  const auto ids = insert_stuck(2);
  const auto letters = insert_letters(1);
  const std::string compensate = fmt::format("select saga.compensate('{{{}}}', '{{1}}', 'x')", ids[0]);
  const std::string discard = fmt::format("select saga.discard_dead_letters('{{{}}}', '{{1}}', 'x')", letters[0].id);
  const std::string job =
      fmt::format("select saga.create_job('{}', 'COMPENSATE', '{{{}}}', '{{1}}', 'x')", new_job_id(), ids[0]);
  const auto kim = database.session("kim");
  for (const pg::Isolation isolation : {pg::Isolation::RepeatableRead, pg::Isolation::Serializable}) {
    for (const std::string& sql : {compensate, discard, job, std::string("select saga.refund('{O-1}', 'x')")}) {
      auto transaction = kim->begin(isolation);
      const auto rows = transaction->query(sql);
      ASSERT_FALSE(rows) << sql;
      EXPECT_EQ(rows.error().code, "25000") << sql << ": " << rows.error().message;
      EXPECT_THAT(rows.error().message, HasSubstr("is counted under READ COMMITTED only"));
    }
  }
  EXPECT_EQ(commands(), "0");
  // Whatever the server begins transactions with, the console's are as they have to be.
  database.run("alter role kim set default_transaction_isolation = 'repeatable read'");
  EXPECT_TRUE(applied(pg::PgSagaOperator(database.session("kim")).request(Action::Compensate, {{ids[1], 1}}, "x")[0]));
  database.run("alter role kim reset default_transaction_isolation");
}

TEST_F(ApprovalLimitsTest, TheDatabaseTellsBeforehandWhetherASecondPersonIsNeeded) {
  const auto letters = insert_letters(5);
  EXPECT_EQ(why({letters[0], letters[1]}), "");
  EXPECT_THAT(why(letters), StartsWith("DISCARD of 5 in production needs a second person"));
  ASSERT_TRUE(applied(discard({letters[0], letters[1]})[1]));
  EXPECT_THAT(why({letters[2]}), HasSubstr("and 2 are done")) << "this call alone is within the limit";
  EXPECT_EQ(why({letters[2]}, "duo"), "") << "another person";
  (void)approved({letters[2], letters[3], letters[4]});
  EXPECT_EQ(why({letters[2], letters[3], letters[4]}), "") << "also when it was approved after nobody waited any more";
  EXPECT_EQ(why({letters[3]}), "");
  EXPECT_THAT(why({letters[1], letters[3]}), StartsWith("DISCARD of 2")) << "one is not in it";
  for (const char* who : {"vera", "park", "nobody"})
    EXPECT_THAT(why(letters, who), HasSubstr("permission denied")) << who;
}

// A hundred thousand letters are worked off in thousands of calls; that each of them is in the set is looked at every
// time, the whole set is not.
TEST_F(ApprovalLimitsTest, ASetIsComparedWhenItsWorkBeginsAndEveryTenSeconds) {
  const auto letters = insert_letters(7);
  const std::string set = approved({letters[0], letters[1], letters[2], letters[3], letters[4]});
  ASSERT_TRUE(applied(discard({letters[0]})[0]));
  // As if it had just been looked at, however slow this machine is.
  database.run("update saga.approval set looked_at = now() + interval '1 hour'");
  database.run("insert into saga.approval_target (subject_id, target, generation) values ('" + set + "', '" +
               letters[5].id + "', 1)");
  EXPECT_TRUE(applied(discard({letters[1], letters[2], letters[3]})[0])) << "the set is not compared with each call";
  EXPECT_THAT(refusal(discard({letters[1], letters[2], letters[6]})[0]), StartsWith("DISCARD of 3"))
      << "each target is looked for with each call";
  database.run("update saga.approval set looked_at = now() - interval '10 seconds'");
  EXPECT_THAT(why({letters[4], letters[1], letters[2]}), StartsWith("DISCARD of 3"));
  EXPECT_THAT(refusal(discard({letters[4], letters[1], letters[2]})[0]), StartsWith("DISCARD of 3"));
  database.run("delete from saga.approval_target where target = '" + letters[5].id + "'");
  EXPECT_TRUE(applied(discard({letters[4]})[0]));
  EXPECT_EQ(database.value("select looked_at > now() - interval '5 seconds' from saga.approval"), "t") << "it is noted";
}

TEST_F(ApprovalLimitsTest, ASecondPersonSeesEveryTargetOfASet) {
  const auto letters = insert_letters(5);
  const std::string set = approved(letters);
  ASSERT_TRUE(applied(discard({letters[2]})[0]));
  for (const char* who : {"park", "vera"}) {
    pg::PgApprovalTargets sets(database.session(who, true));
    std::vector<std::string> seen;
    std::string after;
    for (int pages = 1; pages <= 3; ++pages) {
      const auto page = sets.page(set, after, 2);
      ASSERT_TRUE(page) << page.error().message;
      for (const ApprovalTarget& target : page->targets) {
        seen.push_back(target.target);
        EXPECT_EQ(target.generation, 1);
        EXPECT_EQ(target.used_at.has_value(), target.target == letters[2].id);
      }
      EXPECT_EQ(page->next.has_value(), pages < 3);
      after = page->next.value_or("");
    }
    std::vector<std::string> all;
    for (const LetterTarget& letter : letters) all.push_back(letter.id);
    EXPECT_THAT(seen, testing::UnorderedElementsAreArray(all)) << who;
    EXPECT_TRUE(sets.page(new_job_id(), "", 2)->targets.empty());
    EXPECT_TRUE(sets.page("7", "", 2)->targets.empty());
  }
}

TEST_F(ApprovalLimitsTest, WhatAJobWritesIntoBothChainsIsAnchoredInBoth) {
  insert_stuck(3);
  std::vector<JournalAnchor> of_jobs;
  std::vector<JournalAnchor> of_approvals;
  const auto into = [](std::vector<JournalAnchor>& all) {
    return [&all](const std::vector<JournalAnchor>& given) -> Result<void> {
      all.insert(all.end(), given.begin(), given.end());
      return {};
    };
  };
  pg::PgJobOperator kim(database.session("kim"), into(of_jobs), into(of_approvals));
  const JobOrder order = compensate_stuck();
  ASSERT_TRUE(applied(kim.create(order)));
  ASSERT_TRUE(applied(kim.change(JobChange::Cancel, order.id, "no")));
  ASSERT_EQ(of_jobs.size(), 2U);
  ASSERT_EQ(of_approvals.size(), 2U) << "ASK and WITHDRAW";
  const auto hash_at = [&](const std::string& area, std::int64_t seq) {
    return database.value(
        fmt::format("select hash from saga.operator_journal where area = '{}' and seq = {}", area, seq));
  };
  for (const JournalAnchor& anchor : of_jobs) EXPECT_EQ(hash_at("jobs", anchor.seq), anchor.hash);
  for (const JournalAnchor& anchor : of_approvals) EXPECT_EQ(hash_at("approvals", anchor.seq), anchor.hash);
  EXPECT_EQ(journal(), "kim ASK ACCEPTED, kim WITHDRAW");
  JobOrder small = compensate_stuck();
  small.action = Action::Retry;
  ASSERT_TRUE(applied(kim.create(small)));
  EXPECT_EQ(of_approvals.size(), 2U) << "nobody was asked";
}

// The console's session answers clicks; what freezes or compares a million targets is given longer.
TEST_F(ApprovalLimitsTest, ALargeSetMayTakeLongerThanAClick) {
  insert_stuck(3);
  const JobOrder order = compensate_stuck();
  const auto slowly = [&](const std::string& who,
                          const std::function<ActionOutcome(std::shared_ptr<pg::Session>)>& call) {
    const auto session = database.session(who);
    EXPECT_TRUE(session->execute("set statement_timeout = '300ms'"));
    const int pid = session->backend_pid();
    const auto holder = database.session();
    auto held = holder->begin();
    EXPECT_TRUE(held->query("select from saga.journal_chain for update"));
    ActionOutcome outcome;
    {
      const std::jthread caller([&] { outcome = call(session); });
      await_lock(pid, "1 second");
      held->rollback();
    }
    EXPECT_EQ(session->read("show statement_timeout")->one([](const pg::Row& row) { return row.text(0); }).value(),
              "300ms")
        << "a click's is as it was";
    return outcome;
  };
  EXPECT_TRUE(applied(slowly("kim", [&](auto session) { return pg::PgJobOperator(session).create(order); })));
  const std::string hash = hash_of(order.id);
  EXPECT_TRUE(applied(slowly("park", [&](auto session) {
    return pg::PgApprovalOperator(session).decide(ApprovalDecision::Approve, order.id, hash, "it is right");
  })));
}

// Whoever changes a job holds its row and then waits for the journal's chain: payment-sagad must not hold the chain
// while it waits for the row.
TEST_F(ApprovalLimitsTest, PaymentSagadHoldsNoChainWhileItWaitsForAJob) {
  insert_stuck(3);
  const auto registered = [&](const std::string& instance) {
    return database.value("select saga.register_worker('" + instance + "', array['jobs'], interval '1 hour')");
  };
  const std::string first = registered("engine-1");
  for (int i = 0; i < 2; ++i) {
    JobOrder order = compensate_stuck();
    order.action = Action::Retry;
    ASSERT_TRUE(applied(pg::PgJobOperator(database.session("kim")).create(order)));
  }
  EXPECT_EQ(database.value("select count(*) from saga.claim_jobs(" + first + ")"), "2");
  (void)registered("engine-2");  // so one of the two is given back
  (void)waiting();
  pass("15 minutes");

  const auto person = database.session();
  auto changes = person->begin();
  ASSERT_TRUE(changes->query("select from saga.job where status = 'RUNNING' for update"));
  const auto engine = database.session();
  const int pid = engine->backend_pid();
  Result<pg::Rows> claimed = std::unexpected(Error{});
  {
    const std::jthread claims([&] { claimed = engine->query("select saga.claim_jobs(" + first + ")"); });
    await_lock(pid, "0 seconds");
    const auto noted =
        changes->query("select saga.journal_append('approvals', 'REQUESTED', 'kim', 'ASK', 'x', 'why', null, '{}')");
    EXPECT_TRUE(noted) << noted.error().message;
    if (noted) {
      EXPECT_TRUE(changes->commit());
    } else {
      changes->rollback();
    }
  }
  EXPECT_TRUE(claimed) << claimed.error().message;
  EXPECT_EQ(database.value("select count(*) from saga.operator_journal where what = 'EXPIRE'"), "1");
  expect_sound_journal();
}

}  // namespace
}  // namespace saga::test
