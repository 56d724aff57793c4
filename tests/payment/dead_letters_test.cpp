// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>

#include <fmt/format.h>

#include "backend/payment/topics.h"
#include "backend/postgres/dead_letter_queue.h"
#include "backend/redis/dead_letter_lists.h"
#include "backend/services/act_on_dead_letters.h"
#include "backend/services/browse_dead_letters.h"
#include "tests/payment/publishing_fixture.h"
#include "tests/support/servers.h"

// S8, the operator's side: what has died is looked at and replayed, and each delivery arrives once, at its own target.
//
// Planted and seen red: in the script of dead_letter_list.cpp take what is dead no more out of the hash and not out of
// the list (OfAnOutage…: 120 entries are left of 60 letters that died twice, WhatIsDiscarded…)
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;
using Stage = LetterProgress::Stage;

constexpr const char* kQueue = "dead-letter:payment.completed";
const Behaviour kWell;

class S8DeadLettersReplay : public PublishingTest {
 protected:
  S8DeadLettersReplay() {
    config_.roles = {Role::Publisher, Role::Jobs};
    config_.external.dead_after = 2s;
    run("do $$ begin create role kim login in role saga_operator; exception when duplicate_object then null; end $$");
    queue_ = std::make_unique<pg::PgDeadLetterQueue>(as_kim());
    lists_ = std::make_unique<redis::RedisDeadLetterLists>(config_.redis);
  }
  void TearDown() override { stop(); }  // the receiver waits for who is still connected to it
  std::shared_ptr<pg::Session> as_kim() { return open_session(config_.saga_conninfo + " user=kim"); }

  // As sagactl does it, over a connection of its own.
  std::vector<LetterProgress> act(DeadLetterAction action, const std::vector<LetterTarget>& targets,
                                  const std::string& reason = "crm is back") {
    pg::PgDeadLetterOperator operations(as_kim());
    pg::PgDeadLetterQueue queue(as_kim());
    const SystemClock clock;
    const LetterWorld world{.operations = [&](bool) -> Result<DeadLetterOperator*> { return &operations; },
                            .queue = [&](bool) -> Result<DeadLetterQueue*> { return &queue; },
                            .sleep = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); },
                            .clock = clock};
    return act_on_dead_letters(
        world, {.action = action, .reason = reason, .rate = 0, .patience = 30s, .interval = 50ms}, targets);
  }
  std::vector<LetterTarget> dead() {
    const auto targets = freeze(*queue_, LetterFilter{.queue = kQueue});
    EXPECT_TRUE(targets) << targets.error().message;
    return targets.value_or(std::vector<LetterTarget>{});
  }
  // "applied 60": how many came to what.
  static std::string told(const std::vector<LetterProgress>& all) {
    std::map<Stage, int> counts;
    for (const LetterProgress& progress : all) ++counts[progress.stage];
    std::string text;
    for (const auto& [stage, name] : {std::pair{Stage::Applied, "applied"},
                                      {Stage::DiedAgain, "died again"},
                                      {Stage::Conflict, "conflict"},
                                      {Stage::Refused, "refused"},
                                      {Stage::Unverified, "unverified"},
                                      {Stage::Failed, "failed"}}) {
      if (counts.contains(stage)) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, counts[stage]);
    }
    return text;
  }
  static std::string why(const ActionOutcome& outcome) {
    if (const auto* failed = std::get_if<Failed>(&outcome)) return "failed: " + failed->error.message;
    if (const auto* refused = std::get_if<Refused>(&outcome)) return "refused: " + refused->reason;
    if (const auto* conflict = std::get_if<Conflict>(&outcome)) return "conflict: " + conflict->reason;
    return std::holds_alternative<Applied>(outcome) ? "applied" : "unknown";
  }
  // One call, which is done as a whole or not at all. One that meets the rows while the publisher holds them may be
  // refused by the server, and is made again.
  static std::vector<ActionOutcome> heard(DeadLetterOperator& who, DeadLetterAction action,
                                          const std::vector<LetterTarget>& targets, const std::string& reason) {
    std::vector<ActionOutcome> outcomes;
    for (int i = 0; i < 100; ++i) {
      outcomes = who.act(action, targets, reason);
      const auto* failed = std::get_if<Failed>(&outcomes.front());
      if (failed == nullptr) break;
      EXPECT_TRUE(failed->error.worth_retrying()) << failed->error.message;
      std::this_thread::sleep_for(50ms);
    }
    return outcomes;
  }
  void let_die(int count) {
    receiver_->behave("crm", {.fail = 1});
    publish("PaymentCompleted", count);
    ASSERT_TRUE(becomes(statuses("crm"), fmt::format("DEAD_LETTER {}", count), 60s));
    ASSERT_TRUE(becomes(statuses("warehouse"), fmt::format("SENT {}", count), 60s));
    ASSERT_TRUE(becomes(statuses("analytics"), fmt::format("SENT {}", count), 60s));
  }
  [[nodiscard]] testing::AssertionResult listed_becomes(std::int64_t count) {
    std::int64_t seen = -1;
    for (int i = 0; i < 400 && seen != count; ++i) {
      seen = lists_->lengths({kQueue}).value_or(std::vector<std::int64_t>{-1}).front();
      if (seen != count) std::this_thread::sleep_for(50ms);
    }
    if (seen == count) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "the list holds " << seen << ", not " << count;
  }
  std::int64_t announced() {
    const auto client = open_client(config_.redis);
    return redis::expect_integer(client->call({"XLEN", std::string(kExternalReplay)})).value_or(-1);
  }

  std::unique_ptr<DeadLetterQueue> queue_;
  std::unique_ptr<DeadLetterLists> lists_;
};

TEST_F(S8DeadLettersReplay, OfAnOutageArrivesOnceAndNowhereElse) {
  constexpr int kCount = 60;
  start_publisher();
  let_die(kCount);
  ASSERT_TRUE(listed_becomes(kCount));
  const auto groups = queue_->groups(kQueue);
  ASSERT_TRUE(groups) << groups.error().message;
  ASSERT_FALSE(groups->empty());
  std::int64_t grouped = 0;
  for (const LetterGroup& group : *groups) {
    EXPECT_EQ(group.target, "crm");
    grouped += group.letters;
  }
  EXPECT_EQ(grouped, kCount);
  const auto placed = letters_at(*queue_, lists_.get(), kQueue, 10, 5);
  ASSERT_TRUE(placed) << placed.error().message;
  ASSERT_EQ(placed->letters.size(), 5U);
  EXPECT_TRUE(placed->from_list);
  for (const PlacedLetter& letter : placed->letters) {
    ASSERT_TRUE(letter.letter);
    EXPECT_FALSE(letter.stale);
    EXPECT_NE(letter.letter->error.find("503"), std::string::npos) << letter.letter->error;
  }

  // Too early: all of them die again, and the first death is not replayed twice.
  const auto first = dead();
  EXPECT_EQ(told(act(DeadLetterAction::Replay, first)), fmt::format("died again {}", kCount));
  EXPECT_EQ(told(act(DeadLetterAction::Replay, first)), fmt::format("conflict {}", kCount));
  EXPECT_EQ(value("select min(generation) || ' ' || max(generation) from saga.external_event_log where "
                  "target_system = 'crm'"),
            "2 2");

  receiver_->behave("crm", kWell);
  const auto warehouse = counts("warehouse");
  const auto analytics = counts("analytics");
  EXPECT_EQ(told(act(DeadLetterAction::Replay, dead())), fmt::format("applied {}", kCount));
  EXPECT_EQ(arrived("crm"), "each once");
  EXPECT_EQ(counts("warehouse").requests, warehouse.requests) << "nobody else hears of a replay";
  EXPECT_EQ(counts("analytics").requests, analytics.requests);
  EXPECT_TRUE(listed_becomes(0));
  EXPECT_TRUE(becomes("select count(*) from saga.dead_letter_request where announced_at is null", "0"));
  EXPECT_EQ(announced(), 2 * kCount) << "other programs can see each replay";
  EXPECT_EQ(value("select count(*) from saga.dead_letter_request"), std::to_string(2 * kCount));
  EXPECT_EQ(told(act(DeadLetterAction::Replay, first)), fmt::format("refused {}", kCount)) << "they have arrived";
}

TEST_F(S8DeadLettersReplay, IsRefusedWhileADeliveryWaitsOrIsOnItsWay) {
  start_publisher();
  let_die(20);
  const auto targets = dead();
  config_.external.dead_after = 60s;  // from now on they wait
  config_.external.retry.max_attempts = 1'000;
  stop();
  start_publisher();
  pg::PgDeadLetterOperator kim(as_kim());
  for (const ActionOutcome& outcome : heard(kim, DeadLetterAction::Replay, targets, "one")) {
    EXPECT_TRUE(std::holds_alternative<Applied>(outcome)) << why(outcome);
  }
  for (const ActionOutcome& outcome : heard(kim, DeadLetterAction::Replay, targets, "two")) {
    EXPECT_TRUE(std::holds_alternative<Conflict>(outcome)) << why(outcome);
  }
  for (const ActionOutcome& outcome : heard(kim, DeadLetterAction::Discard, targets, "three")) {
    EXPECT_FALSE(std::holds_alternative<Applied>(outcome));
  }
  receiver_->behave("crm", kWell);
  EXPECT_TRUE(becomes(statuses("crm"), "SENT 20", 60s));
  EXPECT_EQ(arrived("crm"), "each once");
}

TEST_F(S8DeadLettersReplay, ByTwoAtOnceIsOneEffect) {
  start_publisher();
  let_die(100);
  receiver_->behave("crm", kWell);
  const auto targets = dead();
  std::string one, two;
  {
    const std::jthread kim([&] { one = told(act(DeadLetterAction::Replay, targets, "kim")); });
    const std::jthread lee([&] { two = told(act(DeadLetterAction::Replay, targets, "lee")); });
  }
  EXPECT_EQ(value("select count(*), count(distinct (event_id, target_system)) from saga.dead_letter_request"),
            "100|100")
      << one << "; " << two;
  EXPECT_EQ(value("select sum((after::jsonb ->> 'accepted')::int) from saga.operator_journal where area = "
                  "'dead-letters'"),
            "100");
  EXPECT_TRUE(becomes(statuses("crm"), "SENT 100"));
  EXPECT_EQ(arrived("crm"), "each once");
}

TEST_F(S8DeadLettersReplay, WhatIsDiscardedLeavesTheListAndComesBackWhenItIsRestored) {
  start_publisher();
  let_die(10);
  ASSERT_TRUE(listed_becomes(10));
  auto targets = dead();
  targets.resize(4);
  EXPECT_EQ(told(act(DeadLetterAction::Discard, targets, "test data")), "applied 4");
  EXPECT_TRUE(listed_becomes(6));
  receiver_->behave("crm", kWell);
  EXPECT_EQ(told(act(DeadLetterAction::Replay, dead())), "applied 6") << "those that are left";
  EXPECT_EQ(value(statuses("crm")), "DISCARDED 4, SENT 6");
  targets.resize(3);
  EXPECT_EQ(told(act(DeadLetterAction::Restore, targets, "it was not")), "applied 3");
  EXPECT_TRUE(listed_becomes(3));
  EXPECT_EQ(told(act(DeadLetterAction::Replay, dead())), "applied 3");
  EXPECT_EQ(value(statuses("crm")), "DISCARDED 1, SENT 9");
  EXPECT_EQ(counts("crm").accepted, 9);
  EXPECT_EQ(counts("crm").repeated, 0);
}

// Killed at any point, the jobs role announces late or twice; both times the delivery has moved on.
TEST_F(S8DeadLettersReplay, AnnouncedLateAndTwiceIsSentOnce) {
  config_.roles = {Role::Publisher};  // whoever announces died before it could
  start_publisher();
  let_die(30);
  receiver_->behave("crm", kWell);
  EXPECT_EQ(told(act(DeadLetterAction::Replay, dead())), "applied 30") << "the publisher needs no announcement";
  EXPECT_EQ(announced(), 0);
  stop();
  config_.roles = {Role::Publisher, Role::Jobs};
  start_publisher();
  const std::string unannounced = "select count(*) from saga.dead_letter_request where announced_at is null";
  EXPECT_TRUE(becomes(unannounced, "0"));
  EXPECT_EQ(announced(), 30);
  run("update saga.dead_letter_request set announced_at = null");  // as if it was killed before the note
  EXPECT_TRUE(becomes(unannounced, "0"));
  EXPECT_EQ(announced(), 60);
  // The entries have been handled.
  const auto client = open_client(config_.redis);
  std::int64_t pending = -1;
  std::int64_t lag = -1;
  for (int i = 0; i < 200 && (pending != 0 || lag != 0); ++i) {
    const auto groups = client->call({"XINFO", "GROUPS", std::string(kExternalReplay)});
    ASSERT_TRUE(groups && groups->array() != nullptr && !groups->array()->empty());
    const auto& fields = *groups->array()->front().array();
    for (std::size_t at = 0; at + 1 < fields.size(); at += 2) {
      if (*fields[at].text() == "pending") pending = *fields[at + 1].integer();
      if (*fields[at].text() == "lag" && fields[at + 1].integer() != nullptr) lag = *fields[at + 1].integer();
    }
    std::this_thread::sleep_for(50ms);
  }
  EXPECT_EQ(pending, 0);
  EXPECT_EQ(lag, 0);
  EXPECT_EQ(value(statuses("crm")), "SENT 30");
  EXPECT_EQ(arrived("crm"), "each once");
}

}  // namespace
}  // namespace saga::test
