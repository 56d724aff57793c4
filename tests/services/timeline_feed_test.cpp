// SPDX-License-Identifier: GPL-3.0-or-later
// What the timeline keeps in memory, beside all that there is: nothing twice, nothing lost, whatever is read when. Seen
// red: with pages cut in the middle of a microsecond (it never ends then), and with no time left for a saga to commit.
#include "backend/services/timeline_feed.h"

#include <random>
#include <set>

#include <gmock/gmock.h>

#include "tests/support/fake_timeline.h"

namespace saga {
namespace {

using namespace std::chrono_literals;
using test::FakeTimeline;
using timeline::kOpen;
using timeline::micros;
using timeline::Span;

const TimePoint kNow{std::chrono::sys_days{std::chrono::year{2026} / 3 / 11} + 5h};

struct TimelineFeedTest : testing::Test {
  TimelineFeedTest() {
    system.names = {"Pay"};
    system.now = kNow;
  }
  void add(TimePoint from, std::chrono::microseconds lasts, Condition condition, bool legacy = false) {
    system.spans.push_back({.id = {1, ++next},
                            .start = micros(from),
                            .turned = micros(from),
                            .end = lasts < 0us ? kOpen : micros(from + lasts),
                            .condition = condition,
                            .legacy = legacy});
  }
  void day_of(int count) {
    for (int i = 0; i < count; ++i) {
      add(kNow - 24h + i * (24h / count), 80ms, Condition::Completed, i % 4 == 0);
    }
  }
  // As ids, none of them twice.
  static std::set<std::uint64_t> held(const TimelineSnapshot& snapshot) {
    std::set<std::uint64_t> ids;
    for (const auto* store : snapshot.spans.stores()) {
      for (std::size_t i = 0; i < store->size(); ++i) {
        EXPECT_TRUE(ids.insert(store->at(i).id.low).second) << store->at(i).id.low << " is there twice";
      }
    }
    return ids;
  }
  TimelineSnapshot read_all(TimePoint from) {
    for (int i = 0; i < 1000; ++i) {
      const auto snapshot = feed.read_back(system, from);
      EXPECT_TRUE(snapshot) << snapshot.error().message;
      if (snapshot->covers({micros(from), micros(kNow)}) || snapshot->full) return *snapshot;
    }
    ADD_FAILURE() << "it never ends";
    return {};
  }

  FakeTimeline system;
  TimelineFeed feed;
  std::uint64_t next = 0;
};

TEST_F(TimelineFeedTest, WhatGoesOnIsThereAtOnceAndThePastComesByAndBy) {
  day_of(1000);
  add(kNow - 5h, -1us, Condition::Stuck);
  const auto first = feed.refresh(system);
  ASSERT_TRUE(first);
  EXPECT_THAT(held(*first), testing::ElementsAre(1001));
  EXPECT_FALSE(first->covers({micros(kNow - 1h), micros(kNow)}));
  const TimelineSnapshot day = read_all(kNow - 24h);
  EXPECT_EQ(held(day).size(), 1001U);
  EXPECT_TRUE(day.covers({micros(kNow - 24h), micros(kNow)}));
}

TEST_F(TimelineFeedTest, ManyInTheSameMicrosecondAreAllRead) {
  for (int i = 0; i < 22'000; ++i) add(kNow - 2h, 80ms, Condition::Completed);
  day_of(5000);
  ASSERT_TRUE(feed.refresh(system));
  EXPECT_EQ(held(read_all(kNow - 24h)).size(), 27'000U);
}

TEST_F(TimelineFeedTest, AsMuchAsSystemDoesWhileItIsRead) {
  std::mt19937 random(5);
  day_of(4000);
  for (int i = 0; i < 50; ++i) add(kNow - std::chrono::seconds(random() % 3000), -1us, Condition::Running);
  ASSERT_TRUE(feed.refresh(system));
  for (int second = 1; second <= 80; ++second) {
    system.now = kNow + std::chrono::seconds(second);
    for (Span& span : system.spans) {  // some end, a few seconds ago by their own clocks
      if (span.end != kOpen || random() % 4 != 0) continue;
      span.end = std::max(span.start + 1, micros(system.now - std::chrono::milliseconds(random() % 9000)));
      span.condition = Condition::Completed;
    }
    for (int i = 0; i < 7; ++i)
      add(system.now - 200ms, i % 3 == 0 ? -1us : 100ms, i % 3 == 0 ? Condition::Running : Condition::Completed,
          i == 2);
    ASSERT_TRUE(feed.refresh(system));
    if (second % 3 == 0) {
      ASSERT_TRUE(feed.read_back(system, kNow - 24h));
    }
  }
  const TimelineSnapshot now = read_all(kNow - 24h);
  const auto held_now = held(now);
  EXPECT_EQ(held_now.size(), system.spans.size());
  std::int64_t open = 0, expected = 0;
  for (const auto* store : now.spans.stores()) {
    for (std::size_t i = 0; i < store->size(); ++i) open += store->at(i).end == kOpen ? 1 : 0;
  }
  for (const Span& span : system.spans) expected += span.end == kOpen ? 1 : 0;
  EXPECT_EQ(open, expected);
}

TEST_F(TimelineFeedTest, WhatWasLiveBecomesPastWithoutBeingReadAgain) {
  day_of(100);
  ASSERT_TRUE(feed.refresh(system));
  read_all(kNow - 24h);
  system.now = kNow + 4min;
  for (int i = 0; i < 31'000; ++i) add(kNow + i * 5ms, 80ms, Condition::Completed);
  const auto before = system.asked.size();
  const auto later = feed.refresh(system);
  ASSERT_TRUE(later);
  EXPECT_EQ(held(*later).size(), 31'100U);
  EXPECT_LT(later->spans.live->size(), 1000U) << "the settled ones are not built again every second";
  EXPECT_EQ(system.asked.size(), before);
}

TEST_F(TimelineFeedTest, WhatEndsBetweenTwoQuestionsHasEnded) {
  add(kNow - 5min, -1us, Condition::Running);
  ASSERT_TRUE(feed.refresh(system));
  system.now = kNow + 2s;
  system.after_open = [&] {
    system.spans.front().end = micros(kNow + 1s);
    system.spans.front().condition = Condition::Completed;
  };
  const auto snapshot = feed.refresh(system);
  ASSERT_TRUE(snapshot);
  EXPECT_THAT(held(*snapshot), testing::ElementsAre(1));
  EXPECT_EQ(snapshot->spans.live->at(0).condition, Condition::Completed);
}

TEST_F(TimelineFeedTest, WhenItIsFullWhatIsNewTakesThePlaceOfWhatIsOld) {
  TimelineFeed small(45'000);
  for (int i = 0; i < 22'000; ++i) add(kNow - 23h + i * 3s, 80ms, Condition::Completed);
  ASSERT_TRUE(small.refresh(system));
  while (!small.read_back(system, kNow - 24h)->covers({micros(kNow - 24h), micros(kNow)})) {
  }
  system.now = kNow + 4min;
  for (int i = 0; i < 31'000; ++i) add(kNow + i * 5ms, 80ms, Condition::Completed);
  const auto snapshot = small.refresh(system);
  ASSERT_TRUE(snapshot);
  EXPECT_TRUE(snapshot->full);
  EXPECT_LE(held(*snapshot).size(), 45'000U);
  EXPECT_TRUE(snapshot->covers({micros(kNow), micros(system.now)}));
  EXPECT_FALSE(snapshot->covers({micros(kNow - 23h), micros(kNow)})) << "it says what it does not hold any more";
}

TEST_F(TimelineFeedTest, AfterALongPauseItBeginsAnew) {
  day_of(1000);
  ASSERT_TRUE(feed.refresh(system));
  read_all(kNow - 24h);
  system.now = kNow + 2h;
  const auto snapshot = feed.refresh(system);
  ASSERT_TRUE(snapshot);
  EXPECT_FALSE(snapshot->covers({micros(kNow - 1h), micros(system.now)}));
  EXPECT_EQ(held(read_all(kNow - 24h)).size(), 1000U);
}

TEST_F(TimelineFeedTest, AJumpIntoThePastForgetsWhatIsBetween) {
  day_of(2000);
  ASSERT_TRUE(feed.refresh(system));
  read_all(kNow - 1h);
  feed.jump(kNow - 20h);
  auto past = feed.read_back(system, kNow - 21h);
  ASSERT_TRUE(past);
  EXPECT_TRUE(past->covers({micros(kNow - 21h), micros(kNow - 20h)}));
  EXPECT_FALSE(past->covers({micros(kNow - 10h), micros(kNow)}));
  EXPECT_EQ(past->read.size(), 2U) << "the past that was asked for, and what goes on";
}

}  // namespace
}  // namespace saga
