// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "backend/payment/event.h"
#include "tests/payment/publishing_fixture.h"

// S9: each event arrives at each of its targets, and only there.
//
// Planted and seen red: in backend/payment/publishing/routes.h send OrderCreated to crm as well. S9Routes in
// publishing_units_test.cpp sees it without a server.
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class S9Targets : public PublishingTest {
 protected:
  // The types of what a target has accepted, counted: "OrderCompleted 1, OrderCreated 2".
  std::string types_at(const std::string& target) {
    std::map<std::string, int> types;
    for (const auto& [id, times] : receiver_->ledger().accepted(target)) {
      types[value(
          fmt::format("select event_type from saga.external_event_log where event_id = '{}' and target_system = "
                      "'{}'",
                      id.substr(0, id.find('/')), target))] += times;
    }
    std::string text;
    for (const auto& [type, count] : types) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", type, count);
    return text;
  }
};

TEST_F(S9Targets, EachEventArrivesAtEachOfItsTargetsAndOnlyThere) {
  for (const char* type : {"PaymentCompleted", "OrderCompleted", "OrderCreated", "ProductPurchased", "UserActivity"}) {
    publish(type, 2);
  }
  start_publisher();
  ASSERT_TRUE(all_sent(20));
  EXPECT_EQ(types_at("analytics"), "OrderCompleted 2, OrderCreated 2, PaymentCompleted 2, ProductPurchased 2");
  EXPECT_EQ(types_at("warehouse"), "PaymentCompleted 2");
  EXPECT_EQ(types_at("crm"), "PaymentCompleted 2, UserActivity 2");
  EXPECT_EQ(types_at("inventory"), "OrderCompleted 2");
  EXPECT_EQ(types_at("recommendation"), "OrderCompleted 2, ProductPurchased 2");
  EXPECT_EQ(receiver_->ledger().targets().size(), 5U);
  EXPECT_TRUE(becomes("select count(*) from orders.outbox", "0"));
  EXPECT_TRUE(becomes("select count(*) from payments.outbox", "0"));
}

TEST_F(S9Targets, ADeliveryCarriesItsIdItsTypeTheTraceAndTheEvent) {
  const std::string trace = traceparent_of(new_trace_id());
  run(
      fmt::format("insert into orders.outbox (event_type, event_data, saga_id, traceparent) values ('OrderCreated', "
                  "'{{\"orderId\": \"O-7\", \"note\": \"€\"}}', '0192b1b0-0000-7000-8000-000000000001', '{}')",
                  trace));
  const std::string id = value("select event_id from orders.outbox");
  start_publisher();
  ASSERT_TRUE(all_sent(1));
  const Arrival arrival = receiver_->ledger().last("analytics");
  EXPECT_EQ(arrival.delivery_id, id + "/analytics");
  EXPECT_EQ(arrival.event_type, "OrderCreated");
  EXPECT_EQ(arrival.order_key, "order/O-7");
  EXPECT_EQ(arrival.traceparent, trace);
  const auto event = decode(arrival.body);
  ASSERT_TRUE(event) << event.error().message << '\n' << arrival.body;
  EXPECT_EQ(event->event_id, id);
  EXPECT_EQ(event->saga_id, "0192b1b0-0000-7000-8000-000000000001");
  EXPECT_EQ(event->payload.at("note"), "€");
}

TEST_F(S9Targets, APaymentIsHeardOfByAllOfThem) {
  config_.roles = {kAllRoles.begin(), kAllRoles.end()};
  start();
  const auto result = pay(10);
  ASSERT_EQ(result.ended(), 10);
  ASSERT_TRUE(becomes("select count(*) from saga.saga_state where status = 'COMPLETED'", "10"));
  EXPECT_TRUE(
      becomes("select string_agg(event_type || ' ' || n, ', ' order by event_type) from (select event_type, "
              "count(distinct event_id) n from saga.external_event_log where status = 'SENT' and event_type "
              "<> 'ProductPurchased' group by 1) x",
              "OrderCompleted 10, OrderCreated 10, PaymentCompleted 10, UserActivity 10"));
  ASSERT_TRUE(becomes("select count(*) from saga.external_event_log where status <> 'SENT'", "0"));
  for (const char* target : {"analytics", "warehouse", "crm", "inventory", "recommendation"}) {
    EXPECT_EQ(arrived(target), "each once") << target;
    EXPECT_EQ(counts(target).order_violations, 0) << target;
  }
  EXPECT_EQ(counts("warehouse").accepted, 10);
  EXPECT_EQ(counts("inventory").accepted, 10);
  EXPECT_EQ(counts("crm").accepted, 20);
  EXPECT_EQ(value("select count(*) from saga.external_event_log l join saga.saga_state s using (saga_id) where "
                  "l.event_type = 'PaymentCompleted' and split_part(l.traceparent, '-', 2) <> s.trace_id"),
            "0")
      << "one trace from the request to the outside";
  expect_sound();
}

TEST_F(S9Targets, OfATargetWithoutAUrlDeliveriesWaitUntilItHasOne) {
  const std::string url = config_.external.targets["crm"].url;
  config_.external.targets["crm"].url.clear();
  config_.external.dead_after = 1s;
  publish("PaymentCompleted", 3);
  start_publisher();
  EXPECT_TRUE(becomes(statuses("warehouse"), "SENT 3"));
  EXPECT_TRUE(becomes("select state from saga.external_target where target_system = 'crm'", "NO_URL"));
  EXPECT_EQ(value(statuses("crm")), "PENDING 3");
  stop();
  config_.external.targets["crm"].url = url;
  start_publisher();
  EXPECT_TRUE(becomes(statuses("crm"), "SENT 3"));
}

TEST_F(S9Targets, WithoutExternalTargetsTheOutboxIsLeftAlone) {
  config_.external.targets.clear();
  publish("OrderCreated", 3);
  start_publisher();
  EXPECT_EQ(value("select count(*) from saga.worker"), "0");
  stop();
  EXPECT_EQ(value("select count(*) from orders.outbox"), "3");
}

// A newer release writes it, and will publish it.
TEST_F(S9Targets, AnEventOfATypeThatNobodyKnowsStaysInTheOutbox) {
  run("insert into orders.outbox (event_type, event_data) values ('OrderGiftWrapped', '{}')");
  publish("OrderCreated");
  start_publisher();
  ASSERT_TRUE(all_sent(1));
  EXPECT_TRUE(becomes("select string_agg(event_type, ',') from orders.outbox", "OrderGiftWrapped"));
}

TEST_F(S9Targets, PeopleSeePayloadsMasked) {
  publish("UserActivity", R"({"userId": 7, "mail": "someone@example.com"})");
  start_publisher();
  ASSERT_TRUE(all_sent(1));
  EXPECT_EQ(value("select event_data::json ->> 'mail' from saga.external_event_view"), "***@***");
  EXPECT_EQ(value("select has_table_privilege('saga_viewer', 'saga.external_event_view', 'select'), "
                  "has_table_privilege('saga_viewer', 'saga.external_event_log', 'select'), "
                  "has_function_privilege('saga_operator', 'saga.replay_deliveries(uuid[], text[], integer[])', "
                  "'execute')"),
            "t|f|f");
}

}  // namespace
}  // namespace saga::test
