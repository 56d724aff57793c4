// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>
#include <thread>

#include <fmt/format.h>

#include "backend/payment/runtime/consumer.h"
#include "backend/payment/runtime/trimming.h"
#include "backend/payment/topics.h"
#include "tests/payment/system_fixture.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class RuntimeOutage : public SystemTest {
 protected:
  // Pays for some seconds; meanwhile `outage` runs.
  template <class Outage>
  LoadResult pay_during(Outage outage) {
    LoadOptions options;
    options.rate = 60;
    options.duration = 6s;
    options.drain = 30s;
    options.users = 50;
    options.products = 10;
    std::jthread trouble([&] {
      std::this_thread::sleep_for(1s);
      outage();
    });
    auto result = run_load(config_, options, {}, [](std::string_view) {});
    EXPECT_TRUE(result) << result.error().message;
    return result ? *result : LoadResult{};
  }
  // Orders that a gateway sent to the legacy route alone, since it could not read the toggles for three seconds. A
  // request may come again when its saga has begun and the answer was lost: then the order has its route already.
  std::int64_t legacy_alone() {
    const auto entries = redis::parse_entries(
        *open_client(config_.redis)->call({"XRANGE", std::string(kLegacyRequested), "-", "+"}), kLegacyRequested);
    EXPECT_TRUE(entries);
    std::set<std::string> orders;
    for (const redis::StreamEntry& entry : *entries) {
      const auto event = decode(*entry.field("event"));
      EXPECT_TRUE(event);
      const std::string order = event->payload["orderId"];
      if (value(fmt::format("select count(*) from saga.saga_state where order_id = '{}'", order)) == "0") {
        orders.insert(order);
      }
    }
    return static_cast<std::int64_t>(orders.size());
  }
  void expect_all_ended(const LoadResult& result) {
    EXPECT_GT(result.sent, 20);
    EXPECT_EQ(value("select count(*) from saga.saga_state where active and parked_reason is null"), "0");
    EXPECT_EQ(value("select count(*) from saga.saga_state"), std::to_string(result.sent - legacy_alone()));
    EXPECT_EQ(value("select count(*) from saga.saga_state where parked_reason is not null"), "0");
    expect_sound();
  }
};

TEST_F(RuntimeOutage, RedisGoneForThreeSeconds) {
  start();
  expect_all_ended(pay_during([] {
    ASSERT_TRUE(test_redis().stop());
    std::this_thread::sleep_for(3s);
    ASSERT_TRUE(test_redis().start());
  }));
}

// Shorter than what makes a gateway route LEGACY.
TEST_F(RuntimeOutage, PostgresGoneForAMoment) {
  start();
  expect_all_ended(pay_during([] {
    ASSERT_TRUE(test_postgres().stop(PrivatePostgres::Stop::Immediate));
    std::this_thread::sleep_for(1500ms);
    ASSERT_TRUE(test_postgres().start());
  }));
}

TEST_F(RuntimeOutage, SessionsCutByTheServer) {
  start();
  expect_all_ended(pay_during([] {
    auto admin = open_session(test_postgres().conninfo());
    for (int i = 0; i < 20; ++i) {
      static_cast<void>(
          admin->query("select pg_terminate_backend(pid) from pg_stat_activity "
                       "where application_name like 'payment-sagad%'"));
      std::this_thread::sleep_for(100ms);
    }
  }));
}

TEST_F(RuntimeOutage, RedisEmptied) {
  for (auto& [step, deadline] : config_.deadlines) deadline = 500ms;
  start();
  const LoadResult result = pay_during([this] {
    auto client = open_client(config_.redis);
    ASSERT_TRUE(client->call({"FLUSHALL"}));
  });
  // A request that no gateway had read is gone with the data; every saga that was started ends.
  EXPECT_GT(result.completed, 20);
  EXPECT_TRUE(becomes("select count(*) from saga.saga_state where active and parked_reason is null", "0"));
  expect_sound();
}

// What a handler saw, told by a script.
class Scripted final : public Handler {
 public:
  struct State {
    std::mutex mutex;
    std::vector<std::string> seen;
    std::vector<std::size_t> batches;  // how many entries each call had
    int fail_first = 0;
    int told = 0;  // how often it was asked to tell again
  };
  explicit Scripted(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::string group() const override { return "orchestrator"; }
  std::vector<std::string> topics() const override { return {"order.validated", "payment.failed"}; }
  std::size_t batch_size() const override { return 2; }
  Result<std::vector<Outgoing>> tell_again() override {
    const std::lock_guard lock(state_->mutex);
    ++state_->told;
    return std::vector<Outgoing>{
        {"followed",
         Event{.event_id = "once more", .event_type = "X", .saga_id = "s", .correlation_id = {}, .traceparent = {}}}};
  }
  Result<Handled> handle(std::span<const Delivery> batch) override {
    const std::lock_guard lock(state_->mutex);
    if (state_->fail_first-- > 0) return std::unexpected(Error{ErrorKind::Connection, "gone for a moment"});
    Handled handled;
    state_->batches.push_back(batch.size());
    for (std::size_t i = 0; i < batch.size(); ++i) {
      state_->seen.push_back(batch[i].event.event_id + (batch[i].again ? " again" : ""));
      if (batch[i].event.event_id == "bad") handled.unusable.push_back({i, "makes no sense"});
      handled.send.push_back({"answers", batch[i].event});
    }
    return handled;
  }

 private:
  std::shared_ptr<State> state_;
};

class ConsumerTest : public testing::Test {
 protected:
  ConsumerTest() : endpoint_(fresh_redis()), client_(open_client(endpoint_)) {}

  void add(const std::string& topic, const std::string& id) {
    const Event event{.event_id = id, .event_type = "X", .saga_id = "s", .correlation_id = {}, .traceparent = {}};
    call({"XADD", topic, "*", "event", encode(event)});
  }
  redis::Reply call(const redis::Command& command) {
    auto reply = redis::expect_ok(client_->call(command));
    EXPECT_TRUE(reply) << reply.error().message;
    return reply.value_or(redis::Reply{});
  }
  std::unique_ptr<Consumer> consume(std::chrono::milliseconds gather = 0ms) {
    return std::make_unique<Consumer>(
        ConsumerOptions{.name = "test", .consumer = "one", .redis = endpoint_, .gather = gather},
        std::make_unique<Scripted>(state_));
  }
  std::vector<std::string> wait_for_seen(std::size_t count) {
    for (int i = 0; i < 200; ++i) {
      {
        const std::lock_guard lock(state_->mutex);
        if (state_->seen.size() >= count) return state_->seen;
      }
      std::this_thread::sleep_for(20ms);
    }
    const std::lock_guard lock(state_->mutex);
    return state_->seen;
  }
  std::int64_t pending(const std::string& topic) {
    return *(*call({"XPENDING", topic, "orchestrator"}).array())[0].integer();
  }

  redis::Endpoint endpoint_;
  std::unique_ptr<redis::Client> client_;
  std::shared_ptr<Scripted::State> state_ = std::make_shared<Scripted::State>();
};

TEST_F(ConsumerTest, HandlesSendsAndAcknowledges) {
  for (const char* id : {"1", "2", "3"}) add("order.validated", id);
  auto consumer = consume();
  EXPECT_EQ(wait_for_seen(3), (std::vector<std::string>{"1", "2", "3"}));
  consumer.reset();
  EXPECT_EQ(*call({"XLEN", "answers"}).integer(), 3);
  EXPECT_EQ(pending("order.validated"), 0);
}

// Planted and seen red: never set Consumer::next_read_, and each entry is a batch of its own.
TEST_F(ConsumerTest, EntriesGatherBetweenTwoReads) {
  auto consumer = consume(1s);
  add("order.validated", "1");
  EXPECT_EQ(wait_for_seen(1).size(), 1U);
  add("order.validated", "2");
  std::this_thread::sleep_for(50ms);
  add("order.validated", "3");
  EXPECT_EQ(wait_for_seen(3).size(), 3U);
  consumer.reset();
  EXPECT_EQ(state_->batches, (std::vector<std::size_t>{1, 2}));
}

TEST_F(ConsumerTest, WhatAKilledProcessHeldComesAgain) {
  call({"XGROUP", "CREATE", "order.validated", "orchestrator", "0", "MKSTREAM"});
  add("order.validated", "1");
  call({"XREADGROUP", "GROUP", "orchestrator", "one", "STREAMS", "order.validated", ">"});
  add("order.validated", "2");
  auto consumer = consume();
  EXPECT_EQ(wait_for_seen(2), (std::vector<std::string>{"1 again", "2"}));
}

TEST_F(ConsumerTest, WhatOthersFollowIsToldAgainOnceRedisHasLostItsData) {
  const auto told = [this] {
    const std::lock_guard lock(state_->mutex);
    return state_->told;
  };
  auto consumer = consume();
  add("order.validated", "1");
  EXPECT_EQ(wait_for_seen(1).size(), 1U);
  EXPECT_EQ(told(), 1) << "nobody can tell a new system from an empty Redis";
  consumer.reset();
  consumer = consume();
  add("order.validated", "2");
  EXPECT_EQ(wait_for_seen(2).size(), 2U);
  EXPECT_EQ(told(), 1) << "nothing was lost";
  call({"FLUSHALL"});
  for (int i = 0; i < 100 && told() == 1; ++i) std::this_thread::sleep_for(50ms);
  consumer.reset();
  EXPECT_EQ(told(), 2);
  EXPECT_EQ(*call({"XLEN", "followed"}).integer(), 1);
}

TEST_F(ConsumerTest, AFailingHandlerGetsTheSameBatchAgain) {
  state_->fail_first = 2;
  add("order.validated", "1");
  auto consumer = consume();
  EXPECT_EQ(wait_for_seen(1), (std::vector<std::string>{"1 again"}));
}

TEST_F(ConsumerTest, WhatCannotBeReadOrUsedIsParkedAndNeverLoops) {
  call({"XADD", "order.validated", "*", "event", "{broken"});
  call({"XADD", "order.validated", "*", "other", "field"});
  add("order.validated", "bad");
  add("order.validated", "good");
  auto consumer = consume();
  EXPECT_EQ(wait_for_seen(2), (std::vector<std::string>{"bad", "good"}));
  consumer.reset();
  EXPECT_EQ(pending("order.validated"), 0);
  EXPECT_EQ(*call({"LLEN", "dead-letter:order.validated"}).integer(), 3);
  const auto newest = nlohmann::json::parse(*call({"LINDEX", "dead-letter:order.validated", "0"}).text());
  EXPECT_EQ(newest["error"], "makes no sense");
  EXPECT_EQ(newest["target"], "orchestrator");
}

TEST_F(ConsumerTest, StopsWithinASecond) {
  auto consumer = consume();
  std::this_thread::sleep_for(50ms);
  const auto before = std::chrono::steady_clock::now();
  consumer->stop();
  EXPECT_LT(std::chrono::steady_clock::now() - before, 1s);
}

TEST_F(ConsumerTest, TrimmingNeverTakesWhatSomebodyHasStillToHandle) {
  for (int i = 0; i < 300; ++i) add("order.validated", std::to_string(i));
  const auto later = SystemClock().now() + 1h;
  EXPECT_EQ(trim_stream(*client_, "order.validated", later, 0s), 0);  // nobody has read anything yet
  call({"XGROUP", "CREATE", "order.validated", "orchestrator", "0"});
  call({"XGROUP", "CREATE", "order.validated", "other", "$"});
  EXPECT_EQ(trim_stream(*client_, "order.validated", later, 0s), 0);  // the slowest group decides
  call({"XREADGROUP", "GROUP", "orchestrator", "one", "COUNT", "300", "STREAMS", "order.validated", ">"});
  EXPECT_EQ(trim_stream(*client_, "order.validated", later, 0s), 0);  // delivered, but not acknowledged
  const auto all = call({"XRANGE", "order.validated", "-", "+"});
  for (std::size_t i = 0; i + 1 < all.array()->size(); ++i) {
    call({"XACK", "order.validated", "orchestrator", *(*(*all.array())[i].array())[0].text()});
  }
  EXPECT_EQ(trim_stream(*client_, "order.validated", later, 2h), 0);  // too young
  EXPECT_GT(trim_stream(*client_, "order.validated", later, 0s).value_or(0), 0);
  const auto rest = call({"XRANGE", "order.validated", "-", "+"});
  EXPECT_EQ(rest.array()->back(), all.array()->back());  // the one that is still pending
  EXPECT_EQ(trim_stream(*client_, "no.such.stream", later, 0s), 0);
}

}  // namespace
}  // namespace saga::test
