// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/jobs.h"

#include <memory>
#include <thread>

#include "backend/postgres/job_board.h"
#include "tests/payment/system_fixture.h"
#include "tests/support/servers.h"

// O2, bulk actions: a job over the real system reaches every saga of it once, carefully, and stops by itself when what
// it does does not help.
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class O2Jobs : public SystemTest {
 protected:
  O2Jobs() {
    config_.retry = {.max_attempts = 1, .backoff = 10ms, .backoff_cap = 20ms};
    for (auto& [step, deadline] : config_.deadlines) deadline = 60s;  // a busy machine parks nothing by itself
    run("do $$ begin create role kim login in role saga_operator; exception when duplicate_object then null; end $$");
    kim_ = std::make_unique<pg::PgJobOperator>(open_session(config_.saga_conninfo + " user=kim"));
  }
  // Every saga is stuck at its stock until it was tried so often.
  void let_stick(int count, int attempts = 1) {
    config_.faults["StockConfirmation"] = {{.kind = FaultKind::Fail,
                                            .permille = 1000,
                                            .attempts = attempts,
                                            .message = "stock service: connection reset"}};
    start();
    ASSERT_EQ(pay(count, ordinary(), 400).parked, count);
  }
  static JobOrder all_stuck() {
    return {.id = new_job_id(), .filter = {.conditions = {Condition::Stuck}}, .reason = "stock is back", .rate = 0};
  }
  JobId create(const JobOrder& order) {
    const auto outcome = kim_->create(order);
    EXPECT_TRUE(std::holds_alternative<Applied>(outcome)) << outcome.index();
    return order.id;
  }
  std::string change(JobChange what, const JobId& id) {
    const auto outcome = kim_->change(what, id, "");
    return std::holds_alternative<Applied>(outcome) ? "applied" : "not applied";
  }
  [[nodiscard]] testing::AssertionResult status_becomes(const JobId& id, const std::string& status) {
    return becomes("select status || ' by ' || status_by from saga.job_view where job_id = '" + id + "'", status, 60s);
  }
  std::string counts(const JobId& id) {
    return value(
        "select format('%s: %s applied, %s in trouble, %s refused, %s conflicted, %s unverified, %s remaining', "
        "requested, applied, failed, refused, conflicted, unverified, remaining) from saga.job_view where job_id = '" +
        id + "'");
  }

  std::unique_ptr<pg::PgJobOperator> kim_;
};

TEST_F(O2Jobs, RetryHundredsOfStuckSagasToTheirEndEachOnce) {
  constexpr int kCount = 200;
  let_stick(kCount);
  const JobId id = create(all_stuck());
  EXPECT_TRUE(status_becomes(id, "FINISHED by payment-sagad"));
  EXPECT_EQ(counts(id), "200: 200 applied, 0 in trouble, 0 refused, 0 conflicted, 0 unverified, 0 remaining");
  EXPECT_EQ(value(conditions_query()), "completed 200");
  EXPECT_EQ(
      value("select string_agg(n::text, ' ' order by wave) from (select wave, count(*) n from saga.job_item group "
            "by 1) w"),
      "1 10 100 89");
  EXPECT_EQ(value("select count(*), count(distinct saga_id) from saga.saga_command"), "200|200");
  EXPECT_EQ(value("select distinct ended_as, detail from saga.job_item"),
            "completed|StockConfirmation, attempt 2 sent");
  EXPECT_EQ(
      value("select kind, what, count(*) from saga.operator_journal where area = 'sagas' group by 1, 2 order by 1"),
      "OBSERVED|RETRY|200\nREQUESTED|RETRY|200");
  expect_sound();
}

// Seen red: with a breaker that never trips, all forty were retried in vain.
TEST_F(O2Jobs, ArePausedByTheBreakerWhenTheRetriesFail) {
  let_stick(40, 2);
  const JobId id = create(all_stuck());
  EXPECT_TRUE(status_becomes(id, "PAUSED by breaker"));
  EXPECT_EQ(counts(id), "40: 1 applied, 1 in trouble, 0 refused, 0 conflicted, 0 unverified, 39 remaining");
  EXPECT_EQ(change(JobChange::Resume, id), "applied");
  EXPECT_TRUE(becomes("select failed from saga.job_view", "2"));
  EXPECT_TRUE(status_becomes(id, "PAUSED by breaker"));
  EXPECT_EQ(change(JobChange::Cancel, id), "applied");
  EXPECT_EQ(counts(id), "40: 2 applied, 2 in trouble, 0 refused, 0 conflicted, 0 unverified, 38 remaining");
  EXPECT_EQ(value("select count(*) from saga.saga_command"), "2");
  expect_sound();
}

TEST_F(O2Jobs, GoOnBesideARowThatSomebodyHolds) {
  let_stick(20);
  const auto session = open_session(config_.saga_conninfo);
  auto holder = session->begin();
  ASSERT_TRUE(holder);
  ASSERT_TRUE(holder->query("select from saga.saga_state order by saga_id limit 1 for update"));
  const JobId id = create(all_stuck());
  EXPECT_TRUE(becomes("select applied || ' of ' || requested from saga.job_view", "19 of 20"));
  EXPECT_EQ(change(JobChange::Pause, id), "applied");
  EXPECT_EQ(change(JobChange::Resume, id), "applied");
  holder->rollback();
  EXPECT_TRUE(status_becomes(id, "FINISHED by payment-sagad"));
  EXPECT_EQ(value(conditions_query()), "completed 20");
  expect_sound();
}

TEST_F(O2Jobs, AreSharedByTwoProcessesAndTakenOverFromOneThatEnds) {
  let_stick(40);
  Config other = config_;
  other.roles = {Role::Jobs};
  other.instance = "other";
  auto second = System::start(other);
  ASSERT_TRUE(second) << second.error().message;
  for (int i = 0; i < 4; ++i) {
    JobOrder order = all_stuck();
    order.rate = 15;
    order.ramped = false;
    create(order);
  }
  EXPECT_TRUE(becomes("select count(distinct epoch), count(*) from saga.job where open and epoch <> 0", "2|4"));
  second->reset();
  EXPECT_TRUE(becomes("select count(*) from saga.job where status = 'FINISHED'", "4", 60s));
  EXPECT_EQ(value("select sum(applied), sum(conflicted + refused), sum(requested) from saga.job"), "40|120|160");
  EXPECT_EQ(value("select count(*), count(distinct saga_id) from saga.saga_command"), "40|40");
  EXPECT_EQ(value(conditions_query()), "completed 40");
  expect_sound();
}

// Whatever stops it in between: what it could have asked for meanwhile is not made up for. A second brings 20 and half
// a second may be saved up; the rest is for a machine on which a step takes long.
TEST_F(O2Jobs, KeepTheirRateAcrossARestart) {
  let_stick(80);
  JobOrder order = all_stuck();
  order.ramped = false;
  order.rate = 20;
  const JobId id = create(order);
  EXPECT_TRUE(becomes("select applied > 10 from saga.job_view", "t"));
  stop();
  std::this_thread::sleep_for(2500ms);  // time that must not be made up for
  start();
  EXPECT_TRUE(status_becomes(id, "FINISHED by payment-sagad"));
  EXPECT_EQ(value("select max(n) <= 45 from (select count(*) over (order by requested_at range between current row and "
                  "interval '1 second' following) n from saga.job_item) w"),
            "t")
      << value(
             "select extract(milliseconds from date_trunc('milliseconds', requested_at) - (select min(requested_at) "
             "from saga.job_item)), count(*) from saga.job_item group by 1 order by 1");
  EXPECT_EQ(value(conditions_query()), "completed 80");
  expect_sound();
}

TEST_F(O2Jobs, CompensateAndResolveWhatNeedsAttention) {
  config_.faults["PaymentCreation"] = {{.kind = FaultKind::Decline, .permille = 1000, .message = "card refused"}};
  config_.faults["BalanceDeduction"] = {{.kind = FaultKind::RefuseCompensation,
                                         .direction = Direction::Compensation,
                                         .permille = 1000,
                                         .attempts = 1,
                                         .message = "the account is closed"}};
  start();
  ASSERT_EQ(pay(20).failed, 20);
  ASSERT_EQ(value(conditions_query()), "needs-attention 20");
  JobOrder resolve{.id = new_job_id(),
                   .action = Action::Resolve,
                   .filter = {.conditions = {Condition::NeedsAttention}, .among = std::vector<SagaId>{}},
                   .reason = "settled by the bank",
                   .evidence = "statement 12"};
  resolve.filter.among->push_back(value("select min(saga_id::text) from saga.saga_state"));
  const JobId resolved = create(resolve);
  EXPECT_TRUE(status_becomes(resolved, "FINISHED by payment-sagad"));
  const JobId compensated = create({.id = new_job_id(),
                                    .action = Action::Compensate,
                                    .filter = {.conditions = {Condition::NeedsAttention}},
                                    .reason = "the account is open again"});
  EXPECT_TRUE(status_becomes(compensated, "FINISHED by payment-sagad"));
  EXPECT_EQ(counts(resolved), "1: 1 applied, 0 in trouble, 0 refused, 0 conflicted, 0 unverified, 0 remaining");
  EXPECT_EQ(counts(compensated), "19: 19 applied, 0 in trouble, 0 refused, 0 conflicted, 0 unverified, 0 remaining");
  EXPECT_EQ(value(conditions_query()), "compensated 19, failed 1");
  EXPECT_EQ(value("select resolution from saga.saga_state where resolution is not null"),
            "statement 12; settled by the bank (kim)");
  expect_sound();
}

}  // namespace
}  // namespace saga::test
