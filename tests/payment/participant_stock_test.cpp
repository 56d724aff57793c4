// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "tests/payment/participant_fixture.h"

namespace saga::test {
namespace {

using payment::Delivery;
using payment::Role;

class StockTest : public ParticipantTest {
 protected:
  void SetUp() override {
    run("insert into products.product values (1, 'books', 100, 95, 5, 0), (2, 'toys', 200, 97, 3, 0);"
        "insert into products.stock_entry (product_id, order_id, kind, quantity) values"
        " (1, null, 'SUPPLY', 100), (2, null, 'SUPPLY', 100),"
        " (1, 'ORD-1', 'RESERVE', 2), (2, 'ORD-1', 'RESERVE', 3), (1, 'ORD-2', 'RESERVE', 3)");
    handler_ = participant(Role::Products);
  }
  Delivery confirmation(const std::string& order) { return forward("StockConfirmation", order, 7, 900); }
  void follow(std::string_view topic, const std::string& order) {
    EXPECT_TRUE(handle(*handler_, {event(topic, order)}).empty());
  }
  // "available/reserved/sold" of each product
  std::string stock() {
    return value(
        "select string_agg(available || '/' || reserved || '/' || sold, ' ' order by product_id)"
        " from products.product");
  }

  std::unique_ptr<payment::Handler> handler_;
};

TEST_F(StockTest, AReservationIsSold) {
  const auto reply = handle_one(*handler_, confirmation("ORD-1"));
  EXPECT_EQ(reply.topic, "stock.confirmed");
  EXPECT_EQ(reply.result().at("confirmed").size(), 2U);
  EXPECT_EQ(stock(), "95/3/2 97/0/3");
}

TEST_F(StockTest, WithoutAReservationThereIsNothingToSell) {
  const auto reply = handle_one(*handler_, confirmation("ORD-9"));
  EXPECT_EQ(reply.code(), "STOCK_INSUFFICIENT");
  EXPECT_FALSE(reply.retryable());
  EXPECT_EQ(stock(), "95/5/0 97/3/0");
}

TEST_F(StockTest, AConfirmationIsTakenBack) {
  const auto request = confirmation("ORD-1");
  static_cast<void>(handle_one(*handler_, request));
  const auto reply = handle_one(*handler_, undo(request));
  EXPECT_EQ(reply.topic, "stock.released");
  EXPECT_TRUE(reply.stood());
  EXPECT_EQ(stock(), "97/3/0 100/0/0");
  EXPECT_EQ(number("select count(*) from products.stock_entry where kind = 'RELEASE' and confirmed"), 2);
}

TEST_F(StockTest, AReleaseBeforeTheConfirmationEndsTheReservation) {
  const auto request = confirmation("ORD-1");
  EXPECT_FALSE(handle_one(*handler_, undo(request)).stood());
  EXPECT_EQ(stock(), "97/3/0 100/0/0");
  EXPECT_EQ(handle_one(*handler_, request).topic, "stock.confirmation.failed");
  EXPECT_EQ(stock(), "97/3/0 100/0/0");
  EXPECT_EQ(number("select count(*) from products.stock_entry where kind = 'RELEASE' and not confirmed"), 2);
}

TEST_F(StockTest, ACancelledOrderLetsItsReservationGoOnce) {
  follow("order.cancelled", "ORD-1");
  EXPECT_EQ(stock(), "97/3/0 100/0/0");
  follow("order.cancelled", "ORD-1");
  follow("order.validation.failed", "ORD-1");
  EXPECT_EQ(stock(), "97/3/0 100/0/0");
}

TEST_F(StockTest, AnOrderThatFailedValidationLetsItsReservationGo) {
  follow("order.validation.failed", "ORD-2");
  EXPECT_EQ(stock(), "98/2/0 97/3/0");
}

TEST_F(StockTest, WhatIsSoldStaysSoldHoweverTheOrderEnds) {
  static_cast<void>(handle_one(*handler_, confirmation("ORD-1")));
  follow("order.cancelled", "ORD-1");
  EXPECT_EQ(stock(), "95/3/2 97/0/3");
}

TEST_F(StockTest, RequestsAndEventsOfOneBatchBothCount) {
  const auto replies = handle(*handler_, {event("order.cancelled", "ORD-2"), confirmation("ORD-1")});
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].topic, "stock.confirmed");
  EXPECT_EQ(stock(), "98/0/2 97/0/3");
}

TEST_F(StockTest, AHotProductIsCountedOnceABatch) {
  run("update products.product set available = 0, reserved = 69 where product_id = 1;"
      "insert into products.stock_entry (product_id, order_id, kind, quantity)"
      " select 1, 'HOT-' || n, 'RESERVE', 1 from generate_series(1, 64) n");
  std::vector<Delivery> batch;
  for (int i = 1; i <= 64; ++i) batch.push_back(confirmation(fmt::format("HOT-{}", i)));
  for (const auto& reply : handle(*handler_, batch)) EXPECT_EQ(reply.topic, "stock.confirmed");
  EXPECT_EQ(value("select available || '/' || reserved || '/' || sold from products.product where product_id = 1"),
            "0/5/64");
}

}  // namespace
}  // namespace saga::test
