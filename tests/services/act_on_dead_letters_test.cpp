// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/act_on_dead_letters.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "backend/services/browse_dead_letters.h"
#include "tests/support/manual_clock.h"

namespace saga::test {
namespace {

using Stage = LetterProgress::Stage;
using std::chrono::milliseconds;

// Deliveries in memory, with a database's and a publisher's manners.
class FakeQueue final : public DeadLetterQueue, public DeadLetterOperator {
 public:
  Result<std::vector<QueueSummary>> queues() override { return std::vector<QueueSummary>{}; }
  Result<std::vector<LetterGroup>> groups(const std::string&) override { return std::vector<LetterGroup>{}; }
  Result<LetterPage> page(const LetterFilter&, const std::optional<LetterCursor>& after, int limit) override {
    LetterPage page;
    std::size_t at = after ? static_cast<std::size_t>(after->died_at.time_since_epoch().count()) : 0;
    for (; at < letters.size() && page.letters.size() < static_cast<std::size_t>(limit); ++at) {
      page.letters.push_back(letters[at]);
    }
    if (at < letters.size()) page.next = LetterCursor{TimePoint{std::chrono::microseconds(at)}, ""};
    return page;
  }
  Result<std::vector<DeadLetter>> find(const std::vector<DeliveryId>& ids) override {
    std::vector<DeadLetter> found;
    for (const auto& id : ids) {
      const auto letter = std::ranges::find(letters, id, &DeadLetter::id);
      if (letter != letters.end()) found.push_back(*letter);
    }
    return found;
  }
  Result<std::vector<LetterRecord>> records(const std::vector<DeliveryId>& ids) override {
    if (looks_lost > 0) {
      --looks_lost;
      return std::unexpected(Error{ErrorKind::Connection, "gone"});
    }
    ++looks;
    std::vector<LetterRecord> found;
    for (const auto& id : ids) {
      if (becomes.contains(id)) found.push_back(becomes[id]);
    }
    return found;
  }
  std::vector<ActionOutcome> act(DeadLetterAction, const std::vector<LetterTarget>& targets,
                                 const std::string&) override {
    calls.push_back(targets.size());
    std::vector<ActionOutcome> outcomes;
    for (const auto& target : targets) {
      outcomes.push_back(answers.contains(target.id) ? answers[target.id] : Applied{"1", target.generation, {}, ""});
    }
    if (!first_answer.empty()) {
      outcomes.assign(targets.size(), first_answer.front());
      first_answer.erase(first_answer.begin());
    }
    return outcomes;
  }
  Result<std::optional<RevealedLetter>> reveal(const DeliveryId&, const std::string&) override { return std::nullopt; }

  std::vector<DeadLetter> letters;
  std::map<DeliveryId, LetterRecord> becomes;
  std::map<DeliveryId, ActionOutcome> answers;
  std::vector<ActionOutcome> first_answer;  // to whole calls
  std::vector<std::size_t> calls;
  int looks = 0;
  int looks_lost = 0;
};

class DeadLetterActions : public testing::Test {
 protected:
  std::vector<LetterProgress> act(const std::vector<LetterTarget>& targets) {
    const LetterWorld world{.operations = [&](bool anew) -> Result<DeadLetterOperator*> {
                              reopened += anew ? 1 : 0;
                              return &queue;
                            },
                            .queue = [&](bool) -> Result<DeadLetterQueue*> { return &queue; },
                            .sleep = [&](milliseconds time) { clock.turn(time); },
                            .clock = clock};
    return act_on_dead_letters(world, orders, targets);
  }
  static LetterRecord record(const DeliveryId& id, DeliveryStatus status, int generation = 1) {
    return {.id = id,
            .status = status,
            .generation = generation,
            .error = "HTTP 503",
            .action = "REPLAY",
            .action_generation = 1,
            .requested_by = "kim",
            .reason = "back"};
  }

  FakeQueue queue;
  ManualClock clock{WallTime{}};
  LetterOrders orders{.reason = "back", .rate = 0};
  int reopened = 0;
};

TEST_F(DeadLetterActions, AReplayIsDoneWhenItHasArrivedAndNotBefore) {
  queue.becomes = {{"a", record("a", DeliveryStatus::Sent)},
                   {"b", record("b", DeliveryStatus::DeadLetter, 2)},
                   {"c", record("c", DeliveryStatus::Pending)},
                   {"d", record("d", DeliveryStatus::Failed)}};
  queue.answers = {{"e", Refused{"it is on its way"}}, {"f", Conflict{"kim was faster", 1}}};
  const auto all = act({{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}, {"e", 1}, {"f", 1}});
  ASSERT_EQ(all.size(), 6U);
  EXPECT_EQ(all[0].stage, Stage::Applied);
  EXPECT_EQ(all[1].stage, Stage::DiedAgain);
  EXPECT_EQ(all[1].detail, "it died again: HTTP 503");
  EXPECT_EQ(all[2].stage, Stage::Unverified) << "patience ended";
  EXPECT_EQ(all[2].detail, "accepted, but it has not arrived yet");
  EXPECT_EQ(all[3].stage, Stage::Unverified);
  EXPECT_EQ(all[3].detail, "waits for its next attempt: HTTP 503");
  EXPECT_EQ(all[4].stage, Stage::Refused);
  EXPECT_EQ(all[5].stage, Stage::Conflict);
}

TEST_F(DeadLetterActions, ADiscardIsDoneAtOnceAndWithoutWaitingAReplayIsAccepted) {
  orders.action = DeadLetterAction::Discard;
  EXPECT_EQ(act({{"a", 1}})[0].stage, Stage::Applied);
  orders.action = DeadLetterAction::Replay;
  orders.wait = false;
  EXPECT_EQ(act({{"a", 1}})[0].stage, Stage::Accepted);
}

TEST_F(DeadLetterActions, ALostAnswerIsReadBack) {
  queue.first_answer = {OutcomeUnknown{Error{ErrorKind::InDoubt, "the connection was lost"}}};
  queue.looks_lost = 2;
  queue.becomes = {{"a", record("a", DeliveryStatus::Sent)},
                   {"b", {.id = "b", .status = DeliveryStatus::DeadLetter, .generation = 1}}};
  const auto all = act({{"a", 1}, {"b", 1}});
  EXPECT_EQ(all[0].stage, Stage::Applied);
  EXPECT_FALSE(all[0].error);
  EXPECT_EQ(all[1].stage, Stage::Unverified) << "nobody has asked for it, as far as one can see";
  EXPECT_EQ(queue.calls.size(), 1U) << "what may have been done is not done again";
}

TEST_F(DeadLetterActions, WhatMetAnotherTransactionIsTriedAgain) {
  const Failed deadlock{Error{ErrorKind::Conflict, "deadlock detected"}};
  queue.first_answer = {deadlock, deadlock};
  queue.becomes = {{"a", record("a", DeliveryStatus::Sent)}};
  EXPECT_EQ(act({{"a", 1}})[0].stage, Stage::Applied);
  queue.first_answer = {deadlock, deadlock, deadlock};
  EXPECT_EQ(act({{"a", 1}})[0].stage, Stage::Failed);
}

TEST_F(DeadLetterActions, ALostConnectionIsOpenedAnew) {
  queue.first_answer = {Failed{Error{ErrorKind::Connection, "gone"}}};
  std::vector<LetterTarget> targets;
  for (int i = 0; i < 201; ++i) targets.push_back({fmt::format("{}", i), 1});
  orders.wait = false;
  const auto all = act(targets);
  EXPECT_EQ(all[0].stage, Stage::Failed);
  EXPECT_EQ(all[200].stage, Stage::Accepted);
  EXPECT_EQ(reopened, 1);
}

TEST_F(DeadLetterActions, TheRateIsKeptOverTheWholeRun) {
  std::vector<LetterTarget> targets;
  for (int i = 0; i < 1'000; ++i) targets.push_back({fmt::format("{}", i), 1});
  orders.rate = 100;
  orders.wait = false;
  const auto begin = clock.monotonic();
  std::size_t told = 0;
  orders.progress = [&](std::size_t done, std::size_t of) {
    EXPECT_EQ(of, 1'000U);
    told = done;
  };
  act(targets);
  const auto took = std::chrono::duration_cast<milliseconds>(clock.monotonic() - begin);
  EXPECT_NEAR(static_cast<double>(took.count()), 9'950, 200) << "the last call goes out 5 before the end";
  EXPECT_EQ(told, 1'000U);
  EXPECT_EQ(*std::ranges::max_element(queue.calls), 5U);
  orders.rate = 0;
  queue.calls.clear();
  act(targets);
  EXPECT_EQ(queue.calls, (std::vector<std::size_t>{200, 200, 200, 200, 200}));
}

TEST_F(DeadLetterActions, TheTargetsAreFrozenOldestFirst) {
  for (int i = 0; i < 12'000; ++i) queue.letters.push_back({.id = fmt::format("{}", i), .generation = i % 3});
  const auto targets = freeze(queue, LetterFilter{.queue = "q"});
  ASSERT_TRUE(targets);
  ASSERT_EQ(targets->size(), 12'000U);
  EXPECT_EQ(targets->front(), (LetterTarget{"11999", 2}));
  EXPECT_EQ(targets->back(), (LetterTarget{"0", 0}));
  const auto named = freeze(queue, std::vector<DeliveryId>{"5", "none", "5"});
  ASSERT_TRUE(named);
  EXPECT_EQ(*named, (std::vector<LetterTarget>{{"5", 2}, {"none", 0}}));
}

class FakeLists final : public DeadLetterLists {
 public:
  Result<std::vector<std::int64_t>> lengths(const std::vector<std::string>&) override {
    return std::vector<std::int64_t>{};
  }
  Result<std::vector<ListedLetter>> entries(const std::string&, std::int64_t, int) override {
    if (down) return std::unexpected(Error{ErrorKind::Connection, "Redis is down"});
    return listed;
  }
  std::vector<ListedLetter> listed;
  bool down = false;
};

TEST(DeadLetterPlaces, TheListSaysWhereAndPostgresSaysWhat) {
  FakeQueue queue;
  queue.letters = {{.id = "a", .generation = 1},
                   {.id = "b", .generation = 2},
                   {.id = "c", .status = DeliveryStatus::Pending, .generation = 1}};
  FakeLists lists;
  lists.listed = {{7, "c", 1}, {8, "b", 1}, {9, "", 0}, {10, "a", 1}, {11, "gone", 1}};
  const auto placed = letters_at(queue, &lists, "q", 7, 5);
  ASSERT_TRUE(placed);
  EXPECT_TRUE(placed->from_list);
  ASSERT_EQ(placed->letters.size(), 5U);
  EXPECT_TRUE(placed->letters[0].stale) << "it is being sent";
  EXPECT_TRUE(placed->letters[1].stale) << "it died again since";
  EXPECT_FALSE(placed->letters[2].letter);
  EXPECT_FALSE(placed->letters[3].stale);
  EXPECT_EQ(placed->letters[3].index, 10);
  EXPECT_FALSE(placed->letters[4].letter);

  lists.down = true;
  const auto counted = letters_at(queue, &lists, "q", 1, 2);
  ASSERT_TRUE(counted);
  EXPECT_FALSE(counted->from_list);
  ASSERT_TRUE(counted->trouble);
  ASSERT_EQ(counted->letters.size(), 2U);
  EXPECT_EQ(counted->letters[0].letter->id, "b");
  EXPECT_EQ(counted->letters[0].index, 1);
}

TEST(DeadLetterCsv, ForeignTextIsOnlyText) {
  const std::string line = letter_csv_line({.id = "a", .error = "=HYPERLINK(\"x\")", .payload = "{\"a\":1,\"b\":2}"});
  EXPECT_NE(line.find("\"'=HYPERLINK(\"\"x\"\")\""), std::string::npos) << line;
  EXPECT_NE(line.find("\"{\"\"a\"\":1,\"\"b\"\":2}\"\r\n"), std::string::npos) << line;
  const auto commas = [](const std::string& text) { return std::ranges::count(text, ','); };
  EXPECT_EQ(commas(letter_csv_line({.id = "a"})), commas(letter_csv_header()));
}

}  // namespace
}  // namespace saga::test
