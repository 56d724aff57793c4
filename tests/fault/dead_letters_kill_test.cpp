// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "backend/payment/publishing/routes.h"
#include "backend/payment/receiver/receiver.h"
#include "backend/payment/topics.h"
#include "backend/postgres/dead_letter_queue.h"
#include "backend/private_servers/child_process.h"
#include "backend/private_servers/private_directory.h"
#include "backend/services/act_on_dead_letters.h"
#include "tests/support/installed_database.h"
#include "tests/support/servers.h"

// Dead letters are replayed while the processes that carry it out are killed, at each of the points between the change
// in PostgreSQL, the entry in external.replay, and the list in Redis.
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

constexpr const char* kQueue = "dead-letter:payment.completed";

class S8DeadLettersKills : public testing::Test {
 protected:
  S8DeadLettersKills() : conninfo_(installed_database()), redis_(fresh_redis()), admin_(open_session(conninfo_)) {
    auto directory = PrivateDirectory::create("saga-dead-letters");
    EXPECT_TRUE(directory) << directory.error().message;
    directory_ = std::make_unique<PrivateDirectory>(std::move(*directory));
    auto receiver = Receiver::start();
    EXPECT_TRUE(receiver) << receiver.error().message;
    receiver_ = std::move(*receiver);
    run("do $$ begin create role kim login in role saga_operator; exception when duplicate_object then null; end $$");
  }
  ~S8DeadLettersKills() override {
    if (HasFailure()) directory_->keep();
  }

  ChildProcess start(const std::string& role) {
    const auto file = directory_->path() / (role + ".toml");
    std::string toml = fmt::format(
        "instance = \"{}\"\nlease_seconds = 1\n[postgres]\nsaga = \"{}\"\n[redis]\nsocket = \"{}\"\n"
        "[external]\nmax_attempts = 3\nbackoff_ms = 20\nbackoff_cap_ms = 100\ndead_after_seconds = 4\n"
        "breaker_cool_down_ms = 100\nbreaker_cool_down_cap_ms = 200\n",
        role, conninfo_, redis_.unix_path);
    for (const std::string_view target : kExternalTargets) {
      toml += fmt::format("[external.{0}]\nurl = \"{1}\"\n", target, receiver_->url(std::string(target)));
    }
    std::ofstream(file) << toml;
    const char* bin = std::getenv("SAGA_BIN");
    auto child = ChildProcess::start({.argv = {std::string(bin != nullptr ? bin : ".") + "/payment-sagad", "--config",
                                               file.string(), "--roles", role},
                                      .output = directory_->path() / (role + ".log"),
                                      .death_signal = SIGKILL});
    if (!child) {
      fmt::print(stderr, "{}\n", child.error().message);
      std::exit(2);
    }
    return std::move(*child);
  }
  static void kill(std::optional<ChildProcess>& process) {
    process->terminate(0ms, SIGKILL);
    process.reset();
  }
  // What is left of a killed process in the server: a statement that sleeps goes on, as one that waits for a disk
  // would.
  void end_backends(const std::string& what) {
    run(
        fmt::format("select pg_terminate_backend(pid) from pg_stat_activity where application_name like "
                    "'payment-sagad % {}' and datname = current_database()",
                    what));
  }

  void publish(int count) {
    run(
        fmt::format("insert into payments.outbox (event_type, event_data) select 'PaymentCompleted', "
                    "json_build_object('paymentId', n::text)::text from generate_series(1, {}) n",
                    count));
  }
  std::vector<ActionOutcome> replay_all() {
    const std::shared_ptr<pg::Session> session = open_session(conninfo_ + " user=kim");
    pg::PgDeadLetterQueue queue(session);
    pg::PgDeadLetterOperator operations(session);
    const auto targets = freeze(queue, LetterFilter{.queue = kQueue});
    EXPECT_TRUE(targets) << targets.error().message;
    std::vector<ActionOutcome> all;
    for (std::size_t from = 0; targets && from < targets->size(); from += 200) {
      const auto end = std::min(from + 200, targets->size());
      const auto outcomes = operations.act(
          DeadLetterAction::Replay,
          {targets->begin() + static_cast<std::ptrdiff_t>(from), targets->begin() + static_cast<std::ptrdiff_t>(end)},
          "again");
      all.insert(all.end(), outcomes.begin(), outcomes.end());
    }
    return all;
  }
  std::string value(const std::string& sql) {
    const auto rows = admin_->read(sql);
    if (!rows) return "error: " + rows.error().message;
    const auto text = rows->first([](const pg::Row& row) { return row.optional_text(0).value_or(""); });
    return text ? text->value_or("") : "error: " + text.error().message;
  }
  void run(const std::string& sql) {
    const auto done = admin_->execute_script(sql);
    ASSERT_TRUE(done) << done.error().message;
  }
  [[nodiscard]] testing::AssertionResult becomes(const std::string& sql, const std::string& expected) {
    std::string seen;
    for (int i = 0; i < 1'200; ++i) {
      seen = value(sql);
      if (seen == expected) return testing::AssertionSuccess();
      std::this_thread::sleep_for(50ms);
    }
    return testing::AssertionFailure() << sql << "\n is  " << seen << "\n not " << expected;
  }
  std::int64_t of_redis(const redis::Command& command) {
    const auto client = open_client(redis_);
    return redis::expect_integer(redis::expect_ok(client->call(command))).value_or(-1);
  }
  [[nodiscard]] testing::AssertionResult redis_becomes(const redis::Command& command, std::int64_t expected) {
    std::int64_t seen = -1;
    for (int i = 0; i < 1'200; ++i) {
      seen = of_redis(command);
      if (seen == expected) return testing::AssertionSuccess();
      std::this_thread::sleep_for(50ms);
    }
    return testing::AssertionFailure() << command.front() << " is " << seen << ", not " << expected;
  }
  static std::string crm(const std::string& status) {
    return fmt::format("select count(*) from saga.external_event_log where target_system = 'crm' and status = '{}'",
                       status);
  }
  void let_die(int count) {
    receiver_->behave("crm", {.fail = 1});
    publish(count);
    ASSERT_TRUE(becomes(crm("DEAD_LETTER"), std::to_string(count)));
    ASSERT_TRUE(redis_becomes({"LLEN", kQueue}, count));
  }
  void expect_each_once(int count) {
    EXPECT_TRUE(becomes(crm("SENT"), std::to_string(count)));
    for (const char* target : {"crm", "warehouse", "analytics"}) {
      const TargetCounts counts = receiver_->ledger().counts(target);
      EXPECT_EQ(counts.deliveries, count) << target;
      EXPECT_EQ(counts.repeated, 0) << target;
    }
  }

  std::string conninfo_;
  redis::Endpoint redis_;
  std::unique_ptr<pg::Session> admin_;
  std::unique_ptr<PrivateDirectory> directory_;
  std::unique_ptr<Receiver> receiver_;
};

TEST_F(S8DeadLettersKills, BetweenTheEntryInTheStreamAndTheNoteOfIt) {
  std::optional<ChildProcess> publisher = start("publisher");
  std::optional<ChildProcess> jobs = start("jobs");
  let_die(40);
  // The note hangs, so that the kill comes when the entries are there and nobody has noted it.
  run("create function saga.hang() returns trigger language plpgsql as $$ begin perform pg_sleep(600); return new; "
      "end $$; create trigger hang before update of announced_at on saga.dead_letter_request for each row execute "
      "function saga.hang()");
  receiver_->behave("crm", {});
  for (const ActionOutcome& outcome : replay_all()) EXPECT_TRUE(std::holds_alternative<Applied>(outcome));
  ASSERT_TRUE(redis_becomes({"XLEN", std::string(kExternalReplay)}, 40));
  kill(jobs);
  end_backends("jobs");
  run("drop trigger hang on saga.dead_letter_request");
  EXPECT_EQ(value("select count(*) from saga.dead_letter_request where announced_at is null"), "40");
  jobs = start("jobs");
  EXPECT_TRUE(becomes("select count(*) from saga.dead_letter_request where announced_at is null", "0"));
  EXPECT_TRUE(redis_becomes({"XLEN", std::string(kExternalReplay)}, 80));
  expect_each_once(40);
  EXPECT_TRUE(redis_becomes({"LLEN", kQueue}, 0));
}

TEST_F(S8DeadLettersKills, BetweenTheListAndTheNoteOfIt) {
  std::optional<ChildProcess> publisher = start("publisher");
  let_die(40);
  kill(publisher);
  receiver_->behave("crm", {});
  for (const ActionOutcome& outcome : replay_all()) EXPECT_TRUE(std::holds_alternative<Applied>(outcome));
  run("create function saga.hang() returns trigger language plpgsql as $$ begin perform pg_sleep(600); return new; "
      "end $$; create trigger hang before update of listed_generation on saga.external_event_log for each row when "
      "(new.listed_generation is distinct from old.listed_generation) execute function saga.hang()");
  publisher = start("publisher");
  ASSERT_TRUE(redis_becomes({"LLEN", kQueue}, 0)) << "taken out of the list, and not noted yet";
  ASSERT_TRUE(becomes(crm("SENT"), "40")) << "what is sent does not wait for the list";
  kill(publisher);
  end_backends("dead letters");
  run("drop trigger hang on saga.external_event_log");
  publisher = start("publisher");
  EXPECT_TRUE(becomes("select count(*) from saga.external_event_log where listed_generation > 0", "0"));
  EXPECT_EQ(of_redis({"LLEN", kQueue}), 0);
  expect_each_once(40);
}

// The note of what was pushed fails, and meanwhile it is replayed: nothing says any more that it lies in the list.
// Seen red: with a publisher that noted an entry only after it had pushed it.
TEST_F(S8DeadLettersKills, WhatIsListedButNotNotedIsTakenOutWhenItWasReplayed) {
  run("create function saga.refuse() returns trigger language plpgsql as $$ begin raise 'no note today'; end $$; "
      "create trigger refuse before update of listed_generation on saga.external_event_log for each row when "
      "(new.listed_generation > 0) execute function saga.refuse()");
  std::optional<ChildProcess> publisher = start("publisher");
  let_die(40);
  receiver_->behave("crm", {});
  for (const ActionOutcome& outcome : replay_all()) EXPECT_TRUE(std::holds_alternative<Applied>(outcome));
  ASSERT_TRUE(becomes(crm("SENT"), "40"));
  // Not by dropping the trigger, whose lock on the table may meet the publisher's rows.
  run("create or replace function saga.refuse() returns trigger language plpgsql as $$ begin return new; end $$");
  EXPECT_TRUE(redis_becomes({"LLEN", kQueue}, 0));
}

// Wave after wave dies and is replayed, by two people at once, while the jobs role is killed again and again.
TEST_F(S8DeadLettersKills, OfTheJobsRoleAtAnyPointLoseAndDoubleNothing) {
  constexpr int kWaves = 4;
  constexpr int kWave = 150;
  std::mt19937 random(std::random_device{}());
  std::uniform_int_distribution<int> life(20, 400);
  std::optional<ChildProcess> publisher = start("publisher");
  std::optional<ChildProcess> jobs = start("jobs");
  std::atomic<int> kills = 0;
  std::atomic<int> accepted = 0;
  for (int wave = 1; wave <= kWaves; ++wave) {
    receiver_->behave("crm", {.fail = 1});
    publish(kWave);
    ASSERT_TRUE(becomes(crm("DEAD_LETTER"), std::to_string(kWave)));
    receiver_->behave("crm", {});
    {
      const std::jthread killer([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          std::this_thread::sleep_for(std::chrono::milliseconds(life(random)));
          kill(jobs);
          ++kills;
          jobs = start("jobs");
        }
      });
      // Again, until nobody finds one: a call that meets the publisher's lock may be refused by the server.
      const auto count = [&](const std::stop_token& stop) {
        while (accepted < wave * kWave && !stop.stop_requested()) {
          for (const ActionOutcome& outcome : replay_all()) {
            if (std::holds_alternative<Applied>(outcome)) ++accepted;
          }
        }
      };
      const std::jthread kim(count);
      const std::jthread lee(count);
      EXPECT_TRUE(becomes(crm("SENT"), std::to_string(wave * kWave)));
    }
  }
  EXPECT_TRUE(becomes("select count(*) from saga.dead_letter_request where announced_at is null", "0"));
  EXPECT_EQ(accepted, kWaves * kWave);
  EXPECT_EQ(value("select count(*) || ' ' || count(distinct (event_id, target_system)) from saga.dead_letter_request"),
            fmt::format("{0} {0}", kWaves * kWave));
  EXPECT_GE(of_redis({"XLEN", std::string(kExternalReplay)}), kWaves * kWave);
  expect_each_once(kWaves * kWave);
  EXPECT_TRUE(redis_becomes({"LLEN", kQueue}, 0));
  EXPECT_GT(kills, kWaves);
  fmt::print("{} kills, {} replays, {} entries announced\n", kills.load(), accepted.load(),
             of_redis({"XLEN", std::string(kExternalReplay)}));
}

}  // namespace
}  // namespace saga::test
