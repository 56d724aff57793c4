// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "tests/payment/participant_fixture.h"

namespace saga::test {
namespace {

using payment::Delivery;
using payment::Role;

class OrdersTest : public ParticipantTest {
 protected:
  void SetUp() override {
    run("insert into orders.orders (order_id, user_id, status, amount, currency, coupon_id) values"
        " ('ORD-1', 7, 'CREATED', 900, 'KRW', 'CPN-1'), ('ORD-2', 7, 'CREATED', 900, 'KRW', 'CPN-1'),"
        " ('ORD-3', 7, 'CREATED', 900, 'KRW', null), ('ORD-4', 8, 'CREATED', 900, 'KRW', 'CPN-1'),"
        " ('ORD-5', 7, 'COMPLETED', 900, 'KRW', null);"
        "insert into orders.coupon values ('CPN-1', 7, 100, 'ISSUED', null)");
    handler_ = participant(Role::Orders);
  }
  Delivery validation(const std::string& order, std::int64_t user = 7, std::int64_t amount = 900) {
    return forward("OrderValidation", order, user, amount);
  }
  std::string status(const std::string& order) {
    return value(fmt::format("select status from orders.orders where order_id = '{}'", order));
  }
  std::string coupon() { return value("select status || coalesce(' ' || used_by_order, '') from orders.coupon"); }
  void completed(const std::string& order) {
    EXPECT_TRUE(handle(*handler_, {event("payment.completed", order)}).empty());
  }

  std::unique_ptr<payment::Handler> handler_;
};

TEST_F(OrdersTest, AnOrderIsValidatedAndItsCouponUsed) {
  const auto reply = handle_one(*handler_, validation("ORD-1"));
  EXPECT_EQ(reply.topic, "order.validated");
  EXPECT_EQ(reply.result().at("couponId"), "CPN-1");
  EXPECT_EQ(status("ORD-1"), "VALIDATED");
  EXPECT_EQ(coupon(), "USED ORD-1");
}

TEST_F(OrdersTest, ACouponServesOneOrder) {
  const auto replies = handle(*handler_, {validation("ORD-1"), validation("ORD-2")});
  ASSERT_EQ(replies.size(), 2U);
  // A batch works in the order of its keys, so which of the two is first depends on their ids.
  const std::size_t first = replies[0].topic == "order.validated" ? 0 : 1;
  EXPECT_EQ(replies[first].topic, "order.validated");
  EXPECT_EQ(replies[1 - first].topic, "order.validation.failed");
  EXPECT_EQ(replies[1 - first].code(), "VALIDATION_FAILED");
  const std::string winner = first == 0 ? "ORD-1" : "ORD-2";
  const std::string loser = first == 0 ? "ORD-2" : "ORD-1";
  EXPECT_EQ(status(winner), "VALIDATED");
  EXPECT_EQ(status(loser), "VALIDATION_FAILED");
  EXPECT_EQ(coupon(), "USED " + winner);
}

TEST_F(OrdersTest, WhatDoesNotFitIsRefusedForGood) {
  const auto replies = handle(
      *handler_, {validation("ORD-9"), validation("ORD-3", 7, 901), validation("ORD-4", 7), validation("ORD-5")});
  for (const auto& reply : replies) {
    EXPECT_EQ(reply.code(), "VALIDATION_FAILED");
    EXPECT_FALSE(reply.retryable());
  }
  EXPECT_EQ(status("ORD-3"), "VALIDATION_FAILED");
  EXPECT_EQ(status("ORD-4"), "VALIDATION_FAILED");
  EXPECT_EQ(status("ORD-5"), "COMPLETED") << "a status that ended the order stays";
}

TEST_F(OrdersTest, SomebodyElsesCouponIsRefused) {
  EXPECT_EQ(handle_one(*handler_, validation("ORD-4", 8)).code(), "VALIDATION_FAILED");
  EXPECT_EQ(coupon(), "ISSUED");
}

TEST_F(OrdersTest, ACancellationGivesTheCouponBackAndSetsTheReasonOnce) {
  const auto request = validation("ORD-1");
  static_cast<void>(handle_one(*handler_, request));
  const auto reply = handle_one(*handler_, undo(request, "STOCK_INSUFFICIENT"));
  EXPECT_EQ(reply.topic, "order.cancelled");
  EXPECT_EQ(reply.result().at("couponReturned"), "CPN-1");
  EXPECT_EQ(status("ORD-1"), "STOCK_INSUFFICIENT");
  EXPECT_EQ(coupon(), "ISSUED");
  static_cast<void>(handle_one(*handler_, undo(validation("ORD-1"), "PAYMENT_FAILED")));
  EXPECT_EQ(status("ORD-1"), "STOCK_INSUFFICIENT");
}

TEST_F(OrdersTest, AReasonThatIsNoStatusBecomesCancelled) {
  const auto request = validation("ORD-3");
  static_cast<void>(handle_one(*handler_, request));
  static_cast<void>(handle_one(*handler_, undo(request, "'); drop table orders; --")));
  EXPECT_EQ(status("ORD-3"), "CANCELLED");
}

TEST_F(OrdersTest, APaymentCompletesItsOrderButNoFailedOne) {
  const auto paid = validation("ORD-1");
  const auto failed = validation("ORD-3");
  static_cast<void>(handle(*handler_, {paid, failed}));
  static_cast<void>(handle_one(*handler_, undo(failed, "PAYMENT_FAILED")));
  completed("ORD-1");
  completed("ORD-1");
  completed("ORD-3");
  EXPECT_EQ(status("ORD-1"), "COMPLETED");
  EXPECT_EQ(status("ORD-3"), "PAYMENT_FAILED");
}

TEST_F(OrdersTest, AnEventThatNoDatabaseTakesDoesNotStopTheOthers) {
  static_cast<void>(handle_one(*handler_, validation("ORD-1")));
  auto junk = event("payment.completed", "ORD-3");
  junk.event.saga_id = "no uuid at all";
  auto zero = event("payment.completed", std::string("ORD-3\0", 6));
  const auto handled = handler_->handle(std::vector{junk, event("payment.completed", "ORD-1"), zero});
  ASSERT_TRUE(handled) << handled.error().message;
  ASSERT_EQ(handled->unusable.size(), 2U);
  EXPECT_EQ(handled->unusable[0].why, "the event's sagaId is no UUID");
  EXPECT_EQ(handled->unusable[1].why, "the event holds a zero byte");
  EXPECT_EQ(status("ORD-1"), "COMPLETED");
}

TEST_F(OrdersTest, ACompletionThatWasTakenBackEndsInTheFailure) {
  const auto request = validation("ORD-1");
  static_cast<void>(handle_one(*handler_, request));
  completed("ORD-1");
  static_cast<void>(handle_one(*handler_, undo(request, "PAYMENT_FAILED")));
  completed("ORD-1");
  EXPECT_EQ(status("ORD-1"), "PAYMENT_FAILED");
}

}  // namespace
}  // namespace saga::test
