// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of external publishing that need no server.
#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "backend/payment/event.h"
#include "backend/payment/orchestrator/transition.h"
#include "backend/payment/publishing/circuit_breaker.h"
#include "backend/payment/publishing/delivery.h"
#include "backend/payment/publishing/outbox_mover.h"
#include "backend/payment/publishing/routes.h"
#include "backend/payment/publishing/sender_pool.h"
#include "tests/support/manual_clock.h"

namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

constexpr BreakerPolicy kPolicy{.failures = 3, .cool_down = 100ms, .cool_down_cap = 350ms};

class S8Breaker : public testing::Test {
 protected:
  void fail(int times) {
    for (int i = 0; i < times; ++i) {
      ASSERT_TRUE(breaker_.permit(clock_.monotonic()));
      breaker_.failed(clock_.monotonic());
    }
  }
  bool permit() { return breaker_.permit(clock_.monotonic()); }

  ManualClock clock_{WallTime{}};
  CircuitBreaker breaker_{kPolicy, clock_.monotonic()};
};

TEST_F(S8Breaker, OpensAfterSoManyFailuresInARow) {
  fail(2);
  ASSERT_TRUE(permit());
  breaker_.succeeded(clock_.monotonic());
  fail(2);
  EXPECT_EQ(breaker_.state(), BreakerState::Closed);
  fail(1);
  EXPECT_EQ(breaker_.state(), BreakerState::Open);
  EXPECT_EQ(breaker_.times_opened(), 1);
  EXPECT_FALSE(permit());
}

TEST_F(S8Breaker, LetsASingleDeliveryFindOutWhetherTheTargetIsBack) {
  fail(3);
  clock_.turn(99ms);
  EXPECT_FALSE(permit());
  clock_.turn(1ms);
  EXPECT_TRUE(permit());
  EXPECT_EQ(breaker_.state(), BreakerState::HalfOpen);
  EXPECT_FALSE(permit()) << "one is on its way";
  breaker_.succeeded(clock_.monotonic());
  EXPECT_EQ(breaker_.state(), BreakerState::Closed);
  EXPECT_TRUE(permit());
}

TEST_F(S8Breaker, WaitsTwiceAsLongAfterEachFailureUpToTheCap) {
  fail(3);
  for (const auto wait : {100ms, 200ms, 350ms, 350ms}) {
    clock_.turn(wait - 1ms);
    EXPECT_FALSE(permit()) << wait.count();
    clock_.turn(1ms);
    fail(1);
  }
  EXPECT_EQ(breaker_.times_opened(), 1) << "it was never closed in between";
  clock_.turn(350ms);
  ASSERT_TRUE(permit());
  breaker_.succeeded(clock_.monotonic());
  fail(3);
  clock_.turn(100ms);
  EXPECT_TRUE(permit()) << "closed once, it begins with the short wait again";
}

TEST_F(S8Breaker, AnAnswerToARequestFromBeforeClosesNothing) {
  ASSERT_TRUE(permit());
  fail(3);
  breaker_.succeeded(clock_.monotonic());
  EXPECT_EQ(breaker_.state(), BreakerState::Open);
}

TEST_F(S8Breaker, AProbeThatWasNotSentLetsAnotherTry) {
  fail(3);
  clock_.turn(100ms);
  ASSERT_TRUE(permit());
  breaker_.unused();
  EXPECT_TRUE(permit());
}

TEST(S8Backoff, DoublesUpToTheCapAndTakesUpToHalfAway) {
  const RetryPolicy policy{.max_attempts = 8, .backoff = 100ms, .backoff_cap = 1000ms};
  std::set<std::int64_t> waits;
  for (int attempt = 1; attempt <= 8; ++attempt) {
    const auto full = std::min<std::int64_t>(100 << (attempt - 1), 1000);
    for (int i = 0; i < 50; ++i) {
      const auto wait = backoff_of(policy, delivery_id(fmt::format("event-{}", i), "crm"), attempt).count();
      EXPECT_GE(wait, full / 2);
      EXPECT_LE(wait, full);
      if (attempt == 8) waits.insert(wait);
    }
  }
  EXPECT_GT(waits.size(), 20U) << "those that failed together come back together";
}

TEST(S9Routes, AreThoseOfTheDesign) {
  const std::map<std::string, std::vector<std::string>> design{
      {"PaymentCompleted", {"analytics", "warehouse", "crm"}},
      {"OrderCompleted", {"analytics", "inventory", "recommendation"}},
      {"OrderCreated", {"analytics"}},
      {"ProductPurchased", {"analytics", "recommendation"}},
      {"UserActivity", {"crm"}}};
  ASSERT_EQ(kExternalRoutes.size(), design.size());
  for (const ExternalRoute& route : kExternalRoutes) {
    const auto& targets = design.at(std::string(route.event_type));
    EXPECT_TRUE(std::ranges::equal(std::span(route.targets).first(route.target_count()), targets)) << route.event_type;
    for (const std::string& target : targets) {
      EXPECT_NE(std::ranges::find(kExternalTargets, target), kExternalTargets.end()) << target;
    }
  }
}

TEST(S8Delivery, TheVerdictOnEachAnswer) {
  const auto verdict = [](int status) { return verdict_of({.status = status, .text = {}, .problem = {}}); };
  for (const int status : {200, 201, 204}) EXPECT_EQ(verdict(status), Verdict::Sent) << status;
  for (const int status : {0, 301, 408, 429, 500, 502, 503, 504}) EXPECT_EQ(verdict(status), Verdict::Retry) << status;
  for (const int status : {400, 401, 404, 409, 410, 422}) EXPECT_EQ(verdict(status), Verdict::Refused) << status;
}

TEST(S8Delivery, CarriesTheEventAsTheStreamsDo) {
  const OpenDelivery delivery{.event_id = "0192",
                              .event_type = "PaymentCompleted",
                              .event_data = R"({"orderId":"O-7","amount":12})",
                              .saga_id = "",
                              .traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                              .order_key = "order/ä\r\nX: 1",
                              .occurred_at = "2026-03-11T02:43:43.204123Z",
                              .position = 9};
  const auto event = decode(event_text(delivery));
  ASSERT_TRUE(event) << event.error().message;
  EXPECT_EQ(event->event_id, "0192");
  EXPECT_EQ(event->payload.at("orderId"), "O-7");
  std::map<std::string, std::string> headers;
  for (const auto& [name, value] : headers_of(delivery, "crm")) headers[name] = value;
  EXPECT_EQ(headers["Delivery-Id"], "0192/crm");
  EXPECT_EQ(headers["Event-Type"], "PaymentCompleted");
  EXPECT_EQ(headers["traceparent"], delivery.traceparent);
  EXPECT_EQ(headers["Order-Key"], "order/%C3%A4%0D%0AX:%201") << "nothing in a key ends a header";

  OpenDelivery broken = delivery;
  broken.event_data = "no \"JSON";
  const auto text = nlohmann::json::parse(event_text(broken), nullptr, false);
  ASSERT_TRUE(text.is_object());
  EXPECT_EQ(text["payload"], "no \"JSON");
}

TEST(S8Delivery, AnErrorIsOneLineThatPostgresTakes) {
  const std::string text = error_text({.status = 503, .text = std::string("a\nb\0c\xff", 6), .problem = {}});
  EXPECT_EQ(text, "HTTP 503: a b c\xEF\xBF\xBD");
  EXPECT_EQ(error_text({.status = 404, .text = {}, .problem = {}}), "HTTP 404");
}

TEST(S8Delivery, BelongsToTheAggregateOfItsEvent) {
  EXPECT_EQ(order_key_of("OrderCreated", R"({"orderId":"O-7"})", "e"), "order/O-7");
  EXPECT_EQ(order_key_of("UserActivity", R"({"userId":42})", "e"), "user/42");
  EXPECT_EQ(order_key_of("PaymentCompleted", R"({"paymentId":"P","orderId":"O-7"})", "e"), "payment/P");
  EXPECT_EQ(order_key_of("PaymentCompleted", "{}", "e"), "event/e");
  EXPECT_EQ(order_key_of("PaymentCompleted", "[", "e"), "event/e");
}

// Answers as the test says, when the test says so.
class Script {
 public:
  HttpAnswer next(const HttpHeaders& headers) {
    std::unique_lock lock(mutex_);
    for (const auto& [name, value] : headers) {
      if (name == "Delivery-Id") sent_.push_back(value.substr(0, value.find('/')));
    }
    asked_.notify_all();
    answered_.wait(lock, [this] { return !answers_.empty(); });
    const int status = answers_.front();
    answers_.erase(answers_.begin());
    return {.status = status, .text = {}, .problem = "gone"};
  }
  void answer(std::initializer_list<int> statuses) {
    const std::scoped_lock lock(mutex_);
    answers_.insert(answers_.end(), statuses);
    answered_.notify_all();
  }
  std::vector<std::string> wait_for_sent(std::size_t count) {
    std::unique_lock lock(mutex_);
    asked_.wait_for(lock, 10s, [&] { return sent_.size() >= count; });
    return sent_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable asked_, answered_;
  std::vector<int> answers_;
  std::vector<std::string> sent_;
};

class ScriptedConnection final : public Connection {
 public:
  explicit ScriptedConnection(std::shared_ptr<Script> script) : script_(std::move(script)) {}
  HttpAnswer post(const std::string&, const HttpHeaders& headers) override { return script_->next(headers); }
  void abort() override { script_->answer({0}); }

 private:
  std::shared_ptr<Script> script_;
};

class S8SenderPool : public testing::Test {
 protected:
  std::unique_ptr<SenderPool> pool(int failures) {
    return std::make_unique<SenderPool>(
        PoolOptions{.target = "crm",
                    .connections = 1,
                    .timeout = 1s,
                    .breaker = {.failures = failures, .cool_down = 1s, .cool_down_cap = 1s},
                    .connect = [script = script_] { return std::make_unique<ScriptedConnection>(script); },
                    .may_send = [this](const OpenDelivery&) { return mine_.load(); }},
        clock_);
  }
  static OpenDelivery delivery(const std::string& id, const std::string& key) {
    return {.event_id = id,
            .event_type = "UserActivity",
            .event_data = "{}",
            .saga_id = {},
            .traceparent = {},
            .order_key = key,
            .occurred_at = {}};
  }
  // "a sent, b untried"
  static std::string told(const std::vector<Attempt>& attempts) {
    std::string text;
    for (const Attempt& attempt : attempts) {
      static constexpr std::array<const char*, 4> kWords{"sent", "retry", "refused", "untried"};
      text += (text.empty() ? "" : ", ") + attempt.delivery.event_id + " " +
              kWords.at(static_cast<std::size_t>(attempt.outcome));
    }
    return text;
  }
  static std::vector<Attempt> finish(SenderPool& pool, std::size_t count) {
    for (int i = 0; i < 200 && pool.finished() < count; ++i) pool.wait(count, 50ms);
    return pool.take_finished();
  }

  ManualClock clock_{WallTime{}};
  std::shared_ptr<Script> script_ = std::make_shared<Script>();
  std::atomic<bool> mine_ = true;
};

TEST_F(S8SenderPool, NothingOfAKeyOvertakesWhatHasToBeTriedAgain) {
  const auto sender = pool(100);
  for (const auto& [id, key] : {std::pair{"a1", "a"}, {"b1", "b"}, {"a2", "a"}, {"b2", "b"}}) {
    ASSERT_TRUE(sender->add(delivery(id, key)));
  }
  script_->answer({503, 200, 200});
  const auto done = finish(*sender, 4);
  EXPECT_EQ(told(done), "a1 retry, a2 untried, b1 sent, b2 sent");
  EXPECT_FALSE(sender->add(delivery("a3", "a"))) << "read before it was known that a1 failed";
  EXPECT_TRUE(sender->add(delivery("b3", "b")));
  script_->answer({200});
  EXPECT_EQ(told(finish(*sender, 1)), "b3 sent");
  sender->release(done);
  EXPECT_TRUE(sender->add(delivery("a1", "a")));
  script_->answer({200});
  EXPECT_EQ(told(finish(*sender, 1)), "a1 sent");
}

TEST_F(S8SenderPool, ARefusalHoldsNobodyBack) {
  const auto sender = pool(1);
  ASSERT_TRUE(sender->add(delivery("a1", "a")));
  ASSERT_TRUE(sender->add(delivery("a2", "a")));
  script_->answer({422, 200});
  EXPECT_EQ(told(finish(*sender, 2)), "a1 refused, a2 sent");
  EXPECT_EQ(sender->breaker().state(), BreakerState::Closed) << "a refusal is an answer";
}

TEST_F(S8SenderPool, WhileTheBreakerIsOpenNothingIsTriedAndNoAttemptUsedUp) {
  const auto sender = pool(2);
  for (const char* id : {"a", "b", "c", "d"}) ASSERT_TRUE(sender->add(delivery(id, id)));
  script_->answer({500, 500});
  const auto done = finish(*sender, 4);
  EXPECT_EQ(told(done), "a retry, b retry, c untried, d untried");
  sender->release(done);
  clock_.turn(1s);
  ASSERT_TRUE(sender->add(delivery("a", "a")));
  ASSERT_TRUE(sender->add(delivery("b", "b")));
  script_->answer({500});
  EXPECT_EQ(told(finish(*sender, 2)), "a retry, b untried") << "half open: one finds out";
}

TEST_F(S8SenderPool, SendsNothingOfWhatIsAnotherProcessesMeanwhile) {
  const auto sender = pool(5);
  ASSERT_TRUE(sender->add(delivery("a", "a")));
  EXPECT_EQ(script_->wait_for_sent(1).size(), 1U);
  ASSERT_TRUE(sender->add(delivery("b", "b")));
  mine_ = false;
  script_->answer({200});
  EXPECT_EQ(told(finish(*sender, 2)), "a sent, b untried");
}

TEST_F(S8SenderPool, EndsWhatHasNoAnswerInTime) {
  const auto sender = pool(5);
  ASSERT_TRUE(sender->add(delivery("a", "a")));
  EXPECT_EQ(script_->wait_for_sent(1).size(), 1U);
  sender->watch();
  EXPECT_EQ(sender->finished(), 0U);
  clock_.turn(2s);
  sender->watch();
  EXPECT_EQ(told(finish(*sender, 1)), "a retry");
}

TEST_F(S8SenderPool, StopsWithinItsGrace) {
  const auto sender = pool(5);
  ASSERT_TRUE(sender->add(delivery("a", "a")));
  EXPECT_EQ(script_->wait_for_sent(1).size(), 1U);
  ASSERT_TRUE(sender->add(delivery("b", "b")));
  sender->stop(10ms);
  EXPECT_EQ(told(sender->take_finished()), "a retry, b untried");
}

}  // namespace
}  // namespace saga::test
