// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <gtest/gtest.h>

#include "tests/payment/saga_script.h"

namespace saga::test {
namespace {

struct Rule {
  const char* given;
  const char* when;
  const char* then;
  friend void PrintTo(const Rule& rule, std::ostream* out) { *out << rule.given << " / " << rule.when; }
};

class OrchestratorRules : public testing::TestWithParam<Rule> {};

TEST_P(OrchestratorRules, GivenWhenThen) {
  const auto saga = saga_from(GetParam().given);
  const auto transition = payment::advance(test_policy(), saga, input_from(GetParam().when, saga), test_now());
  EXPECT_EQ(text_of(transition), GetParam().then);
  EXPECT_EQ(transition.after.version, saga.version + (transition.moved ? 1 : 0));
  EXPECT_GE(transition.after.open_effects, 0);
  if (!transition.moved) {
    auto expected = saga;
    if (transition.postponed) expected.due_at = test_now() + std::chrono::milliseconds(250);
    EXPECT_EQ(transition.after, expected);
  }
}

constexpr Rule kForward[] = {
    {"RUNNING OrderValidation 1/3 waiting effects=1", "OrderValidation done 1",
     "RUNNING BalanceDeduction 1/3 waiting effects=2 | OrderValidation 1 SUCCESS | sends balance.deduction.requested"
     " | STEP"},
    {"RUNNING PaymentCreation 1/3 waiting effects=4", "PaymentCreation done 1",
     "COMPLETED PaymentCreation 1/3 ended effects=0 | PaymentCreation 1 SUCCESS | outcome COMPLETED | COMPLETED"},
    // The next step begins with attempts of its own.
    {"RUNNING BalanceDeduction 5/6 waiting effects=2", "BalanceDeduction done 5",
     "RUNNING StockConfirmation 1/3 waiting effects=3 | BalanceDeduction 5 SUCCESS"
     " | sends stock.confirmation.requested | STEP"},
};
INSTANTIATE_TEST_SUITE_P(Forward, OrchestratorRules, testing::ValuesIn(kForward));

constexpr Rule kLateAndTwice[] = {
    // A success counts whichever attempt it names, and wakes a parked saga.
    {"RUNNING BalanceDeduction 2/3 waiting effects=2", "BalanceDeduction done 1",
     "RUNNING StockConfirmation 1/3 waiting effects=3 | BalanceDeduction 2 SUCCESS"
     " | sends stock.confirmation.requested | STEP"},
    {"RUNNING BalanceDeduction 1/3 idle effects=2", "BalanceDeduction done 1",
     "RUNNING StockConfirmation 1/3 waiting effects=3 | BalanceDeduction 1 SUCCESS"
     " | sends stock.confirmation.requested | STEP"},
    {"RUNNING BalanceDeduction 3/3 parked effects=2", "BalanceDeduction done 3",
     "RUNNING StockConfirmation 1/3 waiting effects=3 | BalanceDeduction 3 SUCCESS"
     " | sends stock.confirmation.requested | STEP"},
    // A step already passed: nothing happens but the note on its attempt.
    {"RUNNING StockConfirmation 1/3 waiting effects=3", "BalanceDeduction done 2",
     "stays | BalanceDeduction 2 SUCCESS"},
    {"RUNNING StockConfirmation 1/3 waiting effects=3", "BalanceDeduction declined 1 no money",
     "stays | BalanceDeduction 1 FAILED: no money"},
    // Delivered again after a crash: the request that followed may never have been sent.
    {"RUNNING StockConfirmation 1/3 waiting effects=3", "again BalanceDeduction done 1",
     "stays | BalanceDeduction 1 SUCCESS | sends stock.confirmation.requested"},
    {"RUNNING StockConfirmation 1/3 idle effects=3", "again BalanceDeduction done 1",
     "stays | BalanceDeduction 1 SUCCESS"},
    {"COMPLETED PaymentCreation 1/3 ended effects=0", "again PaymentCreation done 1",
     "stays | PaymentCreation 1 SUCCESS"},
    // The action's reply while the saga is being undone: too late to count.
    {"COMPENSATING BalanceDeduction 1/3 waiting effects=2 reason=BALANCE_INSUFFICIENT", "BalanceDeduction done 3",
     "stays | BalanceDeduction 3 SUCCESS"},
    // A failure of an attempt that was already given up.
    {"RUNNING BalanceDeduction 2/3 waiting effects=2", "BalanceDeduction error 1 connection reset",
     "stays | BalanceDeduction 1 FAILED: connection reset"},
    {"RUNNING BalanceDeduction 3/3 parked effects=2", "BalanceDeduction error 3 connection reset",
     "stays | BalanceDeduction 3 FAILED: connection reset"},
};
INSTANTIATE_TEST_SUITE_P(LateAndTwice, OrchestratorRules, testing::ValuesIn(kLateAndTwice));

constexpr Rule kAttempts[] = {
    {"RUNNING StockConfirmation 1/3 waiting effects=3", "due",
     "RUNNING StockConfirmation 1/3 idle effects=3 | StockConfirmation 1 no result: no reply within 2 s | STEP"},
    {"RUNNING StockConfirmation 1/3 idle effects=3", "due",
     "RUNNING StockConfirmation 2/3 waiting effects=3 | sends stock.confirmation.requested | STEP"},
    {"RUNNING StockConfirmation 3/3 waiting effects=3", "due",
     "RUNNING StockConfirmation 3/3 parked effects=3"
     " | parked: StockConfirmation: no reply within 2 s, 3 attempts"
     " | StockConfirmation 3 no result: no reply within 2 s | PARKED"},
    {"RUNNING StockConfirmation 1/3 waiting effects=3", "StockConfirmation error 1 connection reset",
     "RUNNING StockConfirmation 1/3 idle effects=3 | StockConfirmation 1 FAILED: connection reset | STEP"},
    {"RUNNING StockConfirmation 3/3 waiting effects=3", "StockConfirmation error 3 connection reset",
     "RUNNING StockConfirmation 3/3 parked effects=3"
     " | parked: StockConfirmation: connection reset, 3 attempts"
     " | StockConfirmation 3 FAILED: connection reset | PARKED"},
    // The reply may lie in a queue that is being worked off; a retry waits for no reply.
    {"RUNNING StockConfirmation 3/3 waiting effects=3", "due behind", "postponed"},
    {"RUNNING StockConfirmation 1/3 idle effects=3", "due behind",
     "RUNNING StockConfirmation 2/3 waiting effects=3 | sends stock.confirmation.requested | STEP"},
    // Parked or ended sagas have no deadline.
    {"RUNNING StockConfirmation 3/3 parked effects=3", "due", "stays"},
    {"COMPLETED PaymentCreation 1/3 ended effects=0", "due", "stays"},
    {"FAILED BalanceDeduction 1/3 ended effects=2 reason=STOCK_INSUFFICIENT", "due", "stays"},
};
INSTANTIATE_TEST_SUITE_P(Attempts, OrchestratorRules, testing::ValuesIn(kAttempts));

constexpr Rule kUndoing[] = {
    // The step that failed has nothing to undo; the reason follows from it.
    {"RUNNING OrderValidation 1/3 waiting effects=1", "OrderValidation declined 1 no such order",
     "FAILED OrderValidation 1/3 ended effects=0 reason=VALIDATION_FAILED"
     " | OrderValidation 1 FAILED: no such order | outcome VALIDATION_FAILED | FAILED"},
    {"RUNNING BalanceDeduction 1/3 waiting effects=2", "BalanceDeduction declined 1 no money",
     "COMPENSATING OrderValidation 1/3 waiting effects=1 reason=BALANCE_INSUFFICIENT"
     " | BalanceDeduction 1 FAILED: no money | sends order.cancellation.requested | STEP"},
    {"RUNNING StockConfirmation 2/3 waiting effects=3", "StockConfirmation declined 1 sold out",
     "COMPENSATING BalanceDeduction 1/3 waiting effects=2 reason=STOCK_INSUFFICIENT"
     " | StockConfirmation 2 FAILED: sold out | sends balance.refund.requested | STEP"},
    {"RUNNING PaymentCreation 1/3 waiting effects=4", "PaymentCreation declined 1 card refused",
     "COMPENSATING StockConfirmation 1/3 waiting effects=3 reason=PAYMENT_FAILED"
     " | PaymentCreation 1 FAILED: card refused | sends stock.release.requested | STEP"},
    // A business refusal is final even for a saga that was parked meanwhile.
    {"RUNNING StockConfirmation 3/3 parked effects=3", "StockConfirmation declined 2 sold out",
     "COMPENSATING BalanceDeduction 1/3 waiting effects=2 reason=STOCK_INSUFFICIENT"
     " | StockConfirmation 2 FAILED: sold out | sends balance.refund.requested | STEP"},
    // In reverse order, one effect less each time, down to the first step.
    {"COMPENSATING StockConfirmation 1/3 waiting effects=3 reason=PAYMENT_FAILED", "undo StockConfirmation done 1",
     "COMPENSATING BalanceDeduction 1/3 waiting effects=2 reason=PAYMENT_FAILED"
     " | undo StockConfirmation 1 COMPENSATED | sends balance.refund.requested | STEP"},
    {"COMPENSATING OrderValidation 1/3 waiting effects=1 reason=PAYMENT_FAILED", "undo OrderValidation done 1",
     "FAILED OrderValidation 1/3 ended effects=0 reason=PAYMENT_FAILED"
     " | undo OrderValidation 1 COMPENSATED | outcome PAYMENT_FAILED | FAILED"},
    // Refused: a person has to look, the effects stand, and the reason stays. Seen red without give_up().
    {"COMPENSATING BalanceDeduction 1/3 waiting effects=2 reason=STOCK_INSUFFICIENT",
     "undo BalanceDeduction declined 1 account closed",
     "FAILED BalanceDeduction 1/3 ended effects=2 reason=STOCK_INSUFFICIENT"
     " | gave up: BalanceDeduction (compensation): account closed, 1 attempts"
     " | undo BalanceDeduction 1 FAILED: account closed | outcome FAILED | FAILED"},
    {"COMPENSATING BalanceDeduction 1/3 waiting effects=2 reason=STOCK_INSUFFICIENT",
     "undo BalanceDeduction error 1 connection reset",
     "COMPENSATING BalanceDeduction 1/3 idle effects=2 reason=STOCK_INSUFFICIENT"
     " | undo BalanceDeduction 1 FAILED: connection reset | STEP"},
    {"COMPENSATING BalanceDeduction 3/3 waiting effects=2 reason=STOCK_INSUFFICIENT",
     "undo BalanceDeduction error 3 connection reset",
     "FAILED BalanceDeduction 3/3 ended effects=2 reason=STOCK_INSUFFICIENT"
     " | gave up: BalanceDeduction (compensation): connection reset, 3 attempts"
     " | undo BalanceDeduction 3 FAILED: connection reset | outcome FAILED | FAILED"},
    // Without a reply: parked, since nobody refused anything.
    {"COMPENSATING BalanceDeduction 3/3 waiting effects=2 reason=STOCK_INSUFFICIENT", "due",
     "COMPENSATING BalanceDeduction 3/3 parked effects=2 reason=STOCK_INSUFFICIENT"
     " | parked: BalanceDeduction (compensation): no reply within 2 s, 3 attempts"
     " | undo BalanceDeduction 3 no result: no reply within 2 s | PARKED"},
};
INSTANTIATE_TEST_SUITE_P(Undoing, OrchestratorRules, testing::ValuesIn(kUndoing));

constexpr Rule kCommands[] = {
    {"RUNNING StockConfirmation 3/3 parked effects=3", "RETRY",
     "RUNNING StockConfirmation 4/6 waiting effects=3 | sends stock.confirmation.requested"
     " | applied: StockConfirmation, attempt 4 sent | COMMAND"},
    {"COMPENSATING BalanceDeduction 3/3 parked effects=2 reason=STOCK_INSUFFICIENT", "RETRY",
     "COMPENSATING BalanceDeduction 4/6 waiting effects=2 reason=STOCK_INSUFFICIENT | sends balance.refund.requested"
     " | applied: BalanceDeduction (compensation), attempt 4 sent | COMMAND"},
    // The current step may stand: its compensation comes first.
    {"RUNNING StockConfirmation 3/3 parked effects=3", "COMPENSATE",
     "COMPENSATING StockConfirmation 1/3 waiting effects=3 reason=STOCK_INSUFFICIENT | sends stock.release.requested"
     " | applied: StockConfirmation (compensation), attempt 1 sent | COMMAND"},
    {"FAILED BalanceDeduction 3/3 ended effects=2 reason=STOCK_INSUFFICIENT", "COMPENSATE",
     "COMPENSATING BalanceDeduction 4/6 waiting effects=2 reason=STOCK_INSUFFICIENT | sends balance.refund.requested"
     " | applied: BalanceDeduction (compensation), attempt 4 sent | COMMAND"},
    // The table of status × action.
    {"RUNNING StockConfirmation 1/3 waiting effects=3", "RETRY",
     "stays | refused: the saga is not stuck, it goes on by itself | COMMAND"},
    {"COMPENSATING BalanceDeduction 3/3 parked effects=2 reason=STOCK_INSUFFICIENT", "COMPENSATE",
     "stays | refused: compensation is under way, retry continues it | COMMAND"},
    {"FAILED BalanceDeduction 3/3 ended effects=2 reason=STOCK_INSUFFICIENT", "RETRY",
     "stays | refused: the saga has failed for good, only its compensation is open | COMMAND"},
    {"FAILED OrderValidation 1/3 ended effects=0 reason=STOCK_INSUFFICIENT", "COMPENSATE",
     "stays | refused: the saga has ended, nothing is left to do | COMMAND"},
    {"COMPLETED PaymentCreation 1/3 ended effects=0", "COMPENSATE",
     "stays | refused: the saga has ended, nothing is left to do | COMMAND"},
    {"FAILED BalanceDeduction 3/3 ended effects=2 reason=STOCK_INSUFFICIENT", "RESOLVE",
     "FAILED BalanceDeduction 3/3 ended effects=2 reason=STOCK_INSUFFICIENT | applied: resolved by hand"
     " | resolved: bank statement 12; ticket 7 (kim.sujin) | COMMAND"},
    {"RUNNING StockConfirmation 3/3 parked effects=3", "RESOLVE",
     "stays | refused: the saga can still be retried or compensated | COMMAND"},
    {"COMPLETED PaymentCreation 1/3 ended effects=0", "RESOLVE",
     "stays | refused: the saga has ended, nothing is left to do | COMMAND"},
};
INSTANTIATE_TEST_SUITE_P(Commands, OrchestratorRules, testing::ValuesIn(kCommands));

constexpr Rule kRefund[] = {
    {"RUNNING PaymentCancellation 1/3 waiting effects=1", "PaymentCancellation done 1",
     "RUNNING StockRelease 1/3 waiting effects=2 | PaymentCancellation 1 SUCCESS"
     " | sends refund.stock.release.requested | STEP"},
    // How the payment ended stays what it was: no outcome of the route.
    {"RUNNING OrderCancellation 1/3 waiting effects=4", "OrderCancellation done 1",
     "COMPLETED OrderCancellation 1/3 ended effects=0 | OrderCancellation 1 SUCCESS | COMPLETED"},
    // A refusal is not compensated, it waits for a person.
    {"RUNNING BalanceRefund 1/3 waiting effects=3", "BalanceRefund declined 1 the account is closed",
     "RUNNING BalanceRefund 1/3 parked effects=3 | parked: BalanceRefund: the account is closed, 1 attempts"
     " | BalanceRefund 1 FAILED: the account is closed | PARKED"},
    {"RUNNING BalanceRefund 1/3 parked effects=3", "RETRY",
     "RUNNING BalanceRefund 2/6 waiting effects=3 | sends refund.balance.refund.requested"
     " | applied: BalanceRefund, attempt 2 sent | COMMAND"},
    // The same refusal delivered twice does not count against the next attempt.
    {"RUNNING BalanceRefund 2/6 waiting effects=3", "BalanceRefund declined 1 the account is closed",
     "stays | BalanceRefund 1 FAILED: the account is closed"},
    {"RUNNING BalanceRefund 1/3 parked effects=3", "BalanceRefund declined 1 the account is closed",
     "stays | BalanceRefund 1 FAILED: the account is closed"},
    {"RUNNING BalanceRefund 3/3 waiting effects=3", "due",
     "RUNNING BalanceRefund 3/3 parked effects=3 | parked: BalanceRefund: no reply within 2 s, 3 attempts"
     " | BalanceRefund 3 no result: no reply within 2 s | PARKED"},
    {"RUNNING BalanceRefund 1/3 parked effects=3", "COMPENSATE",
     "stays | refused: a refund is not compensated, retry continues it | COMMAND"},
    {"RUNNING BalanceRefund 1/3 waiting effects=3", "COMPENSATE",
     "stays | refused: the saga is not stuck, it goes on by itself | COMMAND"},
    {"RUNNING BalanceRefund 1/3 parked effects=3", "RESOLVE",
     "stays | refused: the saga can still be retried or compensated | COMMAND"},
    {"COMPLETED OrderCancellation 1/3 ended effects=0", "RETRY",
     "stays | refused: the saga has ended, nothing is left to do | COMMAND"},
};
INSTANTIATE_TEST_SUITE_P(Refund, OrchestratorRules, testing::ValuesIn(kRefund));

// Sagas that failed together must not come back together.
TEST(Backoff, DoublesUpToItsCapAndIsSpreadOverItsUpperHalf) {
  using std::chrono::milliseconds;
  const payment::RetryPolicy policy{.max_attempts = 9, .backoff = milliseconds(200), .backoff_cap = milliseconds(2000)};
  const std::pair<int, milliseconds> most[] = {{1, milliseconds(200)},  {2, milliseconds(400)},
                                               {3, milliseconds(800)},  {4, milliseconds(1600)},
                                               {5, milliseconds(2000)}, {40, milliseconds(2000)}};
  for (const auto& [attempt, full] : most) {
    std::set<milliseconds> delays;
    milliseconds sum{0};
    for (int saga = 0; saga < 1000; ++saga) {
      const std::string id = payment::new_uuid_v7(WallTime(std::chrono::seconds(1'700'000'000 + saga)));
      const auto delay = payment::backoff_of(policy, id, attempt);
      EXPECT_EQ(delay, payment::backoff_of(policy, id, attempt)) << "of one saga and attempt it is one";
      EXPECT_GE(delay, full / 2);
      EXPECT_LE(delay, full);
      delays.insert(delay);
      sum += delay;
    }
    EXPECT_GT(delays.size(), static_cast<std::size_t>(full.count() / 4)) << "attempt " << attempt;
    EXPECT_NEAR(static_cast<double>(sum.count()) / 1000, 0.75 * static_cast<double>(full.count()),
                0.03 * static_cast<double>(full.count()));
  }
}

}  // namespace
}  // namespace saga::test
