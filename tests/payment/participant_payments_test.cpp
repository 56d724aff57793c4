// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/payment/participant_fixture.h"

namespace saga::test {
namespace {

using payment::Role;

class PaymentsTest : public ParticipantTest {
 protected:
  std::string payments() {
    return value(
        "select string_agg(order_id || ' ' || status || ' ' || route, ', ' order by created_at, payment_id)"
        " from payments.payment");
  }
};

TEST_F(PaymentsTest, APaymentIsMadeAndCancelled) {
  const auto handler = participant(Role::Payments);
  const auto request = forward("PaymentCreation", "ORD-1", 7, 900);
  const auto made = handle_one(*handler, request);
  EXPECT_EQ(made.topic, "payment.completed");
  EXPECT_EQ(made.result().at("paymentId"), value("select payment_id from payments.payment"));
  EXPECT_EQ(payments(), "ORD-1 COMPLETED EVENT_DRIVEN");
  const auto cancelled = handle_one(*handler, undo(request, "PAYMENT_FAILED"));
  EXPECT_EQ(cancelled.topic, "payment.cancelled");
  EXPECT_EQ(cancelled.result().at("paymentId"), made.result().at("paymentId"));
  EXPECT_EQ(payments(), "ORD-1 CANCELLED EVENT_DRIVEN");
}

TEST_F(PaymentsTest, AnOrderIsPaidOnce) {
  run("insert into payments.payment (order_id, user_id, amount, currency, status, route)"
      " values ('ORD-1', 7, 900, 'KRW', 'COMPLETED', 'LEGACY')");
  const auto handler = participant(Role::Payments);
  const auto request = forward("PaymentCreation", "ORD-1", 7, 900);
  const auto other = forward("PaymentCreation", "ORD-2", 7, 900);
  const auto twin = forward("PaymentCreation", "ORD-2", 7, 900);  // another saga
  const auto replies = handle(*handler, {request, other, twin});
  ASSERT_EQ(replies.size(), 3U);
  EXPECT_EQ(replies[0].code(), "PAYMENT_FAILED");
  EXPECT_FALSE(replies[0].retryable());
  EXPECT_NE(replies[1].topic, replies[2].topic);
  EXPECT_FALSE(handle_one(*handler, undo(request)).stood());
  EXPECT_EQ(payments(), "ORD-1 COMPLETED LEGACY, ORD-2 COMPLETED EVENT_DRIVEN") << "the other route's payment stays";
}

// The orders follow payment.completed; nothing else would ever ask for it again.
TEST_F(PaymentsTest, WhatTheOrdersFollowCanBeToldAgainFromTheInbox) {
  const auto payments = participant(Role::Payments);
  const auto made = handle_one(*payments, forward("PaymentCreation", "ORD-1", 7, 900));
  handle_one(*payments, forward("PaymentCreation", "ORD-2", 7, 900,
                                payment::new_uuid_v7(clock_.now() - std::chrono::minutes(11))));
  const auto again = payments->tell_again();
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_EQ(again->size(), 1U) << "the payment of eleven minutes ago was followed long ago";
  EXPECT_EQ((*again)[0].topic, "payment.completed");
  EXPECT_EQ(encode((*again)[0].event), encode(made.event)) << "the same event";
}

TEST_F(PaymentsTest, WhatNobodyFollowsIsNotToldAgain) {
  const auto orders = participant(Role::Orders);
  const auto refused = handle_one(*orders, forward("OrderValidation", "ORD-none", 7, 900));
  ASSERT_EQ(refused.topic, "order.validation.failed");
  run("insert into orders.orders (order_id, user_id, status, amount, currency) values ('ORD-1', 7, 'CREATED', 900, "
      "'KRW')");
  ASSERT_EQ(handle_one(*orders, forward("OrderValidation", "ORD-1", 7, 900)).topic, "order.validated");
  const auto again = orders->tell_again();
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_EQ(again->size(), 1U);
  EXPECT_EQ((*again)[0].topic, "order.validation.failed") << "by it the products release what was reserved";
}

}  // namespace
}  // namespace saga::test
