// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <csignal>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "backend/postgres/job_board.h"
#include "backend/postgres/routing_control.h"
#include "backend/redis/rollback_switch.h"
#include "backend/services/jobs.h"
#include "backend/services/rollback.h"
#include "tests/fault/process_fixture.h"
#include "tests/support/invariants.h"
#include "tests/support/servers.h"

// The emergency rollback on three gateways under way, while a job works off stuck sagas beside a row that somebody
// holds: every gateway confirms, none starts a saga after that, and one that is stopped is named. How long it takes is
// measured by routing_benchmark.

namespace saga::test {
namespace {

using namespace std::chrono_literals;

constexpr const char* kTrouble = R"(
[retry]
max_attempts = 1
[deadlines_ms]
OrderValidation = 60000
BalanceDeduction = 60000
StockConfirmation = 60000
PaymentCreation = 60000
[faults.StockConfirmation]
fail = { permille = 300, attempts = 1 }
)";

class O1Rollback : public ProcessTest {
 protected:
  O1Rollback() {
    more_toml_ = kTrouble;
    run("update saga.feature_toggle set value = '100', version = nextval('saga.toggle_version') "
        "where name = 'payment.canary.percent'");
    run("do $$ begin create role kim login in role saga_operator; exception when duplicate_object then null; end $$");
    control_.emplace(kim());
    switch_.emplace(redis_);
  }
  [[nodiscard]] std::shared_ptr<pg::Session> kim() const { return open_session(conninfo_ + " user=kim"); }

  RollbackWorld world() {
    return {.control = [this]() -> Result<RoutingControl*> { return &*control_; },
            .second_path = &*switch_,
            .keep = [](const PendingRollback&) -> Result<void> { return {}; },
            .kept = []() -> Result<std::vector<PendingRollback>> { return std::vector<PendingRollback>{}; },
            .forget = [](std::size_t) -> Result<void> { return {}; },
            .clock = clock_};
  }
  Confirmation confirmed(bool rollback, std::chrono::milliseconds patience = 30s) {
    return await_gateways(
        world(), [rollback](const GatewayReport& report) { return report.rollback == rollback; },
        [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }, patience, clock_.monotonic());
  }
  void engage() {
    const auto report = engage_rollback(world(), "drill");
    ASSERT_TRUE(report.second_path_written);
    ASSERT_TRUE(std::holds_alternative<Applied>(report.in_postgres.outcome));
  }
  void release() {
    const auto report = release_rollback(world(), std::nullopt, "drill");
    ASSERT_TRUE(std::holds_alternative<Applied>(report.in_postgres.outcome));
  }
  std::int64_t sagas() { return number("select count(*) from saga.saga_state"); }
  // Payments go on, all of them by the legacy route, and not one saga more than there were.
  void expect_none_started(std::int64_t before, int payments) {
    const auto legacy = [this] { return number("select count(*) from saga.payment_route where route = 'LEGACY'"); };
    const auto enough = legacy() + payments;
    EXPECT_TRUE(
        becomes(fmt::format("select count(*) >= {} from saga.payment_route where route = 'LEGACY'", enough), "t"));
    EXPECT_EQ(sagas(), before) << "started after every gateway had confirmed";
  }

  SystemClock clock_;
  std::optional<pg::PgRoutingControl> control_;
  std::optional<redis::RedisRollbackSwitch> switch_;
};

TEST_F(O1Rollback, IsConfirmedByThreeGatewaysBesideAJobAndNamesTheOneThatIsStopped) {
  const std::vector<std::string> gateways{"g-1", "g-2", "g-3"};
  std::vector<ChildProcess> processes;
  for (const std::string& name : gateways) processes.push_back(start(name, "gateway"));
  const auto engine = start("engine", "orchestrator,orders,balances,products,payments,legacy");
  const auto jobs = start("jobs", "jobs");
  keep_paying(80);
  ASSERT_TRUE(becomes("select count(*) >= 60 from saga.saga_state where parked_reason is not null", "t"));

  const auto somebody = open_session(conninfo_);
  auto holder = somebody->begin();
  ASSERT_TRUE(holder);
  ASSERT_TRUE(
      holder->query("select from saga.saga_state where parked_reason is not null order by saga_id limit 1 for update"));
  pg::PgJobOperator operations(kim());
  const JobOrder order{.id = new_job_id(),
                       .filter = {.conditions = {Condition::Stuck}},
                       .reason = "stock is back",
                       .rate = 10,
                       .ramped = false};
  ASSERT_TRUE(std::holds_alternative<Applied>(operations.create(order)));
  ASSERT_TRUE(becomes("select applied >= 3 from saga.job_view", "t"));

  engage();
  auto all = confirmed(true);
  const auto started = sagas();
  EXPECT_EQ(all.confirmed, gateways);
  EXPECT_TRUE(all.stragglers.empty());
  EXPECT_EQ(value("select status from saga.job_view"), "RUNNING");
  expect_none_started(started, 60);
  const auto first = all.took;

  release();
  all = confirmed(false);
  EXPECT_EQ(all.confirmed, gateways);
  ASSERT_TRUE(becomes(fmt::format("select count(*) > {} from saga.saga_state", started + 20), "t"));

  // Stopped, it cannot confirm, and what it does when it goes on is to obey.
  processes[1].signal(SIGSTOP);
  engage();
  const auto without = confirmed(true, 2s);
  const auto begun = sagas();
  EXPECT_EQ(without.stragglers, std::vector<std::string>{"g-2"});
  EXPECT_EQ(without.confirmed, (std::vector<std::string>{"g-1", "g-3"}));
  expect_none_started(begun, 30);
  processes[1].signal(SIGCONT);
  EXPECT_TRUE(becomes("select rollback from saga.gateway_view where instance = 'g-2'", "t"));
  expect_none_started(begun, 30);

  EXPECT_EQ(value("select status from saga.job_view"), "RUNNING") << "it waits for the row that is held";
  holder->rollback();
  EXPECT_TRUE(becomes("select status from saga.job_view", "FINISHED", 60s));
  EXPECT_EQ(value("select applied = requested from saga.job_view"), "t");
  stop_paying(60s);
  const auto breaches = violations_at_rest(PaymentDatabases::one(*admin_), 15s);
  EXPECT_TRUE(breaches.empty()) << listed(breaches);
  fmt::print("confirmed by three gateways after {} ms, a job of {} beside\n", first.count(),
             value("select requested from saga.job_view"));
}

}  // namespace
}  // namespace saga::test
