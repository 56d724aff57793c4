// SPDX-License-Identifier: GPL-3.0-or-later
// Row S7: what happened to an aggregate is appended in the transaction that changes it, numbered without a gap, and
// folds to its row. That all aggregates do after any other test is asked by expect_sound().
//
// Planted defects, each seen red: write no event for a refund (BalanceDeduction::execute); number the events of a batch
// from 1 (the statement in backend/payment/events/domain_events.cpp).
#include <fmt/format.h>

#include "tests/payment/shop.h"
#include "tests/payment/system_fixture.h"

namespace saga::test {
namespace {

using namespace saga::payment;

class S7_EventStore : public SystemTest {
 protected:
  // "1 OrderCreated, 2 OrderValidated"
  std::string story(const std::string& schema, const std::string& aggregate) {
    return value(
        fmt::format("select string_agg(sequence_number || ' ' || event_type, ', ' order by sequence_number)"
                    " from {}.event_store where aggregate_id = '{}'",
                    schema, aggregate));
  }
};

TEST_F(S7_EventStore, TellsTheStoryOfAPaymentThatWasUndone) {
  config_.faults["PaymentCreation"] = {{.kind = FaultKind::Decline, .permille = 1000, .message = "card refused"}};
  start();
  Shop shop(config_);
  const auto orders = shop.place(1, {.insufficient = 0, .invalid = 0, .no_stock = 0, .coupon = 100, .hot = 0});
  shop.ask(orders);
  ASSERT_TRUE(becomes(conditions_query(), "compensated 1"));
  const std::string& order = orders[0].order_id;
  EXPECT_EQ(story("orders", "order/" + order), "1 OrderCreated, 2 OrderValidated, 3 OrderCancelled");
  EXPECT_EQ(story("balances", fmt::format("account/{}/{}", orders[0].user_id, orders[0].currency)),
            "1 Deposited, 2 Debited, 3 Refunded");
  EXPECT_EQ(story("products", "reservation/" + order), "1 StockReserved, 2 StockConfirmed, 3 StockReleased");
  EXPECT_EQ(value("select count(*) from payments.event_store"), "0");
  EXPECT_EQ(value("select event_type from orders.outbox order by position"), "OrderCreated")
      << "the world is not told of a purchase that was none";
  expect_sound();
}

TEST_F(S7_EventStore, TellsTheStoryOfAPaymentAndTheOutboxTellsTheWorld) {
  start();
  Shop shop(config_);
  const auto orders = shop.place(1);
  shop.ask(orders);
  ASSERT_TRUE(becomes("select count(*) from orders.orders where status = 'COMPLETED'", "1"));
  EXPECT_EQ(story("orders", "order/" + orders[0].order_id), "1 OrderCreated, 2 OrderValidated, 3 OrderCompleted");
  EXPECT_EQ(value("select event_type from payments.event_store"), "PaymentCompleted");
  // One trace from the request to what goes out, and the saga that caused it.
  EXPECT_EQ(
      value("select o.event_type, o.saga_id = s.saga_id, substr(o.traceparent, 4, 32) = s.trace_id from (select * "
            "from orders.outbox union all select * from payments.outbox) o, saga.saga_state s "
            "where o.event_type <> 'OrderCreated' group by 1, 2, 3 order by 1"),
      "OrderCompleted|t|t\nPaymentCompleted|t|t\nProductPurchased|t|t\nUserActivity|t|t");
  EXPECT_EQ(value("select event_data::json ->> 'orderId', event_data::json ->> 'route' from payments.outbox"),
            orders[0].order_id + "|EVENT_DRIVEN");
  expect_sound();
}

// A batch has many events of one account: they are numbered in the batch, on from what is there.
TEST_F(S7_EventStore, AHotAccountIsNumberedWithoutAGap) {
  Shop shop(config_);
  auto orders = shop.place(120);
  const std::int64_t user = orders[0].user_id;
  const std::string currency = orders[0].currency;
  run(fmt::format(
      "update orders.orders set user_id = {0}, currency = '{1}', amount = 10;"
      "update orders.event_store set event_data = (event_data::jsonb || '{{\"userId\":{0},\"currency\":\"{1}\","
      "\"amount\":10}}')::text",
      user, currency));
  for (auto& order : orders) {
    order.user_id = user;
    order.currency = currency;
    order.amount = 10;
  }
  start();
  shop.ask(orders);
  EXPECT_TRUE(becomes(conditions_query(), "completed 120"));
  EXPECT_EQ(value(fmt::format("select count(*), max(sequence_number) from balances.event_store where aggregate_id = "
                              "'account/{}/{}'",
                              user, currency)),
            "121|121");
  expect_sound();
}

}  // namespace
}  // namespace saga::test
