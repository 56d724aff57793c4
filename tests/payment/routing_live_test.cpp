// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>

#include <fmt/format.h>

#include "backend/payment/topics.h"
#include "backend/redis/routing_keys.h"
#include "tests/payment/system_fixture.h"
#include "tests/support/servers.h"

// The whole system while its toggles are changed by an operator's functions: what the next payments do, how soon, and
// what the gateway says about itself.
//
// That these tests can fail was shown by planting defects, one at a time, and taking them out again:
//   - in ToggleRelay::run (backend/payment/gateway/toggle_watch.cpp) return before the XADD: no hint is published
//   - in RedisWatch::run never call redis_says(): the second path is not heard
//   - in PostgresWatch::run never report
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class RoutingLiveTest : public SystemTest {
 protected:
  RoutingLiveTest() : redis_(open_client(config_.redis)) {}

  void request(const std::string& order, std::int64_t user = 7) {
    const WallTime now = SystemClock().now();
    const Event event{.event_id = new_uuid_v7(now),
                      .event_type = "PaymentRequested",
                      .saga_id = {},
                      .correlation_id = {},
                      .traceparent = traceparent_of(new_trace_id()),
                      .occurred_at = now,
                      .payload = {{"orderId", order}, {"userId", user}, {"amount", 100}, {"currency", "KRW"}}};
    ASSERT_TRUE(redis_->call({"XADD", std::string(kPaymentRequested), "*", "event", encode(event)}));
  }
  std::int64_t forwarded() {
    return redis::expect_integer(redis_->call({"XLEN", std::string(kLegacyRequested)})).value_or(-1);
  }
  template <class Ready>
  std::chrono::milliseconds until(Ready ready) {
    const auto begin = std::chrono::steady_clock::now();
    while (!ready() && std::chrono::steady_clock::now() - begin < 10s) std::this_thread::sleep_for(2ms);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  }
  std::string set_toggle(const std::string& value) {
    return value_of(
        fmt::format("saga.set_toggle('payment.event-driven.enabled', '{}', (select version from saga.feature_toggle "
                    "where name = 'payment.event-driven.enabled'), 'drill')",
                    value));
  }
  std::string value_of(const std::string& call) { return value("select outcome from " + call); }
  GatewayReport seen() {
    const auto reports = redis::read_reports(*redis_);
    return reports && reports->size() == 1 ? reports->front() : GatewayReport{};
  }

  std::unique_ptr<redis::Client> redis_;
};

using S11FeatureToggleLive = RoutingLiveTest;
using S13RollbackLive = RoutingLiveTest;

TEST_F(S11FeatureToggleLive, IsFlippedBothWaysWithoutARestart) {
  start();
  ASSERT_TRUE(becomes("select count(*) from saga.gateway_view", "1"));
  request("o-1");
  ASSERT_TRUE(becomes("select count(*) from saga.saga_state", "1"));
  std::chrono::milliseconds slowest{0};
  for (int flip = 0; flip < 6; ++flip) {
    const bool on = flip % 2 == 1;
    EXPECT_EQ(set_toggle(on ? "true" : "false"), "APPLIED");
    const std::string version = value("select max(version) from saga.feature_toggle");
    slowest =
        std::max(slowest, until([&] { return value("select toggle_version from saga.gateway_view") == version; }));
    const auto legacy_before = forwarded();
    const std::string sagas_before = value("select count(*) from saga.saga_state");
    request(fmt::format("o-flip-{}", flip));
    if (on) {
      EXPECT_TRUE(becomes("select count(*) from saga.saga_state", std::to_string(std::stoi(sagas_before) + 1)));
      EXPECT_EQ(forwarded(), legacy_before);
    } else {
      until([&] { return forwarded() > legacy_before; });
      EXPECT_EQ(forwarded(), legacy_before + 1);
      EXPECT_EQ(value("select count(*) from saga.saga_state"), sagas_before);
    }
  }
  // By the stream it is a tenth of a second, by polling a whole one; the machine may be busy.
  std::cout << "a flip was confirmed in the database within " << slowest.count() << " ms\n";
  EXPECT_LT(slowest, 700ms) << "the hint was not heard";
  EXPECT_TRUE(becomes("select legacy || ' ' || event_driven from saga.gateway_view", "3 4"));
}

TEST_F(S11FeatureToggleLive, WithoutAHintIsSeenByPollingWithinASecond) {
  config_.roles = {Role::Gateway};  // nobody relays
  start();
  ASSERT_TRUE(becomes("select count(*) from saga.gateway_view", "1"));
  EXPECT_EQ(set_toggle("false"), "APPLIED");
  const std::string version = value("select max(version) from saga.feature_toggle");
  const auto took = until([&] { return value("select toggle_version from saga.gateway_view") == version; });
  EXPECT_LT(took, 2s);
  EXPECT_EQ(redis::expect_integer(redis_->call({"XLEN", std::string(kToggleChanged)})), 0);
}

TEST_F(S13RollbackLive, IsConfirmedInBothPlacesAndBeatsTheToggle) {
  start();
  ASSERT_TRUE(becomes("select count(*) from saga.gateway_view", "1"));
  EXPECT_EQ(value_of("saga.engage_rollback('PSP down')"), "APPLIED");
  EXPECT_TRUE(
      becomes("select rollback, toggle_version = (select max(version) from saga.feature_toggle) "
              "from saga.gateway_view",
              "t|t"));
  EXPECT_LT(until([&] { return seen().rollback; }), 5s);
  request("o-1", 100);
  until([&] { return forwarded() > 0; });
  EXPECT_EQ(value("select count(*) from saga.saga_state"), "0");
  EXPECT_EQ(value_of("saga.release_rollback((select version from saga.feature_toggle where name = "
                     "'payment.emergency.rollback'), 'PSP is back')"),
            "APPLIED");
  EXPECT_TRUE(becomes("select rollback from saga.gateway_view", "f"));
  request("o-2", 100);
  EXPECT_TRUE(becomes("select count(*) from saga.saga_state", "1"));
}

TEST_F(S13RollbackLive, TheSecondPathAloneIsObeyed) {
  start();
  ASSERT_TRUE(becomes("select count(*) from saga.gateway_view", "1"));
  ASSERT_TRUE(redis::write_rollback(*redis_, true));
  EXPECT_LT(until([&] { return seen().rollback; }), 2s);
  EXPECT_TRUE(becomes("select rollback from saga.gateway_view", "t"));
  request("o-1", 100);
  until([&] { return forwarded() > 0; });
  EXPECT_EQ(forwarded(), 1);
  EXPECT_EQ(value("select count(*) from saga.saga_state"), "0");
}

TEST_F(S13RollbackLive, AGatewayThatEndsInGoodOrderIsNotWaitedFor) {
  start();
  ASSERT_TRUE(becomes("select count(*) from saga.gateway_view", "1"));
  until([&] { return !seen().instance.empty(); });
  stop();
  EXPECT_EQ(value("select count(*) from saga.gateway_view"), "0");
  EXPECT_EQ(seen().instance, "");
}

TEST_F(S13RollbackLive, RoutesAreComparedSideBySide) {
  run("insert into saga.payment_route (order_id, route, reason, toggle_version, outcome, latency, requested_at) "
      "select 'e-' || n, 'EVENT_DRIVEN', 'canary', 1, case when n <= 98 then 'COMPLETED' when n = 99 then "
      "'PAYMENT_FAILED' end, case when n <= 99 then n * interval '1 ms' end, now() from generate_series(1, 100) n");
  EXPECT_EQ(value("select route, payments, completed, failed, unfinished, p50_ms, round(p99_ms) from saga.route_view "
                  "order by route"),
            "EVENT_DRIVEN|100|98|1|1|50|98\nLEGACY|0|0|0|0||");
}

}  // namespace
}  // namespace saga::test
