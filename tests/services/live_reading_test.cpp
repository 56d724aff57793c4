// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/live_reading.h"

#include <gtest/gtest.h>

#include "tests/services/fakes.h"
#include "tests/support/timed_executor.h"

namespace saga {
namespace {

using std::chrono::milliseconds;
using Health = SourceState::Health;

class LiveReadingTest : public testing::Test {
 protected:
  // One queue stands for both threads: what matters here is what happens when.
  LiveReadingTest() {
    subscription = hub->subscribe({.source = [this](const SourceState& s) { states[s.source] = s; },
                                   .platform = [this](const PlatformStatus&) { ++platforms; },
                                   .feed = [this](const FeedBatch& b) { batches.push_back(b); }});
    reading.start();
  }
  Result<SagaPage> page() {
    std::optional<Result<SagaPage>> answer;
    reading.call(Attachment::work_of<SagaPage>([](Readers& readers) { return readers.sagas->page({}, {}, 10); },
                                               [&](Result<SagaPage> page) { answer = std::move(page); }));
    executor.run_due();
    EXPECT_TRUE(answer) << "no answer";
    return answer.value_or(SagaPage{});
  }
  void go_down() {
    server.up = false;
    executor.run_for(LiveReading::kPollInterval);
  }

  test::ManualClock clock{WallTime(std::chrono::years(50))};
  test::TimedExecutor executor{clock};
  test::FakeServer server;
  std::shared_ptr<EventHub> hub = std::make_shared<EventHub>();
  std::map<Source, SourceState> states;
  std::vector<FeedBatch> batches;
  int platforms = 0;
  Subscription subscription;
  LiveReading reading{executor, executor, clock, hub, [this] { return test::open_read(server); }};
};

TEST_F(LiveReadingTest, ConnectsAndTellsHowTheSourcesAre) {
  EXPECT_EQ(states[Source::Postgres].health, Health::Connecting);
  EXPECT_EQ(page().error().kind, ErrorKind::Connection);  // not there yet
  executor.run_due();
  EXPECT_EQ(states[Source::Postgres].health, Health::Connected);
  EXPECT_EQ(states[Source::Postgres].latency, std::chrono::microseconds(300));
  EXPECT_EQ(states[Source::Postgres].last_answer, clock.now());
  EXPECT_EQ(states[Source::Feed].health, Health::Connected);
  EXPECT_EQ(platforms, 1);
  EXPECT_TRUE(page());
  executor.run_for(milliseconds(3000));
  EXPECT_EQ(platforms, 4);
}

TEST_F(LiveReadingTest, SomeoneWhoCannotWaitReconnectsAtOnceAndOnce) {
  executor.run_due();
  go_down();
  executor.run_for(milliseconds(20'000));
  server.up = true;
  const int opened = server.opened;
  EXPECT_EQ(states[Source::Postgres].health, Health::Lost);
  reading.reconnect();
  reading.reconnect();
  executor.run_due();
  EXPECT_EQ(states[Source::Postgres].health, Health::Connected);
  executor.run_for(milliseconds(6'000));
  EXPECT_EQ(server.opened - opened, 1) << "the attempt that was due later must not be made as well";
  reading.reconnect();
  executor.run_for(milliseconds(1'000));
  EXPECT_EQ(server.opened - opened, 1) << "a connection that is there stays";
}

TEST_F(LiveReadingTest, PollsAgainAndAgainAndTellsOnlyWhatChanged) {
  executor.run_due();
  const int before = server.polls;
  executor.run_for(milliseconds(1000));
  EXPECT_EQ(server.polls - before, milliseconds(1000) / LiveReading::kPollInterval);
  EXPECT_TRUE(batches.empty());
  server.change("a");
  executor.run_for(LiveReading::kPollInterval);
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_EQ(batches[0].changed, std::vector<SagaId>{"a"});
  EXPECT_FALSE(batches[0].gap);
}

TEST_F(LiveReadingTest, AHintIsFollowedAtOnceAndManyAreFewPolls) {
  executor.run_for(milliseconds(100));
  int before = server.polls;
  reading.hint();
  executor.run_due();
  EXPECT_EQ(server.polls - before, 1);
  before = server.polls;
  for (int i = 0; i < 1000; ++i) {
    reading.hint();
    executor.run_for(milliseconds(1));
  }
  EXPECT_LE(server.polls - before, 31);
  EXPECT_GE(server.polls - before, 25);
}

TEST_F(LiveReadingTest, HowFarTheFeedIsBehindIsTold) {
  executor.run_for(milliseconds(500));
  server.change("a");
  executor.run_for(milliseconds(600));
  EXPECT_EQ(states[Source::Feed].latency, milliseconds(40));
  executor.run_for(milliseconds(2000));
  EXPECT_EQ(states[Source::Feed].latency, milliseconds(0));  // nothing to be behind of
}

TEST_F(LiveReadingTest, ALostConnectionIsToldTriedAgainAndComesBackWithAGap) {
  executor.run_for(milliseconds(10'000));
  batches.clear();
  go_down();
  ASSERT_EQ(states[Source::Postgres].health, Health::Lost);
  EXPECT_EQ(states[Source::Feed].health, Health::Lost);
  EXPECT_EQ(states[Source::Postgres].error, test::kGone);
  const auto since = states[Source::Postgres].lost_since;
  ASSERT_TRUE(since);
  EXPECT_EQ(page().error().kind, ErrorKind::Connection);
  executor.run_for(milliseconds(3400));
  EXPECT_EQ(states[Source::Postgres].lost_since, since);
  EXPECT_GE(states[Source::Postgres].attempt, 3);
  ASSERT_TRUE(states[Source::Postgres].next_attempt);
  EXPECT_GT(*states[Source::Postgres].next_attempt, clock.now());

  server.up = true;
  executor.run_for(milliseconds(5000));
  EXPECT_EQ(states[Source::Postgres].health, Health::Connected);
  EXPECT_EQ(states[Source::Postgres].error, std::nullopt);
  ASSERT_EQ(batches.size(), 1U);
  EXPECT_TRUE(batches[0].gap);  // what changed meanwhile is not known
  EXPECT_TRUE(page());
}

TEST_F(LiveReadingTest, AttemptsComeAtOnceThenAfterHalfASecondThenLessOften) {
  executor.run_for(milliseconds(10'000));
  server.up = false;
  while (states[Source::Postgres].health != Health::Lost) executor.run_for(milliseconds(10));
  std::vector<milliseconds> after;
  const auto lost_at = clock.monotonic();
  int seen = server.attempts;
  for (int i = 0; i < 2400; ++i) {
    executor.run_for(milliseconds(10));
    if (server.attempts > seen) after.push_back(std::chrono::duration_cast<milliseconds>(clock.monotonic() - lost_at));
    seen = server.attempts;
  }
  // The first came at once. Then 0.5, 1, 2, 4, 5, 5 … seconds after the one before.
  ASSERT_GE(after.size(), 6U);
  const std::vector<int> expected{500, 1500, 3500, 7500, 12'500, 17'500};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_LE(std::chrono::abs(after[i] - milliseconds(expected[i])), milliseconds(60)) << after[i].count();
  }
}

TEST_F(LiveReadingTest, OneThatOpensAndBreaksAgainIsNotTriedWithoutPause) {
  executor.run_for(milliseconds(10'000));
  const int before = server.attempts;
  {
    const std::lock_guard lock(server.mutex);
    server.feed_errors.assign(100, Error{ErrorKind::Connection, "disk full", "", "53100"});
  }
  executor.run_for(milliseconds(10'000));
  EXPECT_LE(server.attempts - before, 7);
}

TEST_F(LiveReadingTest, AFeedThatCannotBeReadIsLostWithoutTheRest) {
  executor.run_for(milliseconds(1000));
  const int opened = server.opened;
  {
    const std::lock_guard lock(server.mutex);
    server.feed_errors.push_back(Error{ErrorKind::Permission, "no right"});
  }
  executor.run_for(milliseconds(300));
  EXPECT_EQ(states[Source::Feed].health, Health::Lost);
  EXPECT_EQ(states[Source::Postgres].health, Health::Connected);
  executor.run_for(milliseconds(1500));
  EXPECT_EQ(states[Source::Feed].health, Health::Connected);
  EXPECT_EQ(server.opened, opened);
}

TEST_F(LiveReadingTest, AfterShutDownNothingIsReadOrAnswered) {
  executor.run_due();
  reading.shut_down();
  bool answered = false;
  reading.call(Attachment::work_of<SagaPage>([](Readers& readers) { return readers.sagas->page({}, {}, 10); },
                                             [&](const Result<SagaPage>&) { answered = true; }));
  executor.run_for(milliseconds(5000));
  EXPECT_FALSE(answered);
  EXPECT_EQ(server.reads, 0);
}

}  // namespace
}  // namespace saga
