// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "backend/payment/topics.h"
#include "backend/redis/streams.h"
#include "tests/payment/shop.h"
#include "tests/payment/system_fixture.h"
#include "tests/support/servers.h"

// Row S16: one trace from the request to what goes outside, and in it a span for each message.
//
// Planted and seen red:
//   - in DomainEvents::publish (events/domain_events.cpp) hand on the traceparent of the cause: rows of the outboxes
//   have
//     the span of the request
//   - in Gateway::forward leave the traceparent as it came: the forwarded request has the span of the first, and one
//     that came without a trace has none
namespace saga::test {
namespace {

using namespace saga::payment;

class S16Traces : public SystemTest {
 protected:
  static constexpr const char* kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

  S16Traces() { config_.keep_streams = std::chrono::hours(1); }

  // Places an order and asks for its payment, as somebody who is being traced; its id.
  std::string pay_traced() {
    Shop shop(config_);
    const auto orders = shop.place(1, {.insufficient = 0, .invalid = 0, .no_stock = 0, .coupon = 100, .hot = 0});
    if (orders.empty()) return {};
    Event request = Shop::request_of(orders.front());
    request.traceparent = fmt::format("00-{}-00f067aa0ba902b7-01", kTrace);
    const auto client = open_client(config_.redis);
    EXPECT_TRUE(client->call(redis::xadd_command(kPaymentRequested, "event", encode(request))));
    return orders.front().order_id;
  }

  // Every message there is: "topic" -> traceparents.
  std::multimap<std::string, std::string> messages() {
    std::multimap<std::string, std::string> found;
    const auto client = open_client(config_.redis);
    for (const std::string& topic : all_topics()) {
      if (topic == kToggleChanged) continue;
      const auto reply = client->call({"XRANGE", topic, "-", "+"});
      EXPECT_TRUE(reply && reply->array() != nullptr) << topic;
      if (!reply || reply->array() == nullptr) continue;
      for (const redis::Reply& entry : *reply->array()) {
        const auto event = decode(*(*(*entry.array())[1].array())[1].text());
        EXPECT_TRUE(event) << topic;
        if (event) found.emplace(topic, event->traceparent);
      }
    }
    return found;
  }

  // The rows that wait to be published, too. They are of the orders that were asked for: placing one says so itself.
  void add_outboxes(std::multimap<std::string, std::string>& to) {
    for (const char* domain : {"orders", "balances", "products", "payments"}) {
      std::istringstream rows(value_in(
          domain, fmt::format("select event_type, coalesce(traceparent, '') from {}.outbox where event_type <> "
                              "'OrderCreated' order by position",
                              domain)));
      for (std::string row; std::getline(rows, row);) {
        to.emplace(fmt::format("outbox of {}: {}", domain, row.substr(0, row.find('|'))),
                   row.substr(row.find('|') + 1));
      }
    }
  }

  // All of one trace, and no two of one span.
  static void expect_one_trace(const std::multimap<std::string, std::string>& messages) {
    std::map<std::string, std::string> spans;
    for (const auto& [where, traceparent] : messages) {
      EXPECT_EQ(trace_id_of(traceparent), kTrace) << where << ": " << traceparent;
      if (traceparent.size() != 55) continue;
      const auto [first, fresh] = spans.emplace(traceparent.substr(36, 16), where);
      EXPECT_TRUE(fresh) << where << " has the span of " << first->second << ": " << traceparent;
    }
  }

  static std::string count_in(const std::multimap<std::string, std::string>& messages, const std::string& where) {
    return std::to_string(messages.count(where));
  }
};

TEST_F(S16Traces, OfAPaymentGoFromTheRequestToTheOutbox) {
  start();
  pay_traced();
  ASSERT_TRUE(becomes(conditions_query(), "completed 1"));
  ASSERT_TRUE(becomes_in("orders", "select count(*) from orders.outbox where event_type = 'UserActivity'", "1"));
  auto all = messages();
  EXPECT_EQ(all.size(), 9U);
  add_outboxes(all);
  EXPECT_EQ(count_in(all, "outbox of payments: PaymentCompleted"), "1");
  EXPECT_EQ(count_in(all, "outbox of orders: OrderCompleted"), "1");
  EXPECT_GE(all.count("outbox of orders: ProductPurchased"), 1U);
  expect_one_trace(all);
  EXPECT_EQ(value("select trace_id from saga.saga_state"), kTrace);
}

TEST_F(S16Traces, OfAPaymentThatIsUndoneGoThroughItsCompensations) {
  config_.faults["PaymentCreation"].push_back(
      {.kind = FaultKind::Decline, .permille = 1000, .message = "card refused"});
  start();
  pay_traced();
  ASSERT_TRUE(becomes(conditions_query(), "compensated 1"));
  const auto all = messages();
  EXPECT_EQ(count_in(all, "order.cancelled"), "1");
  EXPECT_EQ(all.size(), 15U);
  expect_one_trace(all);
}

// Two attempts fail, a person has it tried again, and that works: four requests, each with a span of its own.
TEST_F(S16Traces, OfASagaThatAPersonRetriesGoOn) {
  config_.retry = {
      .max_attempts = 2, .backoff = std::chrono::milliseconds(10), .backoff_cap = std::chrono::milliseconds(10)};
  config_.faults["BalanceDeduction"].push_back(
      {.kind = FaultKind::Fail, .permille = 1000, .attempts = 3, .message = "away"});
  start();
  pay_traced();
  ASSERT_TRUE(becomes(conditions_query(), "stuck 1"));
  EXPECT_EQ(request("RETRY"), "ACCEPTED");
  ASSERT_TRUE(becomes(conditions_query(), "completed 1"));
  const auto all = messages();
  EXPECT_EQ(count_in(all, "balance.deduction.requested"), "4");
  expect_one_trace(all);
}

TEST_F(S16Traces, OfAPaymentGoThroughItsRefund) {
  start();
  const std::string order = pay_traced();
  ASSERT_TRUE(becomes(conditions_query(), "completed 1"));
  ASSERT_EQ(value(fmt::format("select outcome from saga.refund(array['{}'], 'sent back')", order)), "ACCEPTED");
  ASSERT_TRUE(becomes(conditions_query(), "completed 2"));
  auto all = messages();
  EXPECT_EQ(count_in(all, "refund.order.cancelled"), "1");
  EXPECT_EQ(all.size(), 17U);
  add_outboxes(all);
  expect_one_trace(all);
  EXPECT_EQ(value("select distinct trace_id from saga.saga_state"), kTrace);
}

// The request is forwarded, paid, told to the outside, and given back.
TEST_F(S16Traces, OfALegacyPaymentGoOnInItsRefund) {
  open_route(false);
  start();
  const std::string order = pay_traced();
  ASSERT_TRUE(becomes("select outcome from saga.payment_route", "COMPLETED"));
  EXPECT_EQ(value("select trace_id from saga.payment_route"), kTrace);
  ASSERT_EQ(value(fmt::format("select outcome from saga.refund(array['{}'], 'sent back')", order)), "ACCEPTED");
  ASSERT_TRUE(becomes(conditions_query(), "completed 1"));
  auto all = messages();
  EXPECT_EQ(count_in(all, "payment.legacy.requested"), "1");
  EXPECT_EQ(all.size(), 10U);
  add_outboxes(all);
  EXPECT_EQ(count_in(all, "outbox of payments: PaymentCompleted"), "1");
  expect_one_trace(all);
}

// Whoever asks without a trace is given one, and it is the same on the whole way.
TEST_F(S16Traces, BeginAtTheGatewayIfThereIsNone) {
  open_route(false);
  start();
  Shop shop(config_);
  const auto orders = shop.place(1);
  Event request = Shop::request_of(orders.front());
  request.traceparent.clear();
  const auto client = open_client(config_.redis);
  ASSERT_TRUE(client->call(redis::xadd_command(kPaymentRequested, "event", encode(request))));
  ASSERT_TRUE(becomes("select outcome from saga.payment_route", "COMPLETED"));
  auto all = messages();
  all.erase(std::string(kPaymentRequested));
  add_outboxes(all);
  std::set<std::string> traces;
  for (const auto& [where, traceparent] : all) traces.insert(trace_id_of(traceparent));
  EXPECT_EQ(traces, std::set<std::string>{value("select trace_id from saga.payment_route")});
}

}  // namespace
}  // namespace saga::test
