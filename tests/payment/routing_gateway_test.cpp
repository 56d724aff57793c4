// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "backend/domain/routing.h"
#include "backend/payment/gateway/gateway.h"
#include "backend/payment/topics.h"
#include "backend/redis/routing_keys.h"
#include "tests/payment/system_fixture.h"
#include "tests/support/manual_clock.h"
#include "tests/support/servers.h"

// The gateway by itself: which requests it starts as sagas and which it forwards, with a real PostgreSQL and Redis.
//
// That these tests can fail was shown by planting defects, one at a time, and taking them out again:
//   - in Gateway::transact (backend/payment/gateway/gateway.cpp) decide with `false` instead of asking who is a VIP
//   - there, forward what is LEGACY without asking claimed_orders(): a claimed order is sent both ways
//   - in RoutingKnowledge::combined forget `|| engaged_in_redis_`
//   - in RoutingKnowledge::state never set `unreadable`: requests wait for the database instead
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class RoutingGatewayTest : public SystemTest {
 protected:
  RoutingGatewayTest()
      : clock_(SystemClock().now()),
        knowledge_(std::make_shared<RoutingKnowledge>(clock_)),
        lease_(std::make_shared<Lease>(config_, clock_)),
        gateway_(make_gateway(config_, clock_, lease_, knowledge_)),
        redis_(open_client(config_.redis)) {
    EXPECT_TRUE(lease_->tick());
  }

  static Delivery payment(const std::string& order, std::int64_t user) {
    const WallTime now = SystemClock().now();
    Event event{.event_id = new_uuid_v7(now),
                .event_type = "PaymentRequested",
                .saga_id = {},
                .correlation_id = {},
                .traceparent = traceparent_of(new_trace_id()),
                .occurred_at = now,
                .payload = {{"orderId", order}, {"userId", user}, {"amount", 100}, {"currency", "KRW"}}};
    return {std::string(kPaymentRequested), "1-1", std::move(event), false};
  }
  void set(const std::string& name, const std::string& value) {
    run(
        fmt::format("update saga.feature_toggle set value = '{}', version = nextval('saga.toggle_version') "
                    "where name = '{}'",
                    value, name));
  }
  Handled handle(const std::vector<Delivery>& batch) {
    auto handled = gateway_->handle(batch);
    EXPECT_TRUE(handled) << handled.error().message;
    return handled ? *handled : Handled{};
  }
  // What goes on to the legacy path: "o-1 because …".
  static std::vector<std::string> forwarded(const Handled& handled) {
    std::vector<std::string> texts;
    for (const Outgoing& out : handled.send) {
      if (out.topic != kLegacyRequested) continue;
      const auto& payload = out.event.payload;
      texts.push_back(payload["orderId"].get<std::string>() + " because " +
                      payload["route"]["reason"].get<std::string>());
    }
    return texts;
  }
  // "o-1 because …", of the orders whose saga was started.
  std::string started() {
    return value(
        "select coalesce(string_agg(order_id || ' because ' || reason, ', ' order by order_id), 'nothing') from "
        "saga.payment_route r join saga.saga_state using (order_id) where r.route = 'EVENT_DRIVEN'");
  }

  ManualClock clock_;
  std::shared_ptr<RoutingKnowledge> knowledge_;
  std::shared_ptr<Lease> lease_;
  std::unique_ptr<Handler> gateway_;
  std::unique_ptr<redis::Client> redis_;
};

using S11FeatureToggle = RoutingGatewayTest;
using S12Canary = RoutingGatewayTest;
using S13Rollback = RoutingGatewayTest;

TEST_F(S11FeatureToggle, OffSendsTheRequestAsItIsToTheLegacyPath) {
  open_route(false);
  const Delivery delivery = payment("o-1", 7);
  const Handled handled = handle({delivery});
  ASSERT_EQ(handled.send.size(), 1U);
  EXPECT_EQ(handled.send[0].topic, "payment.legacy.requested");
  Event event = handled.send[0].event;
  EXPECT_EQ(event.payload["route"]["reason"], "the event-driven route is off");
  EXPECT_EQ(std::to_string(event.payload["route"]["toggleVersion"].get<int>()),
            value("select max(version) from saga.feature_toggle"));
  event.payload.erase("route");
  const std::string own = std::exchange(event.traceparent, delivery.event.traceparent);
  EXPECT_NE(own, delivery.event.traceparent) << "a span of its own";
  EXPECT_EQ(trace_id_of(own), trace_id_of(delivery.event.traceparent)) << "in the same trace";
  EXPECT_EQ(encode(event), encode(delivery.event));
  EXPECT_EQ(value("select count(*) from saga.payment_route"), "0") << "who pays it claims it";
}

TEST_F(S11FeatureToggle, IsObeyedFromTheNextRequestOn) {
  handle({payment("o-1", 7)});
  open_route(false);
  EXPECT_EQ(forwarded(handle({payment("o-2", 7)})),
            std::vector<std::string>{"o-2 because the event-driven route is off"});
  open_route();
  EXPECT_TRUE(forwarded(handle({payment("o-3", 7)})).empty());
  EXPECT_EQ(started(), "o-1 because canary, 7 < 100, o-3 because canary, 7 < 100");
}

TEST_F(S12Canary, EveryPaymentTakesTheRouteThatTheDecisionExplains) {
  set("payment.canary.percent", "30");
  run("insert into orders.vip_user select u from generate_series(1000, 1399, 7) u");
  std::vector<Delivery> batch;
  for (std::int64_t user = 1000; user < 1400; ++user) batch.push_back(payment(fmt::format("o-{}", user), user));
  std::map<std::string, std::string> legacy;
  for (std::size_t at = 0; at < batch.size(); at += 100) {
    const Handled handled = handle(std::vector(batch.begin() + static_cast<std::ptrdiff_t>(at),
                                               batch.begin() + static_cast<std::ptrdiff_t>(at) + 100));
    for (const Outgoing& out : handled.send) {
      if (out.topic == kLegacyRequested) legacy[out.event.payload["orderId"]] = out.event.payload["route"]["reason"];
    }
  }
  const RoutingState state{.enabled = true, .canary_percent = 30};
  int event_driven = 0;
  for (std::int64_t user = 1000; user < 1400; ++user) {
    const bool vip = (user - 1000) % 7 == 0;
    const RoutingDecision decision = decide(state, user, vip);
    const std::string order = fmt::format("o-{}", user);
    const std::string why = explain(decision, state, user);
    if (decision.route == Route::EventDriven) {
      ++event_driven;
      EXPECT_EQ(value("select reason from saga.payment_route where order_id = '" + order + "'"), why) << user;
      EXPECT_FALSE(legacy.contains(order)) << user;
    } else {
      EXPECT_EQ(legacy[order], why) << user;
    }
  }
  EXPECT_EQ(value("select count(*) from saga.saga_state"), std::to_string(event_driven));
  EXPECT_EQ(knowledge_->counts().event_driven, event_driven);
  EXPECT_EQ(knowledge_->counts().legacy, 400 - event_driven);
}

TEST_F(S12Canary, AVipOfThisMomentStays) {
  handle({payment("o-1", 7)});
  run("insert into orders.vip_user values (7), (100)");
  EXPECT_EQ(forwarded(handle({payment("o-2", 7), payment("o-3", 100)})),
            std::vector<std::string>{"o-2 because VIP user"});
  EXPECT_EQ(started(), "o-1 because canary, 7 < 100, o-3 because first users, id % 100 = 0");
}

TEST_F(S13Rollback, BeatsEverythingElseByEitherPath) {
  set("payment.emergency.rollback", "true");
  const std::string why = " because the emergency rollback is engaged";
  EXPECT_EQ(forwarded(handle({payment("o-1", 100)})), std::vector<std::string>{"o-1" + why});
  set("payment.emergency.rollback", "false");
  ASSERT_TRUE(redis::write_rollback(*redis_, true));
  clock_.turn(1100ms);
  EXPECT_EQ(forwarded(handle({payment("o-2", 100)})), std::vector<std::string>{"o-2" + why});
  ASSERT_TRUE(redis::write_rollback(*redis_, false));
  clock_.turn(1100ms);
  EXPECT_TRUE(forwarded(handle({payment("o-3", 100)})).empty());
  EXPECT_EQ(started(), "o-3 because first users, id % 100 = 0");
}

TEST_F(S13Rollback, AnOrderThatHasARouteKeepsIt) {
  handle({payment("o-1", 7)});
  run("insert into saga.payment_route (order_id, route, reason, toggle_version, requested_at) "
      "values ('o-2', 'LEGACY', 'VIP user', 1, now())");
  EXPECT_TRUE(handle({payment("o-2", 7)}).send.empty()) << "claimed LEGACY, and now the route is open";
  set("payment.emergency.rollback", "true");
  EXPECT_TRUE(handle({payment("o-1", 7), payment("o-2", 7)}).send.empty());
  EXPECT_EQ(forwarded(handle({payment("o-1", 7), payment("o-3", 7), payment("o-3", 7)})),
            std::vector<std::string>{"o-3 because the emergency rollback is engaged"});
}

// Who was paused knows nothing of what happened meanwhile, and must find out before it starts a saga.
TEST_F(S13Rollback, WhoWasPausedLooksAtTheSecondPathAgain) {
  knowledge_->redis_says(false);
  ASSERT_TRUE(redis::write_rollback(*redis_, true));
  clock_.turn(1100ms);
  EXPECT_EQ(forwarded(handle({payment("o-1", 7)})).size(), 1U);
  EXPECT_EQ(started(), "nothing");
}

TEST_F(S13Rollback, WithoutTogglesForThreeSecondsEverythingGoesToTheLegacyPath) {
  handle({payment("o-1", 7)});
  ASSERT_TRUE(test_postgres().stop());
  EXPECT_FALSE(gateway_->handle(std::vector{payment("o-2", 7)})) << "a short outage is waited for";
  clock_.turn(2900ms);
  EXPECT_FALSE(gateway_->handle(std::vector{payment("o-2", 7)}));
  EXPECT_FALSE(knowledge_->state().unreadable);
  clock_.turn(200ms);
  EXPECT_TRUE(knowledge_->state().unreadable);
  const Handled handled = handle({payment("o-2", 7)});
  ASSERT_TRUE(test_postgres().start());
  EXPECT_EQ(forwarded(handled), std::vector<std::string>{"o-2 because the toggles could not be read"});
}

// Nothing was read for long, but everything is there: that is no outage.
TEST_F(S13Rollback, WhoWasPausedForLongAsksBeforeItGivesUp) {
  handle({payment("o-1", 7)});
  clock_.turn(60s);
  EXPECT_TRUE(knowledge_->state().unreadable);
  EXPECT_TRUE(forwarded(handle({payment("o-2", 7)})).empty());
  EXPECT_EQ(started(), "o-1 because canary, 7 < 100, o-2 because canary, 7 < 100");
}

TEST_F(S13Rollback, WithTheDatabaseStoppedTheSecondPathNeedsNoThreeSeconds) {
  handle({payment("o-1", 7)});
  ASSERT_TRUE(test_postgres().stop());
  ASSERT_TRUE(redis::write_rollback(*redis_, true));
  knowledge_->redis_says(true);
  const Handled handled = handle({payment("o-2", 7)});
  ASSERT_TRUE(test_postgres().start());
  EXPECT_EQ(forwarded(handled), std::vector<std::string>{"o-2 because the emergency rollback is engaged"});
}

}  // namespace
}  // namespace saga::test
