// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/services/event_hub.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

namespace saga {
namespace {

SourceState state_of(Source source, int attempt = 0) { return SourceState{.source = source, .attempt = attempt}; }

TEST(EventHub, TellsNewcomersTheLastKnownStatesAtOnce) {
  auto hub = std::make_shared<EventHub>();
  hub->tell(state_of(Source::Postgres, 1));
  hub->tell(state_of(Source::Postgres, 2));
  hub->tell(state_of(Source::Redis, 3));
  PlatformStatus status;
  status.user = "kim";
  hub->tell(status);
  std::vector<int> attempts;
  std::string user;
  const auto subscription = hub->subscribe({.source = [&](const SourceState& s) { attempts.push_back(s.attempt); },
                                            .platform = [&](const PlatformStatus& p) { user = p.user; }});
  EXPECT_EQ(attempts, (std::vector<int>{2, 3}));
  EXPECT_EQ(user, "kim");
}

TEST(EventHub, UnsetCallbacksAreSkipped) {
  auto hub = std::make_shared<EventHub>();
  const auto subscription = hub->subscribe({});
  hub->tell(state_of(Source::Feed));
  hub->tell(FeedBatch{});
}

TEST(EventHub, NothingIsToldAfterTheEndEvenWithinACallback) {
  auto hub = std::make_shared<EventHub>();
  int told = 0;
  Subscription second;
  const auto first = hub->subscribe({.feed = [&](const FeedBatch&) { second.reset(); }});
  second = hub->subscribe({.feed = [&](const FeedBatch&) { ++told; }});
  hub->tell(FeedBatch{});
  EXPECT_EQ(told, 0);
}

TEST(EventHub, ASubscriptionMayOutliveWhatItIsFor) {
  auto hub = std::make_shared<EventHub>();
  auto subscription = hub->subscribe({});
  hub.reset();
  subscription.reset();
}

TEST(EventHub, EndingWaitsForTheCallbackThatRuns) {
  auto hub = std::make_shared<EventHub>();
  std::atomic<bool> ended = false;
  std::atomic<bool> told_after_end = false;
  std::atomic<bool> go_on = true;
  auto subscription = hub->subscribe({.feed = [&](const FeedBatch&) {
    if (ended) told_after_end = true;
  }});
  std::thread teller([&] {
    while (go_on) hub->tell(FeedBatch{});
  });
  subscription.reset();
  ended = true;
  for (int i = 0; i < 100; ++i) std::this_thread::yield();
  go_on = false;
  teller.join();
  EXPECT_FALSE(told_after_end);
}

}  // namespace
}  // namespace saga
