// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/gateway/gateway.h"

#include "backend/payment/topics.h"
#include "tests/payment/system_fixture.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class GatewayTest : public SystemTest {
 protected:
  GatewayTest()
      : lease_(std::make_shared<Lease>(config_, clock_)),
        gateway_(make_gateway(config_, clock_, lease_, std::make_shared<RoutingKnowledge>(clock_))) {
    EXPECT_TRUE(lease_->tick());
  }

  static Delivery payment(const std::string& order, std::int64_t amount = 100, bool again = false) {
    const WallTime now = SystemClock().now();
    Event event{.event_id = new_uuid_v7(now),
                .event_type = "PaymentRequested",
                .saga_id = {},
                .correlation_id = {},
                .traceparent = traceparent_of(new_trace_id()),
                .occurred_at = now,
                .payload = {{"orderId", order}, {"userId", 7}, {"amount", amount}, {"currency", "KRW"}}};
    return {std::string(kPaymentRequested), "1-1", std::move(event), again};
  }
  std::vector<Event> first_requests(const std::vector<Delivery>& batch) {
    const auto handled = gateway_->handle(batch);
    EXPECT_TRUE(handled) << handled.error().message;
    std::vector<Event> events;
    for (const Outgoing& out : handled->send) {
      if (out.topic == "order.validation.requested") events.push_back(out.event);
    }
    return events;
  }

  SystemClock clock_;
  std::shared_ptr<Lease> lease_;
  std::unique_ptr<Handler> gateway_;
};

TEST_F(GatewayTest, ClaimsTheOrderAndStartsItsSaga) {
  const Delivery delivery = payment("o-1", 15000);
  const auto sent = first_requests({delivery});
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].payload["amount"], 15000);
  EXPECT_EQ(sent[0].correlation_id, delivery.event.event_id);
  EXPECT_EQ(sent[0].traceparent.substr(0, 35), delivery.event.traceparent.substr(0, 35));  // the same trace
  EXPECT_EQ(value("select r.route, r.saga_id = s.saga_id, s.status, s.current_step, s.open_effects, s.awaiting_reply "
                  "from saga.payment_route r join saga.saga_state s using (order_id)"),
            "EVENT_DRIVEN|t|RUNNING|OrderValidation|1|t");
  EXPECT_EQ(value("select step_name, direction, attempt, status from saga.saga_step_execution"),
            "OrderValidation|FORWARD|1|");
}

TEST_F(GatewayTest, ARepeatedRequestJoinsTheFirst) {
  EXPECT_EQ(first_requests({payment("o-1"), payment("o-2"), payment("o-1", 999)}).size(), 2U);
  EXPECT_EQ(first_requests({payment("o-1"), payment("o-3")}).size(), 1U);
  EXPECT_EQ(value("select count(*), count(distinct order_id), sum(amount) from saga.saga_state"), "3|3|300");
}

TEST_F(GatewayTest, AnEntryDeliveredAgainSendsTheSameSagasRequestOnce) {
  const auto first = first_requests({payment("o-1")});
  const auto again = first_requests({payment("o-1", 100, true)});
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].saga_id, first[0].saga_id);
  run("update saga.saga_state set current_step = 'BalanceDeduction'");
  EXPECT_TRUE(first_requests({payment("o-1", 100, true)}).empty());
}

TEST_F(GatewayTest, OneImpossibleRequestDoesNotStopTheOthers) {
  run("alter table saga.payment_route add constraint not_this_one check (order_id <> 'o-bad')");
  const auto handled = gateway_->handle(std::vector{payment("o-1"), payment("o-bad"), payment("o-2")});
  ASSERT_TRUE(handled) << handled.error().message;
  EXPECT_EQ(handled->later, std::vector<std::size_t>{1});
  EXPECT_EQ(value("select count(*) from saga.saga_state"), "2");
}

TEST_F(GatewayTest, AnUnusableRequestIsSaidToBe) {
  Delivery delivery = payment("o-1");
  delivery.event.payload.erase("amount");
  const auto handled = gateway_->handle(std::vector{delivery});
  ASSERT_TRUE(handled);
  ASSERT_EQ(handled->unusable.size(), 1U);
  EXPECT_EQ(handled->unusable[0].why, "payload.amount is not a whole number of minor units from 0");
}

}  // namespace
}  // namespace saga::test
