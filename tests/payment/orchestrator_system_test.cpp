// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "tests/payment/system_fixture.h"

namespace saga::test {
namespace {

using namespace saga::payment;
using std::chrono::milliseconds;

class OrchestratorSystem : public SystemTest {
 protected:
  void everywhere(const char* step, Fault fault) {
    fault.permille = 1000;
    config_.faults[step].push_back(std::move(fault));
  }
  // Only where no reply will come: a busy machine must not turn a late reply into a missing one elsewhere.
  void hurry(const char* step) { config_.deadlines[step] = milliseconds(300); }
};

TEST_F(OrchestratorSystem, FourStepsToTheEnd) {
  start();
  const LoadResult result = pay(40);
  EXPECT_EQ(result.completed, 40);
  EXPECT_EQ(value(conditions_query()), "completed 40");
  EXPECT_EQ(value("select step_name, count(distinct saga_id) from saga.saga_step_execution "
                  "where direction = 'FORWARD' and status = 'SUCCESS' group by 1 order by 1"),
            "BalanceDeduction|40\nOrderValidation|40\nPaymentCreation|40\nStockConfirmation|40");
  EXPECT_EQ(value("select outcome, count(*), bool_and(latency > interval '0'), bool_and(finished_at is not null) "
                  "from saga.payment_route group by 1"),
            "COMPLETED|40|t|t");
  EXPECT_EQ(value("select kind, count(*) from saga.saga_change where kind in ('STARTED', 'COMPLETED') "
                  "group by 1 order by 1"),
            "COMPLETED|40\nSTARTED|40");
  EXPECT_EQ(value("select distinct open_effects, parked_reason is null from saga.saga_state"), "0|t");
  expect_sound();
}

TEST_F(OrchestratorSystem, TellsHowLongItsStepsMayTake) {
  config_.deadlines["StockConfirmation"] = milliseconds(1234);
  start();
  EXPECT_TRUE(
      becomes("select count(*), max(limit_ms) filter (where step_name = 'StockConfirmation') "
              "from saga.step_limit",
              "8|1234"));
}

struct BusinessFailure {
  const char* step;
  const char* reason;
  int undone;
};
class OrchestratorDeclined : public OrchestratorSystem, public testing::WithParamInterface<BusinessFailure> {};

TEST_P(OrchestratorDeclined, IsUndoneAndTheOrderSaysWhy) {
  everywhere(GetParam().step, {.kind = FaultKind::Decline, .message = "declined by the test"});
  start();
  const LoadResult result = pay(8);
  EXPECT_EQ(result.failed, 8);
  EXPECT_EQ(value(conditions_query()), "compensated 8");
  EXPECT_EQ(value("select count(*) from saga.saga_step_execution "
                  "where direction = 'COMPENSATION' and status = 'COMPENSATED'"),
            std::to_string(8 * GetParam().undone));
  EXPECT_EQ(value("select distinct outcome from saga.payment_route"), GetParam().reason);
  EXPECT_TRUE(becomes("select distinct status from orders.orders", GetParam().reason));
  EXPECT_EQ(value("select distinct error_message from saga.saga_step_execution where status = 'FAILED'"),
            "declined by the test");
  expect_sound();
}

INSTANTIATE_TEST_SUITE_P(EachStep, OrchestratorDeclined,
                         testing::Values(BusinessFailure{"OrderValidation", "VALIDATION_FAILED", 0},
                                         BusinessFailure{"BalanceDeduction", "BALANCE_INSUFFICIENT", 1},
                                         BusinessFailure{"StockConfirmation", "STOCK_INSUFFICIENT", 2},
                                         BusinessFailure{"PaymentCreation", "PAYMENT_FAILED", 3}));

TEST_F(OrchestratorSystem, ALostReplyIsAskedForAgainAndDoubledNothing) {
  hurry("BalanceDeduction");
  everywhere("BalanceDeduction", {.kind = FaultKind::LoseReply, .attempts = 1});
  start();
  EXPECT_EQ(pay(8).completed, 8);
  EXPECT_EQ(value("select attempt, status, error_message from saga.saga_step_execution "
                  "where step_name = 'BalanceDeduction' group by 1, 2, 3 order by 1"),
            "1||no reply within 300 ms\n2|SUCCESS|");
  EXPECT_EQ(value("select count(*) from balances.balance_entry where kind = 'DEBIT'"), "8");
  expect_sound();
}

TEST_F(OrchestratorSystem, ASagaWithoutRepliesIsParkedAndARetrySettlesIt) {
  hurry("StockConfirmation");
  everywhere("StockConfirmation", {.kind = FaultKind::LoseReply, .attempts = 3});
  start();
  EXPECT_EQ(pay(5).parked, 5);
  EXPECT_EQ(value("select distinct status, current_step, parked_reason, open_effects from saga.saga_state"),
            "RUNNING|StockConfirmation|StockConfirmation: no reply within 300 ms, 3 attempts|3");
  expect_sound();

  EXPECT_EQ(request("RETRY"), "ACCEPTED");
  EXPECT_TRUE(becomes(conditions_query(), "completed 5"));
  EXPECT_EQ(value("select status, outcome, count(*) from saga.saga_command group by 1, 2"),
            "APPLIED|StockConfirmation, attempt 4 sent|5");
  EXPECT_EQ(value("select kind, what, why, count(*) from saga.operator_journal group by 1, 2, 3 order by 1"),
            "OBSERVED|RETRY|ticket 7|5\nREQUESTED|RETRY|ticket 7|5");
  EXPECT_EQ(request("RETRY"), "REFUSED");
  expect_sound();
}

TEST_F(OrchestratorSystem, AStepThatKeepsFailingIsParkedAndCanBeCompensated) {
  everywhere("StockConfirmation", {.kind = FaultKind::Fail, .message = "stock service: connection reset"});
  start();
  EXPECT_EQ(pay(5).parked, 5);
  EXPECT_EQ(value("select distinct parked_reason from saga.saga_state"),
            "StockConfirmation: stock service: connection reset, 3 attempts");
  EXPECT_EQ(request("COMPENSATE"), "ACCEPTED");
  EXPECT_TRUE(becomes(conditions_query(), "compensated 5"));
  EXPECT_TRUE(becomes("select distinct status from orders.orders", "STOCK_INSUFFICIENT"));
  expect_sound();
}

TEST_F(OrchestratorSystem, ACompensationWithoutReplyIsParkedAndARetryContinuesIt) {
  hurry("BalanceDeduction");
  everywhere("PaymentCreation", {.kind = FaultKind::Decline, .message = "card refused"});
  everywhere("BalanceDeduction", {.kind = FaultKind::LoseReply, .direction = Direction::Compensation, .attempts = 3});
  start();
  EXPECT_EQ(pay(5).parked, 5);
  EXPECT_EQ(value("select distinct status, parked_reason, open_effects from saga.saga_state"),
            "COMPENSATING|BalanceDeduction (compensation): no reply within 300 ms, 3 attempts|2");
  EXPECT_EQ(request("COMPENSATE"), "REFUSED");
  EXPECT_EQ(request("RETRY"), "ACCEPTED");
  EXPECT_TRUE(becomes(conditions_query(), "compensated 5"));
  EXPECT_EQ(value("select count(*) from balances.balance_entry where kind = 'REFUND'"), "5");
  expect_sound();
}

TEST_F(OrchestratorSystem, ARefusedCompensationNeedsAttentionUntilItIsAskedForAgain) {
  everywhere("PaymentCreation", {.kind = FaultKind::Decline, .message = "card refused"});
  everywhere("BalanceDeduction", {.kind = FaultKind::RefuseCompensation,
                                  .direction = Direction::Compensation,
                                  .attempts = 1,
                                  .message = "the account is closed"});
  start();
  EXPECT_EQ(pay(5).failed, 5);
  EXPECT_EQ(value(conditions_query()), "needs-attention 5");
  EXPECT_EQ(value("select distinct open_effects, current_step from saga.saga_state"), "2|BalanceDeduction");
  EXPECT_EQ(value("select distinct parked_reason from saga.saga_state"),
            "BalanceDeduction (compensation): the account is closed, 1 attempts");
  EXPECT_EQ(value("select distinct outcome from saga.payment_route"), "FAILED");
  expect_sound();
  EXPECT_EQ(request("RETRY"), "REFUSED");
  EXPECT_EQ(request("COMPENSATE"), "ACCEPTED");
  EXPECT_TRUE(becomes(conditions_query(), "compensated 5"));
  EXPECT_EQ(value("select distinct outcome from saga.payment_route"), "PAYMENT_FAILED");
  expect_sound();
}

TEST_F(OrchestratorSystem, SlowRepliesArriveLateAndStillCountOnce) {
  hurry("OrderValidation");
  config_.retry.max_attempts = 50;
  everywhere("OrderValidation", {.kind = FaultKind::Slow, .delay = milliseconds(500)});
  start();
  EXPECT_EQ(pay(8).completed, 8);
  EXPECT_EQ(value("select count(*) from payments.payment where status = 'COMPLETED'"), "8");
  expect_sound();
}

}  // namespace
}  // namespace saga::test
