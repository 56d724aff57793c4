// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/fault/process_fixture.h"
#include "tests/support/servers.h"

// Bulk jobs while whoever runs them and whoever asked for them are killed at random: every item ends with exactly one
// outcome, nothing is done twice, and the counts add up. A slice of it runs with the other fault tests; SAGA_JOBS=whole
// is 10,000 sagas and 50 kills (`ctest --preset campaign`).
//
// Seen red: with a claim that took only jobs of nobody, and so never those of a process that was killed.

namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

struct Size {
  int sagas = 240;
  double offered = 400;  // payments a second
  int rate = 60;         // of the jobs
  int kills = 8;
  std::chrono::milliseconds life{350};  // of a jobs process, at most
  std::chrono::milliseconds patience{60'000};
};

Size size_of_run() {
  const char* name = std::getenv("SAGA_JOBS");
  if (name == nullptr || std::string_view(name) != "whole") return {};
  return {.sagas = 10'000, .offered = 300, .rate = 150, .kills = 50, .life = 2'000ms, .patience = 600'000ms};
}

class JobsKilled : public ProcessTest {
 protected:
  JobsKilled() {
    more_toml_ =
        "[retry]\nmax_attempts = 1\nbackoff_ms = 10\nbackoff_cap_ms = 20\n"
        "[deadlines_ms]\nOrderValidation = 60000\nBalanceDeduction = 60000\nStockConfirmation = 60000\n"
        "PaymentCreation = 60000\n"  // a busy machine parks nothing by itself
        "[faults.StockConfirmation]\nfail = { permille = 1000, attempts = 1 }\n";
    run("update saga.feature_toggle set value = '100', version = nextval('saga.toggle_version') "
        "where name = 'payment.canary.percent'");
    run("do $$ begin create role kim login in role saga_operator; exception when duplicate_object then null; end $$");
    std::ofstream(directory_->path() / "profile.toml")
        << fmt::format("[postgres]\nhost = \"{}\"\ndbname = \"{}\"\nuser = \"kim\"\n",
                       value("show unix_socket_directories"), value("select current_database()"));
  }
  void let_stick() {
    LoadOptions options;
    options.rate = size_.offered;
    options.count = size_.sagas;
    options.drain = size_.patience;
    options.users = 200;
    options.products = 20;
    options.mix = {0, 0, 0, 0, 0};
    const auto result = run_load(config_, options, {}, [](std::string_view) {});
    ASSERT_TRUE(result) << result.error().message;
    ASSERT_TRUE(becomes("select count(*) from saga.saga_state where parked_reason is not null",
                        std::to_string(size_.sagas), size_.patience));
  }
  // As a person does it, and goes away.
  ChildProcess sagactl(std::vector<std::string> arguments) {
    const char* bin = std::getenv("SAGA_BIN");
    const std::vector<std::string> first{std::string(bin != nullptr ? bin : ".") + "/sagactl", "--profile-file",
                                         (directory_->path() / "profile.toml").string()};
    arguments.insert(arguments.begin(), first.begin(), first.end());
    auto child = ChildProcess::start({.argv = std::move(arguments),
                                      .environment = {{"XDG_STATE_HOME", directory_->path().string()}},
                                      .output = directory_->path() / "sagactl.log",
                                      .death_signal = SIGKILL});
    EXPECT_TRUE(child) << child.error().message;
    return std::move(*child);
  }
  ChildProcess retry_all() {
    return sagactl({"sagas", "retry", "--matching", "--stuck", "--reason", "stock is back", "--yes", "--rate",
                    std::to_string(size_.rate)});
  }
  std::string add_up() {
    return value(
        "select count(*) from saga.job j cross join lateral (select count(*) filter (where status in ('WAITING', "
        "'REQUESTED', 'OBSERVED')) as remaining, count(*) filter (where status = 'APPLIED') as applied, count(*) "
        "filter "
        "(where status = 'REFUSED') as refused, count(*) filter (where status = 'CONFLICTED') as conflicted, count(*) "
        "filter (where status = 'UNVERIFIED') as unverified, count(*) as requested from saga.job_item i where i.job_id "
        "= "
        "j.job_id) c where (j.waiting + j.in_flight, j.applied, j.refused, j.conflicted, j.unverified, j.requested) <> "
        "(c.remaining, c.applied, c.refused, c.conflicted, c.unverified, c.requested)");
  }

  const Size size_ = size_of_run();
};

TEST_F(JobsKilled, LoseAndDoubleNothing) {
  const auto seed = std::random_device{}();
  std::mt19937 random(seed);
  const auto up_to = [&](std::chrono::milliseconds most) {
    return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(20, most.count())(random));
  };
  const auto engine = start("engine", "gateway,orchestrator,orders,balances,products,payments");
  let_stick();
  if (HasFatalFailure()) return;

  // People who are killed: before their job is there, while it is made, while they watch it.
  int killed_people = 0;
  for (int i = 0; i < 4; ++i) {
    auto person = retry_all();
    std::this_thread::sleep_for(up_to(size_.life));
    person.terminate(0ms, SIGKILL);
    ++killed_people;
  }
  auto last = retry_all();
  ASSERT_TRUE(becomes("select count(*) > 0 from saga.job", "t"));
  const auto jobs = value("select count(*) from saga.job");

  int kills = 0;
  std::optional<ChildProcess> runner = start("jobs", "jobs");
  while (kills < size_.kills) {
    std::this_thread::sleep_for(200ms + up_to(size_.life));
    runner->terminate(0ms, SIGKILL);
    ++kills;
    runner.reset();
    runner = start("jobs", "jobs");
    EXPECT_EQ(add_up(), "0");
  }
  const auto left = value("select sum(remaining) from saga.job_view");
  EXPECT_TRUE(becomes("select count(*) from saga.job where status <> 'FINISHED'", "0", size_.patience));
  const auto watched = last.wait(size_.patience);
  ASSERT_TRUE(watched) << "sagactl watches until the job has ended";

  EXPECT_EQ(add_up(), "0");
  EXPECT_EQ(value("select count(*) from saga.job_item where status not in ('APPLIED', 'CONFLICTED', 'REFUSED')"), "0");
  EXPECT_EQ(number("select count(*) from saga.job_item where status = 'APPLIED'"), size_.sagas);
  EXPECT_EQ(value("select count(*), count(distinct saga_id), count(*) filter (where status = 'APPLIED') from "
                  "saga.saga_command"),
            fmt::format("{0}|{0}|{0}", size_.sagas));
  EXPECT_EQ(value("select count(*) from saga.job_item where requested_at is not null"),
            value("select count(*) from saga.operator_journal where area = 'sagas' and kind = 'REQUESTED'"));
  EXPECT_EQ(value("select count(*) from saga.operator_journal j where hash <> saga.journal_hash(j)"), "0");
  EXPECT_EQ(value("select count(*) from saga.saga_state where status <> 'COMPLETED'"), "0");
  EXPECT_EQ(value("select count(*) from balances.balance_entry where kind = 'DEBIT'"), std::to_string(size_.sagas));
  expect_sound();
  fmt::print("{} sagas, {} jobs, {} people and {} jobs processes killed, {} items left at the last kill, seed {}\n",
             size_.sagas, jobs, killed_people, kills, left, seed);
}

// Ctrl-C is not a kill: it says that the job goes on, and how to stop it.
TEST_F(JobsKilled, AnInterruptedSagactlSaysThatTheJobGoesOn) {
  const auto engine = start("engine", "gateway,orchestrator,orders,balances,products,payments");
  LoadOptions options;
  options.rate = 200;
  options.count = 10;
  options.drain = 20s;
  options.mix = {0, 0, 0, 0, 0};
  ASSERT_TRUE(run_load(config_, options, {}, [](std::string_view) {}));
  ASSERT_TRUE(becomes("select count(*) from saga.saga_state where parked_reason is not null", "10"));
  const auto said = [&] {
    std::ifstream log(directory_->path() / "sagactl.log");
    return std::string{std::istreambuf_iterator<char>(log), {}};
  };
  auto person = retry_all();
  ASSERT_TRUE(becomes("select count(*) from saga.job", "1"));
  for (int i = 0; i < 400 && said().find("watching") == std::string::npos; ++i) std::this_thread::sleep_for(50ms);
  person.signal(SIGINT);
  const auto ended = person.wait(20s);
  ASSERT_TRUE(ended) << said();
  EXPECT_EQ(ended->text(), ExitStatus{.code = 7}.text());
  EXPECT_NE(said().find("sagactl jobs pause " + value("select job_id from saga.job")), std::string::npos) << said();
  EXPECT_EQ(value("select status from saga.job"), "RUNNING");
  const auto runner = start("jobs", "jobs");
  EXPECT_TRUE(becomes("select status || ' ' || applied from saga.job", "FINISHED 10"));
  expect_sound();
}

}  // namespace
}  // namespace saga::test
