// SPDX-License-Identifier: GPL-3.0-or-later
// The attachment with its real threads, over fakes.
#include "backend/services/live_attachment.h"

#include <atomic>
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "tests/services/fakes.h"

namespace saga {
namespace {

using namespace std::chrono_literals;
using Health = SourceState::Health;

Connectors connectors_of(test::FakeServer& postgres, test::FakeServer& redis) {
  return {.read = [&] { return test::open_read(postgres); },
          .background = [&] { return test::open_background(postgres); },
          .act = [&] { return test::open_act(postgres); },
          .hints = [&] { return test::open_hints(redis); }};
}

// Waits for a condition that other threads bring about.
bool eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(1ms);
  }
  return true;
}

class Watcher {
 public:
  explicit Watcher(Attachment& attachment)
      : subscription_(attachment.subscribe({.source =
                                                [this](const SourceState& state) {
                                                  const std::lock_guard lock(mutex_);
                                                  health_[state.source] = state.health;
                                                },
                                            .feed =
                                                [this](const FeedBatch& batch) {
                                                  changed += static_cast<int>(batch.changed.size());
                                                  gaps += batch.gap ? 1 : 0;
                                                }})) {}
  bool is(Source source, Health health) {
    const std::lock_guard lock(mutex_);
    return health_[source] == health;
  }
  std::atomic<int> changed{0};
  std::atomic<int> gaps{0};

 private:
  std::mutex mutex_;
  std::map<Source, Health> health_;
  Subscription subscription_;  // last, so that it ends first
};

TEST(LiveAttachment, AnswersCallsOnItsOwnThreads) {
  test::FakeServer postgres;
  test::FakeServer redis;
  LiveAttachment attachment(connectors_of(postgres, redis));
  Watcher watcher(attachment);
  ASSERT_TRUE(eventually([&] { return watcher.is(Source::Postgres, Health::Connected); }));
  std::promise<Result<SagaPage>> page;
  attachment.page({}, {}, 10, [&](Result<SagaPage> answer) { page.set_value(std::move(answer)); });
  EXPECT_TRUE(page.get_future().get());
  ASSERT_TRUE(eventually([&] { return postgres.attempts >= 2; }));
  // The acting connection has no state of its own to wait for.
  ASSERT_TRUE(eventually([&] {
    std::promise<std::vector<ActionOutcome>> promise;
    attachment.request(Action::Retry, {{"a", 3}}, "why",
                       [&](std::vector<ActionOutcome> outcomes) { promise.set_value(std::move(outcomes)); });
    const auto outcomes = promise.get_future().get();
    return outcomes.size() == 1 && std::holds_alternative<Applied>(outcomes[0]);
  }));
}

TEST(LiveAttachment, AHintBringsAChangeSooner) {
  test::FakeServer postgres;
  test::FakeServer redis;
  LiveAttachment attachment(connectors_of(postgres, redis));
  Watcher watcher(attachment);
  ASSERT_TRUE(eventually(
      [&] { return watcher.is(Source::Redis, Health::Connected) && watcher.is(Source::Feed, Health::Connected); }));
  postgres.change("a");
  redis.hint();
  EXPECT_TRUE(eventually([&] { return watcher.changed == 1; }));
}

TEST(LiveAttachment, WithoutRedisChangesComeByPolling) {
  test::FakeServer postgres;
  test::FakeServer redis;
  redis.up = false;
  LiveAttachment attachment(connectors_of(postgres, redis));
  Watcher watcher(attachment);
  ASSERT_TRUE(eventually(
      [&] { return watcher.is(Source::Redis, Health::Lost) && watcher.is(Source::Feed, Health::Connected); }));
  postgres.change("a");
  EXPECT_TRUE(eventually([&] { return watcher.changed == 1; }));
}

TEST(LiveAttachment, ComesBackByItselfAndAsksToReadEverythingAgain) {
  test::FakeServer postgres;
  test::FakeServer redis;
  LiveAttachment attachment(connectors_of(postgres, redis));
  Watcher watcher(attachment);
  ASSERT_TRUE(eventually([&] { return watcher.is(Source::Feed, Health::Connected); }));
  postgres.up = false;
  redis.up = false;
  redis.hint();
  ASSERT_TRUE(eventually(
      [&] { return watcher.is(Source::Postgres, Health::Lost) && watcher.is(Source::Redis, Health::Lost); }));
  std::promise<std::vector<ActionOutcome>> promise;
  std::atomic<bool> refused = false;
  ASSERT_TRUE(eventually([&] {  // the acting connection finds out by its own ping
    attachment.latest_command("a", [&](const Result<std::optional<CommandRecord>>& found) {
      if (!found && found.error().kind == ErrorKind::Connection) refused = true;
    });
    return refused.load();
  }));
  postgres.up = true;
  redis.up = true;
  EXPECT_TRUE(eventually([&] {
    return watcher.is(Source::Postgres, Health::Connected) && watcher.is(Source::Redis, Health::Connected) &&
           watcher.gaps == 1;
  }));
}

TEST(LiveAttachment, AServerThatDoesNotAnswerTheConnectBlocksNoCall) {
  test::FakeServer postgres;
  test::FakeServer redis;
  std::promise<void> let_go;
  auto gate = let_go.get_future().share();
  auto connectors = connectors_of(postgres, redis);
  connectors.read = [&, gate]() -> Result<ReadSide> {
    gate.wait();
    return test::open_read(postgres);
  };
  LiveAttachment attachment(std::move(connectors));
  std::promise<Result<SagaPage>> page;
  attachment.page({}, {}, 10, [&](Result<SagaPage> answer) { page.set_value(std::move(answer)); });
  auto answer = page.get_future();
  ASSERT_EQ(answer.wait_for(5s), std::future_status::ready);
  EXPECT_EQ(answer.get().error().kind, ErrorKind::Connection);
  let_go.set_value();
}

// What came of a question in the background whose answer is known.
Result<int> asked(LiveAttachment& attachment, const Result<int>& answer) {
  // Shared: who waits may be gone before the one who answers has left set_value().
  const auto given = std::make_shared<std::promise<Result<int>>>();
  attachment.ask<int>(
      Lane::Background, [answer](Readers&) { return answer; },
      [given](Result<int> got) { given->set_value(std::move(got)); });
  return given->get_future().get();
}

TEST(LiveAttachment, AClickDoesNotWaitBehindALongQuestion) {
  test::FakeServer postgres;
  test::FakeServer redis;
  // Before the attachment: its threads may use them until it has ended.
  std::promise<void> let_go;
  std::promise<void> begun;
  std::promise<Result<int>> clicked;
  LiveAttachment attachment(connectors_of(postgres, redis));
  Watcher watcher(attachment);
  ASSERT_TRUE(eventually([&] { return watcher.is(Source::Postgres, Health::Connected); }));
  ASSERT_TRUE(eventually([&] { return asked(attachment, 1).has_value(); }));
  attachment.ask<int>(
      Lane::Background,
      [&](Readers&) -> Result<int> {
        begun.set_value();
        let_go.get_future().wait();
        return 1;
      },
      [](const Result<int>&) {});
  begun.get_future().wait();
  attachment.ask<int>(
      Lane::Interactive, [](Readers&) -> Result<int> { return 2; },
      [&](Result<int> answer) { clicked.set_value(std::move(answer)); });
  auto answer = clicked.get_future();
  const bool in_time = answer.wait_for(5s) == std::future_status::ready;
  let_go.set_value();
  ASSERT_TRUE(in_time);
  EXPECT_EQ(answer.get(), 2);
}

TEST(LiveAttachment, ALostBackgroundConnectionComesBackByItself) {
  test::FakeServer postgres;
  test::FakeServer redis;
  LiveAttachment attachment(connectors_of(postgres, redis));
  ASSERT_TRUE(eventually([&] { return asked(attachment, 1).has_value(); }));
  EXPECT_EQ(asked(attachment, std::unexpected(Error{ErrorKind::Connection, "gone"})).error().message, "gone");
  EXPECT_EQ(asked(attachment, 1).error().message, "gone") << "a connection that is gone was used again";
  EXPECT_TRUE(eventually([&] { return asked(attachment, 1).has_value(); }));
}

TEST(LiveAttachment, ShutsDownWhileAReadRunsAndAnswersNothingAfterwards) {
  test::FakeServer postgres;
  test::FakeServer redis;
  std::atomic<bool> gone = false;
  std::atomic<bool> answered_late = false;
  {
    LiveAttachment attachment(connectors_of(postgres, redis));
    Watcher watcher(attachment);
    ASSERT_TRUE(eventually([&] { return watcher.is(Source::Postgres, Health::Connected); }));
    postgres.hold_reads = true;
    for (int i = 0; i < 10; ++i) {
      attachment.page({}, {}, 10, [&](const Result<SagaPage>&) {
        if (gone) answered_late = true;
      });
    }
    ASSERT_TRUE(eventually([&] { return postgres.reads > 0; }));
  }
  gone = true;
  EXPECT_FALSE(answered_late);
  EXPECT_EQ(postgres.reads, 1);
  EXPECT_GE(postgres.cancelled, 1);
}

TEST(LiveAttachment, ComingAndGoingAtOnceIsClean) {
  test::FakeServer postgres;
  test::FakeServer redis;
  for (int i = 0; i < 30; ++i) {
    LiveAttachment attachment(connectors_of(postgres, redis));
    attachment.page({}, {}, 10, [](const Result<SagaPage>&) {});
    attachment.request(Action::Retry, {{"a", 1}}, "x", [](const std::vector<ActionOutcome>&) {});
    redis.hint();
    if (i % 3 == 0) std::this_thread::sleep_for(2ms);
  }
}

}  // namespace
}  // namespace saga
