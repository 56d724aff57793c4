// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "backend/payment/publishing/replay_handler.h"
#include "backend/payment/publishing/routes.h"
#include "backend/payment/receiver/receiver.h"
#include "backend/payment/topics.h"
#include "backend/redis/streams.h"
#include "tests/fault/process_fixture.h"
#include "tests/support/servers.h"

// One target alone fails while payments go on and the publisher is killed again and again; then the dead letters are
// replayed. A slice of it runs with the other fault tests; SAGA_PUBLISHING=whole is a minute's outage at 500 payments a
// second with 50 kills (`ctest --preset campaign`).
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct Size {
  double rate = 60;
  std::chrono::milliseconds before{500};
  std::chrono::milliseconds outage{5'000};
  std::chrono::milliseconds dead_after{2'000};
  int kills = 6;
};

Size size_of_run() {
  const char* name = std::getenv("SAGA_PUBLISHING");
  if (name == nullptr || std::string_view(name) != "whole") return {};
  return {.rate = 500, .before = 2s, .outage = 60s, .dead_after = 20s, .kills = 50};
}

class S8PublisherKilled : public ProcessTest {
 protected:
  S8PublisherKilled() {
    auto receiver = Receiver::start();
    EXPECT_TRUE(receiver) << receiver.error().message;
    receiver_ = std::move(*receiver);
    more_toml_ = fmt::format(
        "[external]\nmax_attempts = 5\nbackoff_ms = 50\nbackoff_cap_ms = 1000\ndead_after_seconds = {}\n"
        "breaker_cool_down_ms = 200\nbreaker_cool_down_cap_ms = 1000\n",
        size_.dead_after.count() / 1000);
    for (const std::string_view target : kExternalTargets) {
      more_toml_ +=
          fmt::format("[external.{}]\nurl = \"{}\"\ntimeout_ms = 10000\n", target, receiver_->url(std::string(target)));
    }
  }

  Ledger& ledger() { return receiver_->ledger(); }

  std::set<std::string> ids(const std::string& where) {
    std::set<std::string> all;
    const auto rows =
        admin_->read("select event_id || '/' || target_system from saga.external_event_log where " + where);
    EXPECT_TRUE(rows) << rows.error().message;
    if (!rows) return all;
    const auto read = rows->each([&](const pg::Row& row) { all.insert(row.text(0)); });
    EXPECT_TRUE(read);
    return all;
  }

  // Waits until what a killed publisher had sent is answered.
  void settle() {
    const auto requests = [this] {
      std::int64_t sum = 0;
      for (const std::string_view target : kExternalTargets) sum += ledger().counts(std::string(target)).requests;
      return sum;
    };
    for (std::int64_t before = -1; before != requests();) {
      before = requests();
      std::this_thread::sleep_for(50ms);
    }
  }

  // Kills the publisher, and notes what was in flight: accepted, and not written down as SENT.
  void kill(ChildProcess& publisher) {
    publisher.terminate(0ms, SIGKILL);
    settle();
    std::map<std::string, int> of_target;
    for (const std::string& id : ids("status <> 'SENT'")) {
      const std::string target = id.substr(id.find('/') + 1);
      if (ledger().times(target, id) == 0) continue;
      ++in_flight_[id];
      most_in_flight_ = std::max(most_in_flight_, ++of_target[target]);
    }
  }

  // Every delivery has arrived; those that arrived again were in flight at a kill, once for each time.
  void expect_each(const std::string& target) {
    const auto rows = ids(fmt::format("target_system = '{}'", target));
    const auto accepted = ledger().accepted(target);
    int lost = 0, foreign = 0, too_often = 0;
    for (const std::string& id : rows) lost += accepted.contains(id) ? 0 : 1;
    for (const auto& [id, times] : accepted) {
      foreign += rows.contains(id) ? 0 : 1;
      const auto found = in_flight_.find(id);
      if (times > 1 + (found != in_flight_.end() ? found->second : 0)) ++too_often;
    }
    EXPECT_EQ(lost, 0) << target;
    EXPECT_EQ(foreign, 0) << target;
    EXPECT_EQ(too_often, 0) << target << ": repeated without having been in flight at a kill";
    EXPECT_EQ(ledger().counts(target).order_violations, 0) << target;
  }

  void replay_dead_letters() {
    const auto rows = admin_->read(
        "select event_id, target_system, generation from saga.external_event_log where status = 'DEAD_LETTER'");
    ASSERT_TRUE(rows) << rows.error().message;
    std::vector<redis::Command> commands;
    const auto read = rows->each([&](const pg::Row& row) {
      EXPECT_EQ(row.text(1), "crm") << "only one target had an outage";
      commands.push_back(redis::xadd_command(
          kExternalReplay, "event", encode(replay_event(row.text(0), row.text(1), row.int32(2), SystemClock().now()))));
    });
    ASSERT_TRUE(read);
    const auto client = open_client(redis_);
    ASSERT_TRUE(redis::add_together(*client, commands));
  }

  Size size_ = size_of_run();
  std::unique_ptr<Receiver> receiver_;
  std::map<std::string, int> in_flight_;  // how many kills found a delivery accepted and not SENT
  int most_in_flight_ = 0;                // of one target at one kill
};

TEST_F(S8PublisherKilled, NothingIsLostAndOnlyWhatWasInFlightAtAKillArrivesTwice) {
  std::random_device device;
  const unsigned seed = device();
  std::mt19937 random(seed);
  run("update saga.feature_toggle set value = '100', version = nextval('saga.toggle_version') where name = "
      "'payment.canary.percent'");
  auto engine = start("engine", "gateway,orchestrator,orders,balances,products,payments,legacy,janitor");
  std::optional<ChildProcess> publisher = start("publisher", "publisher");
  keep_paying(size_.rate);
  std::this_thread::sleep_for(size_.before);

  receiver_->behave("crm", {.fail = 1});
  const auto begun = Clock::now();
  const auto between = size_.outage / size_.kills;
  std::uniform_int_distribution<std::int64_t> jitter(0, between.count() / 2);
  const std::string breaker = "select state <> 'CLOSED' from saga.external_target where target_system = 'crm'";
  bool opened = false;
  for (int kills = 0; kills < size_.kills; ++kills) {
    std::this_thread::sleep_until(begun + between * kills + between / 2 + std::chrono::milliseconds(jitter(random)));
    opened = opened || value(breaker) == "t";
    ASSERT_TRUE(publisher->running()) << log_of("publisher");
    kill(*publisher);
    publisher = start("publisher", "publisher");
  }
  std::this_thread::sleep_until(begun + size_.outage);
  // Each kill may have come just before: as long as the target fails, it opens.
  EXPECT_TRUE(opened || becomes(breaker, "t")) << "the breaker was never seen open";
  // Whatever was dead then is a dead letter of the outage.
  EXPECT_TRUE(becomes("select count(*) > 0 from saga.external_event_log where status = 'DEAD_LETTER'", "t"));
  receiver_->behave("crm", {});
  EXPECT_TRUE(becomes("select state from saga.external_target where target_system = 'crm'", "CLOSED"));
  const auto patience = std::chrono::minutes(10);
  stop_paying(patience);

  for (const char* schema : {"orders", "payments"}) {
    ASSERT_TRUE(becomes(fmt::format("select count(*) from {}.outbox", schema), "0", patience));
  }
  ASSERT_TRUE(
      becomes("select count(*) from saga.external_event_log where status in ('PENDING', 'FAILED')", "0", patience));
  const auto dead = ids("status = 'DEAD_LETTER'");
  EXPECT_FALSE(dead.empty());

  const auto crm_before = ledger().accepted("crm");
  std::map<std::string, std::int64_t> others_before;
  for (const std::string_view target : kExternalTargets) {
    others_before[std::string(target)] = ledger().counts(std::string(target)).requests;
  }
  replay_dead_letters();
  ASSERT_TRUE(becomes("select count(*) from saga.external_event_log where status <> 'SENT'", "0", patience));
  const auto crm = ledger().accepted("crm");
  int replayed_once = 0;
  for (const std::string& id : dead) {
    const auto before = crm_before.find(id);
    const auto after = crm.find(id);
    if (after != crm.end() && after->second == 1 + (before != crm_before.end() ? before->second : 0)) ++replayed_once;
  }
  EXPECT_EQ(replayed_once, static_cast<int>(dead.size())) << "a replay arrives exactly once";
  for (const std::string_view target : kExternalTargets) {
    if (target == "crm") continue;
    EXPECT_EQ(ledger().counts(std::string(target)).requests, others_before[std::string(target)])
        << target << " was asked because of a replay for crm";
  }
  std::int64_t repeated = 0, deliveries = 0;
  for (const std::string_view target : kExternalTargets) {
    expect_each(std::string(target));
    repeated += ledger().counts(std::string(target)).repeated;
    deliveries += ledger().counts(std::string(target)).deliveries;
  }
  EXPECT_GT(deliveries, 100) << "too little to prove anything";
  EXPECT_TRUE(publisher->terminate(10s, SIGTERM).ok()) << log_of("publisher");
  EXPECT_TRUE(engine.terminate(10s, SIGTERM).ok()) << log_of("engine");
  std::cout << fmt::format(
      "seed {}: {} payments, {} deliveries, {} kills, {} dead letters replayed, {} arrived again, at most {} in flight "
      "to "
      "a target at a kill\n",
      seed, paid(), deliveries, size_.kills, dead.size(), repeated, most_in_flight_);
}

}  // namespace
}  // namespace saga::test
