// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "tests/payment/participant_fixture.h"

// Row S6, seen from the participants: each step of a refund undoes what the order's payment did, once.
//
// Planted and seen red: in balance_ledger.cpp say false for given_back; then the unique index refuses the second
// one, as an error that would be tried again and again.
namespace saga::test {
namespace {

using payment::Role;

class ParticipantRefunds : public ParticipantTest {
 protected:
  // An order that was paid, as it stands in the four domains.
  void paid(const std::string& order) {
    run(fmt::format(R"(
      insert into orders.orders (order_id, user_id, status, amount, currency) values ('{0}', 7, 'COMPLETED', 300, 'KRW');
      insert into balances.balance (user_id, currency, amount) values (7, 'KRW', 700) on conflict do nothing;
      insert into balances.balance_entry (user_id, currency, order_id, kind, amount) values (7, 'KRW', '{0}', 'DEBIT', -300);
      insert into products.product (product_id, category, price, available, sold) values (1, 'book', 100, 5, 30) on conflict do nothing;
      insert into products.stock_entry (product_id, order_id, kind, quantity) values (1, '{0}', 'RESERVE', 3), (1, '{0}', 'CONFIRM', 3);
      insert into payments.payment (order_id, user_id, amount, currency, status, route) values ('{0}', 7, 300, 'KRW', 'COMPLETED', 'LEGACY');
    )",
                    order));
  }
  static std::string told(const SentReply& reply) {
    return reply.topic + (reply.code().empty() ? " " + reply.result().dump()
                                               : " " + reply.event.payload.value("error", "") +
                                                     (reply.retryable() ? " (may be tried again)" : ""));
  }
};

TEST_F(ParticipantRefunds, EachStepUndoesWhatThePaymentDid) {
  paid("O-1");
  auto payments = participant(Role::Payments);
  const auto cancelled = handle_one(*payments, forward("PaymentCancellation", "O-1", 0, 0));
  EXPECT_EQ(cancelled.topic, "refund.payment.cancelled");
  EXPECT_EQ(cancelled.result()["userId"], 7);
  EXPECT_EQ(cancelled.result()["amount"], 300);
  EXPECT_EQ(cancelled.result()["route"], "LEGACY");
  EXPECT_EQ(told(handle_one(*participant(Role::Products), forward("StockRelease", "O-1", 0, 0))),
            R"(refund.stock.released {"released":[{"productId":1,"quantity":3}]})");
  EXPECT_EQ(
      told(handle_one(*participant(Role::Balances), forward("BalanceRefund", "O-1", 0, 0))),
      R"(refund.balance.refunded {"balanceAfter":1000,"balanceBefore":700,"currency":"KRW","refunded":300,"userId":7})");
  EXPECT_EQ(told(handle_one(*participant(Role::Orders), forward("OrderCancellation", "O-1", 0, 0))),
            R"(refund.order.cancelled {"orderStatus":"CANCELLED"})");
  EXPECT_EQ(value("select available || ' ' || sold from products.product"), "8 27");
}

// Two sagas for one order, in one batch and one after the other: the second finds nothing to undo. The answer is
// final, not an error of the database that would be tried again.
TEST_F(ParticipantRefunds, AnOrderIsRefundedAtMostOnce) {
  paid("O-1");
  const std::pair<Role, const char*> steps[] = {{Role::Payments, "PaymentCancellation"},
                                                {Role::Products, "StockRelease"},
                                                {Role::Balances, "BalanceRefund"},
                                                {Role::Orders, "OrderCancellation"}};
  std::string refusals;
  for (const auto& [role, step] : steps) {
    auto handler = participant(role);
    auto replies = handle(*handler, {forward(step, "O-1", 0, 0), forward(step, "O-1", 0, 0)});
    replies.push_back(handle_one(*handler, forward(step, "O-1", 0, 0)));
    ASSERT_EQ(replies.size(), 3U);
    int done = 0;
    for (const auto& reply : replies) {
      done += reply.code().empty() ? 1 : 0;
      if (&reply == &replies.back()) refusals += told(reply) + "\n";
      EXPECT_FALSE(reply.retryable()) << told(reply);
    }
    EXPECT_EQ(done, 1) << step;
  }
  EXPECT_EQ(refusals,
            "refund.payment.cancellation.failed order O-1 has no completed payment\n"
            "refund.stock.release.failed nothing of order O-1 is sold\n"
            "refund.balance.refund.failed order O-1 has no debit that was not given back\n"
            "refund.order.cancellation.failed the order is CANCELLED, not COMPLETED\n");
  EXPECT_EQ(number("select count(*) from balances.balance_entry where kind = 'REFUND'"), 1);
  EXPECT_EQ(number("select amount from balances.balance"), 1000);
  EXPECT_EQ(value("select available || ' ' || sold from products.product"), "8 27");
}

TEST_F(ParticipantRefunds, ADuplicateGetsTheSameAnswerAndARefusalMayBeMended) {
  paid("O-1");
  auto balances = participant(Role::Balances);
  const auto request = forward("BalanceRefund", "O-1", 0, 0);
  run("delete from balances.balance");
  EXPECT_EQ(told(handle_one(*balances, request)), "refund.balance.refund.failed user 7 has no balance in KRW");
  run("insert into balances.balance (user_id, currency, amount) values (7, 'KRW', 700)");
  const auto first = handle_one(*balances, again(request));
  EXPECT_EQ(first.topic, "refund.balance.refunded");
  const auto second = handle_one(*balances, again(request));
  EXPECT_EQ(second.event.event_id, first.event.event_id);
  EXPECT_EQ(number("select amount from balances.balance"), 1000);
}

}  // namespace
}  // namespace saga::test
