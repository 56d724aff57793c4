// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>
#include <utility>

#include <gmock/gmock.h>

#include "backend/payment/verification/verification.h"
#include "tests/payment/system_fixture.h"
#include "tests/support/verified.h"

// The verification beside a system at work, and by its schedule.
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class S15VerificationLive : public SystemTest {
 protected:
  // Payments of all ends until told to stop.
  std::jthread keep_paying() {
    return std::jthread([this](const std::stop_token& stop) {
      LoadOptions options;
      options.rate = 60;
      options.drain = 0ms;
      options.users = 20;
      options.products = 5;
      options.mix = {.insufficient = 5, .invalid = 3, .no_stock = 3, .coupon = 20, .hot = 30};
      const auto result = run_load(config_, options, stop, [](std::string_view) {});
      EXPECT_TRUE(result) << result.error().message;
    });
  }
};

TEST_F(S15VerificationLive, FindsNothingWhilePaymentsRun) {
  start();
  auto load = keep_paying();
  // What ended longer ago than the margin is looked at, while the rest goes on.
  ASSERT_TRUE(becomes(
      "select count(*) > 30 from saga.saga_state where not active and updated_at < now() - interval '5 s'", "t", 120s));
  VerificationOptions options;
  options.margin = 5s;
  options.pause = 2s;
  std::int64_t subjects = 0;
  for (int round = 0; round < 4; ++round) {
    options.window = round % 2 == 0 ? 500 : 50;  // also with many small windows, each of a moment of its own
    if (round == 3) options.since = 10s;
    const auto report = verify(sources_of(config_), options);
    for (const Finding& finding : report.findings) {
      ADD_FAILURE() << finding.kind << ' ' << finding.subject << ": " << finding.detail;
    }
    EXPECT_TRUE(report.unread.empty());
    subjects += report.subjects;
  }
  EXPECT_GT(subjects, 100);
  load.request_stop();
}

class S15VerificationSchedule : public S15VerificationLive {
 protected:
  S15VerificationSchedule() {
    config_.verification.every = 1s;
    config_.verification.full_every = 3600s;
    config_.verification.share_percent = 100;
    config_.verification.margin = 0ms;
    config_.verification.pause = 200ms;
  }
  static constexpr const char* kRuns =
      "select string_agg(case when since is null then 'everything' else 'changes' end || ' ' || discrepant, ', ' order "
      "by run_id) from (select * from saga.verification_run order by run_id limit 2) r";
};

TEST_F(S15VerificationSchedule, KeepsWhatItFinds) {
  const auto schedule = std::exchange(config_.verification, {});
  start();
  pay(20);
  expect_sound();
  stop();
  run("update saga.payment_route set outcome = 'FAILED' where order_id = (select min(order_id) from "
      "saga.payment_route)");
  config_.verification = schedule;
  start();
  run("update saga.payment_route set outcome = 'FAILED' where order_id = (select min(order_id) from "
      "saga.payment_route)");
  ASSERT_TRUE(becomes("select count(*) >= 2 from saga.verification_run", "t", 60s));
  EXPECT_EQ(value(kRuns), "everything 1, changes 1");
  EXPECT_EQ(value("select distinct kind || ' ' || (subject = (select min(order_id) from saga.payment_route)) from "
                  "saga.verification_finding"),
            "route.outcome true");
  EXPECT_EQ(
      value("select count(distinct first_seen) from saga.verification_finding where run_id in (select run_id from "
            "saga.verification_run order by run_id limit 2)"),
      "1")
      << "seen first in the first run";
  EXPECT_EQ(value("select consistency < 100 and unread = '[]' and checked ? 'balance.sum' from saga.verification_run "
                  "order by run_id limit 1"),
            "t");
}

// Whoever has the lock verifies; the others come when it is due and nobody does.
TEST_F(S15VerificationSchedule, OneOfSeveralProcessesDoesIt) {
  start();
  Config second = config_;
  second.instance = "sagad-2";
  second.roles = {Role::Janitor};
  auto other = System::start(second);
  ASSERT_TRUE(other) << other.error().message;
  pay(20);
  ASSERT_TRUE(becomes("select count(*) >= 3 from saga.verification_run", "t", 120s));
  EXPECT_EQ(
      value("select count(*) from saga.verification_run a join saga.verification_run b on a.run_id < b.run_id and "
            "a.finished_at > b.started_at + interval '100 ms'"),
      "0");
}

TEST_F(S15VerificationSchedule, OldRunsAreTrimmed) {
  run("insert into saga.verification_run (requested_by, started_at, finished_at, checked, unread, subjects, "
      "discrepant) "
      "values ('x', now() - interval '40 days', now() - interval '40 days', '{}', '[]', 1, 0)");
  start();
  ASSERT_TRUE(becomes("select count(*) > 0 and min(started_at) > now() - interval '1 day' from saga.verification_run",
                      "t", 60s));
}

}  // namespace
}  // namespace saga::test
