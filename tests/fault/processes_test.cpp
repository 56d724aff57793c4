// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "backend/payment/topics.h"
#include "backend/redis/client.h"
#include "backend/redis/streams.h"
#include "tests/fault/process_fixture.h"
#include "tests/support/servers.h"

// Row S4: any number of processes share the work; killed, paused or stopped, each saga reaches its end.
//
// Planted and seen red:
//   - the epoch: in saga.hold_epoch (resources/sql/saga/009_workers.sql) return true without a look. It takes some
//     rounds until a paused process has something to write; tests/payment/fencing_test.cpp sees it at once
//   - taking over: in Consumer::claim_idle (runtime/consumer.cpp) return at once: what the killed process held is
//     pending for ever
//   - stopping: in Consumer::finish return at once: SIGTERM leaves pending entries
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class S4Processes : public ProcessTest {
 protected:
  // Waits until the instance has done something under as many epochs as are said.
  void wait_until_it_worked_under(int epochs, const std::string& instance) {
    const auto until = std::chrono::steady_clock::now() + 60s;
    while (epochs_of(instance) < epochs && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(100ms);
    ASSERT_EQ(epochs_of(instance), epochs);
  }

  // The epochs under which an instance of this name has changed a saga.
  std::int64_t epochs_of(const std::string& instance) {
    return number(
        "select count(distinct epoch) from saga.saga_change c join saga.worker w using (epoch) "
        "where w.instance = '" +
        instance + "'");
  }

  // What consumers of this name hold, over all streams and groups: "group topic entries" a line.
  std::string held_by(const std::string& consumer) {
    std::string text;
    auto client = open_client(redis_);
    for (const auto& [topic, group] : groups()) {
      const auto reply = redis::expect_ok(client->call({"XPENDING", topic, group, "-", "+", "1000", consumer}));
      if (!reply || reply->array() == nullptr || reply->array()->empty()) continue;
      text += fmt::format("{} {} {}\n", group, topic, reply->array()->size());
    }
    return text;
  }

  static std::vector<std::pair<std::string, std::string>> groups() {
    std::vector<std::pair<std::string, std::string>> groups{{std::string(kPaymentRequested), "gateway"}};
    for (const StepTopics& step : all_steps()) {
      for (const auto& leg : {step.forward, step.compensation}) {
        if (leg.request.empty()) continue;
        groups.emplace_back(leg.request, step.participant);
        groups.emplace_back(leg.done, "orchestrator");
        groups.emplace_back(leg.failed, "orchestrator");
      }
    }
    return groups;
  }
};

TEST_F(S4Processes, APausedProcessIsFencedWritesNothingAndGoesOnWithANewEpoch) {
  auto paused = start("paused");
  auto other = start("other");
  keep_paying();
  ASSERT_NO_FATAL_FAILURE(wait_until_it_worked_under(1, "paused"));
  for (int round = 0; round < 3; ++round) {
    paused.signal(SIGSTOP);
    std::this_thread::sleep_for(4s);  // past its lease
    paused.signal(SIGCONT);
    ASSERT_NO_FATAL_FAILURE(wait_until_it_worked_under(round + 2, "paused"));
  }
  stop_paying();
  expect_sound();
  EXPECT_EQ(number("select count(*) from saga.worker where instance = 'paused' and fenced_at is not null"), 3);
  EXPECT_EQ(number("select count(*) from saga.worker where instance = 'paused' and fenced_at is null"), 1);
  EXPECT_EQ(number("select count(*) from saga.worker where instance = 'other'"), 1);
  EXPECT_NE(log_of("paused").find("event=fenced"), std::string::npos);
  EXPECT_NE(log_of("other").find("event=fenced-others"), std::string::npos);
}

TEST_F(S4Processes, OneIsKilledAndTheOthersTakeOverItsWork) {
  auto whole = start("whole");
  auto killed = start("killed");
  auto gateway = start("part-1", "gateway");
  auto orchestrator = start("part-2", "orchestrator,janitor");
  auto participants = start("part-3", "orders,balances,products,payments");
  keep_paying(120);
  for (int round = 0; round < 4; ++round) {
    std::this_thread::sleep_for(1500ms);
    killed.terminate(0ms, SIGKILL);
    killed = start(round == 3 ? "late" : "killed");  // the last time nobody comes back under its name
  }
  std::this_thread::sleep_for(1s);
  stop_paying();
  const auto until = std::chrono::steady_clock::now() + 30s;
  while (!held_by("killed").empty() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(200ms);
  EXPECT_EQ(held_by("killed"), "");
  expect_sound();
  EXPECT_GE(number("select count(distinct w.instance) from saga.saga_change c join saga.worker w using (epoch)"), 3);
  // Its lease may run out later than what it held is claimed, which is by the age of the entry.
  const char* open = "select count(*) from saga.worker where instance = 'killed' and fenced_at is null";
  const auto fenced_until = std::chrono::steady_clock::now() + 30s;
  while (number(open) > 0 && std::chrono::steady_clock::now() < fenced_until) std::this_thread::sleep_for(200ms);
  EXPECT_EQ(number(open), 0);
}

TEST_F(S4Processes, StoppedUnderLoadOneFinishesWhatItHolds) {
  auto stopped = start("stopped");
  auto other = start("other");
  keep_paying(150);
  for (int round = 0; round < 3; ++round) {
    std::this_thread::sleep_for(1500ms);
    const auto began = std::chrono::steady_clock::now();
    const auto ended = stopped.terminate(10s, SIGTERM);
    EXPECT_TRUE(ended.ok()) << ended.text();
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
    EXPECT_EQ(held_by("stopped"), "");
    stopped = start("stopped");
  }
  stop_paying();
  expect_sound();
  // It gave its epochs back: nobody had to wait for the lease to run out.
  EXPECT_EQ(log_of("other").find("event=fenced-others"), std::string::npos);
}

}  // namespace
}  // namespace saga::test
