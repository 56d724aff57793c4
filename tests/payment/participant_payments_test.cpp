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

}  // namespace
}  // namespace saga::test
