// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "tests/payment/shop.h"
#include "tests/payment/system_fixture.h"

// Row S6: SagaState and SagaStepExecution hold both saga types, and a RefundSaga gives back a completed payment.
//
// Planted and seen red:
//   - in Mover::refused (orchestrator/transition.cpp) take out the parking of a refund: a refused refund is undone
//   - in PaymentCancellation (participants/refund_steps.h) let keeps_refusals() be true: no retry gets past a refusal
//   - in read_locked (orchestrator/store.cpp) take every row for known: sagas of another release are driven
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class S6Refund : public SystemTest {
 protected:
  void everywhere(const char* step, Fault fault) {
    fault.permille = 1000;
    config_.faults[step].push_back(std::move(fault));
  }
  // As an operator asks for it: the outcomes with their details, each once.
  std::string refund(const std::string& orders, const std::string& reason = "sent back") {
    return value(
        fmt::format("select distinct outcome, detail from saga.refund({}, '{}') order by 1, 2", orders, reason));
  }
  static std::string all_paid() {
    return "(select array_agg(order_id order by order_id) from saga.payment_route where outcome = 'COMPLETED')";
  }
  static std::string refunds() {
    return "select coalesce(string_agg(c || ' ' || n, ', ' order by c), '') from (select saga.condition(status, "
           "parked_reason, progress_at, open_effects, resolution, now()) as c, count(*) as n from saga.saga_state "
           "where saga_type = 'RefundSaga' group by 1) x";
  }
  std::string act_on_refunds(const std::string& action) {
    return value(fmt::format(
        "select distinct a.outcome, a.detail from saga.request_action('{}', (select array_agg(saga_id order "
        "by saga_id) from saga.saga_state where saga_type = 'RefundSaga'), (select array_agg(version order "
        "by saga_id) from saga.saga_state where saga_type = 'RefundSaga'), 'ticket 9', 'letter 3') a",
        action));
  }

  // Has an order with a coupon paid by the legacy route; its id.
  std::string legacy_payment() {
    const auto orders =
        Shop(config_).place(1, {.insufficient = 0, .invalid = 0, .no_stock = 0, .coupon = 100, .hot = 0});
    if (orders.empty()) return {};
    Shop(config_).ask_legacy(orders);
    EXPECT_TRUE(becomes(fmt::format("select outcome from saga.payment_route where order_id = '{}'", orders[0].order_id),
                        "COMPLETED"));
    return orders[0].order_id;
  }
};

TEST_F(S6Refund, GivesBackACompletedPaymentInFourSteps) {
  start();
  ASSERT_EQ(pay(6, {.insufficient = 0, .invalid = 0, .no_stock = 0, .coupon = 100, .hot = 0}).completed, 6);
  EXPECT_EQ(refund(all_paid()), "ACCEPTED|waits for the orchestrator");
  EXPECT_TRUE(becomes(refunds(), "completed 6"));
  EXPECT_EQ(
      value("select saga_type, status, count(*), bool_and(amount > 0), bool_and(user_id > 0) from saga.saga_state "
            "group by 1, 2 order by 1"),
      "PaymentSaga|COMPLETED|6|t|t\nRefundSaga|COMPLETED|6|t|t");
  EXPECT_EQ(value("select string_agg(step_name, ' ' order by id) from saga.saga_step_execution where saga_id = (select "
                  "saga_id from saga.saga_state where saga_type = 'RefundSaga' order by saga_id limit 1)"),
            "PaymentCancellation StockRelease BalanceRefund OrderCancellation");
  EXPECT_EQ(value("select status, count(*) from payments.payment group by 1"), "CANCELLED|6");
  EXPECT_EQ(value("select kind, count(*) from balances.balance_entry where order_id is not null group by 1 order by 1"),
            "DEBIT|6\nREFUND|6");
  const std::string orders = value("select string_agg(quote_literal(order_id), ',') from saga.payment_route");
  EXPECT_EQ(value(fmt::format("select status, count(*) from orders.orders where order_id in ({}) group by 1", orders)),
            "CANCELLED|6");
  EXPECT_EQ(value(fmt::format("select count(*) from orders.coupon where used_by_order in ({})", orders)), "0");
  EXPECT_EQ(value("select distinct outcome from saga.payment_route"), "COMPLETED");  // how the payment ended
  EXPECT_EQ(value("select kind, what, why, count(*) from saga.operator_journal group by 1, 2, 3 order by 1"),
            "OBSERVED|REFUND|sent back|6\nREQUESTED|REFUND|sent back|6");
  expect_sound();
}

TEST_F(S6Refund, AnOrderIsRefundedOnceAndOnlyWhenItWasPaid) {
  start();
  ASSERT_EQ(pay(2, {.insufficient = 100, .invalid = 0, .no_stock = 0, .coupon = 0, .hot = 0}).failed, 2);
  EXPECT_EQ(refund("(select array_agg(order_id) from saga.payment_route)"),
            "REFUSED|the payment of this order is not completed, it is BALANCE_INSUFFICIENT");
  EXPECT_EQ(refund("array['O-none']"), "REFUSED|no payment of this order is known");
  const std::string paid = fmt::format("array['{}']", legacy_payment());
  EXPECT_EQ(refund(paid, " "), "REFUSED|a reason is required");
  EXPECT_EQ(refund(paid), "ACCEPTED|waits for the orchestrator");
  EXPECT_TRUE(becomes(refunds(), "completed 1"));
  EXPECT_TRUE(refund(paid).starts_with("CONFLICT|")) << refund(paid);
  EXPECT_EQ(value("select count(*) from saga.refund_request"), "1");
}

TEST_F(S6Refund, APaymentOfTheLegacyRouteIsGivenBackTheSameWay) {
  start();
  const std::string order = legacy_payment();
  EXPECT_EQ(value("select count(*) from saga.saga_state"), "0");
  EXPECT_EQ(refund(fmt::format("array['{}']", order)), "ACCEPTED|waits for the orchestrator");
  EXPECT_TRUE(becomes(refunds(), "completed 1"));
  const std::string paid = value("select order_id, user_id, amount, currency from saga.saga_state");
  EXPECT_EQ(value("select saga_type from saga.saga_state"), "RefundSaga");
  EXPECT_EQ(
      value("select order_id, user_id, amount, currency, status from orders.orders where order_id = '" + order + "'"),
      paid + "|CANCELLED");
  EXPECT_EQ(value("select order_id, user_id, amount, currency, status, route from payments.payment"),
            paid + "|CANCELLED|LEGACY");
  EXPECT_EQ(value("select kind, count(*) from balances.balance_entry where order_id is not null group by 1 order by 1"),
            "DEBIT|1\nREFUND|1");
  EXPECT_EQ(value("select status, used_by_order is null from orders.coupon where coupon_id = (select coupon_id from "
                  "orders.orders where order_id = '" +
                  order + "')"),
            "ISSUED|t");
  expect_sound();
}

TEST_F(S6Refund, ARefusedStepWaitsForAPersonAndRetryContinuesIt) {
  everywhere("PaymentCancellation", {.kind = FaultKind::Decline, .attempts = 1, .message = "the bank is closed"});
  everywhere("BalanceRefund", {.kind = FaultKind::Decline, .attempts = 1, .message = "the account is frozen"});
  start();
  ASSERT_EQ(pay(3).completed, 3);
  refund(all_paid());
  EXPECT_TRUE(becomes(refunds(), "stuck 3"));
  EXPECT_EQ(value("select distinct status, parked_reason from saga.saga_state where saga_type = 'RefundSaga'"),
            "RUNNING|PaymentCancellation: the bank is closed, 1 attempts");
  EXPECT_EQ(act_on_refunds("COMPENSATE"), "REFUSED|a refund is not compensated, retry continues it");
  EXPECT_EQ(act_on_refunds("RESOLVE"), "REFUSED|the saga can still be retried or compensated");
  EXPECT_EQ(act_on_refunds("RETRY"), "ACCEPTED|waits for the orchestrator");
  EXPECT_TRUE(becomes("select distinct parked_reason from saga.saga_state where saga_type = 'RefundSaga'",
                      "BalanceRefund: the account is frozen, 1 attempts"));
  expect_sound();
  EXPECT_EQ(act_on_refunds("RETRY"), "ACCEPTED|waits for the orchestrator");
  EXPECT_TRUE(becomes(refunds(), "completed 3"));
  expect_sound();
}

TEST_F(S6Refund, LostAndSlowRepliesDoubleNothing) {
  for (const char* step : {"PaymentCancellation", "StockRelease", "BalanceRefund", "OrderCancellation"}) {
    config_.deadlines[step] = 300ms;
    everywhere(step, {.kind = FaultKind::LoseReply, .attempts = 1});
  }
  start();
  ASSERT_EQ(pay(4).completed, 4);
  refund(all_paid());
  EXPECT_TRUE(becomes(refunds(), "completed 4"));
  EXPECT_EQ(value("select count(*) from balances.balance_entry where kind = 'REFUND'"), "4");
  expect_sound();
}

TEST_F(S6Refund, ResolvedByHandASagaNeedsNobodyAnyMore) {
  everywhere("PaymentCreation", {.kind = FaultKind::Decline, .message = "card refused"});
  everywhere("BalanceDeduction", {.kind = FaultKind::RefuseCompensation,
                                  .direction = Direction::Compensation,
                                  .message = "the account is closed"});
  start();
  ASSERT_EQ(pay(3).failed, 3);
  EXPECT_EQ(value(conditions_query()), "needs-attention 3");
  const auto resolve = [&](const std::string& evidence) {
    return value(
        fmt::format("select distinct a.outcome, a.detail from saga.resolve((select array_agg(saga_id order by "
                    "saga_id) from saga.saga_state), (select array_agg(version order by saga_id) from "
                    "saga.saga_state), 'paid out by hand', '{}') a",
                    evidence));
  };
  EXPECT_EQ(resolve(" "), "REFUSED|evidence is required");
  EXPECT_EQ(resolve("transfer 4711"), "ACCEPTED|waits for the orchestrator");
  EXPECT_TRUE(becomes(conditions_query(), "failed 3"));
  EXPECT_EQ(value("select distinct resolution = 'transfer 4711; paid out by hand (' || session_user || ')' from "
                  "saga.saga_state"),
            "t");
  EXPECT_EQ(value("select distinct status, outcome from saga.saga_command"), "APPLIED|resolved by hand");
  EXPECT_EQ(
      value("select kind, after::jsonb ->> 'evidence', count(*) from saga.operator_journal where what = 'RESOLVE' "
            "and after not like '%REFUSED%' group by 1, 2 order by 1"),
      "OBSERVED||3\nREQUESTED|transfer 4711|3");
  EXPECT_EQ(resolve("transfer 4711"), "REFUSED|the saga was already resolved by hand");
}

// During an upgrade: what this release does not know is left for whoever knows it.
TEST_F(S6Refund, SagasOfAnotherReleaseAreLeftAlone) {
  start();
  run("insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, "
      "trace_id, due_at) select saga.uuid_v7(now()), t, s, 'RUNNING', 'O-' || t || s, 1, 1, 'KRW', 'x', now() from "
      "(values ('PaymentSaga', 'FraudCheck'), ('LoyaltySaga', 'PointsGrant'), ('LoyaltySaga', 'OrderValidation')) "
      "as v (t, s); update saga.saga_state set progress_at = now() - interval '1 hour'");
  EXPECT_EQ(request("RETRY"), "ACCEPTED");
  ASSERT_EQ(pay(5).completed, 5);
  EXPECT_EQ(value("select version, attempts, epoch, count(*) from saga.saga_state where saga_type = 'LoyaltySaga' or "
                  "current_step = 'FraudCheck' group by 1, 2, 3"),
            "2|0|0|3");
  EXPECT_EQ(value("select status, count(*) from saga.saga_command group by 1"), "PENDING|3");
}

}  // namespace
}  // namespace saga::test
