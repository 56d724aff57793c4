// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/store.h"
#include "tests/payment/system_fixture.h"
#include "tests/support/servers.h"

// What an operator asked for is settled once, whoever tries it again: one outcome, one row in the journal.
namespace saga::test {
namespace {

using namespace saga::payment;

class CommandsTest : public SystemTest {
 protected:
  CommandsTest() {
    run("insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, "
        "trace_id, parked_reason) values (saga.uuid_v7(now()), 'PaymentSaga', 'StockConfirmation', 'RUNNING', 'O-1', "
        "7, 100, 'KRW', 't', 'no reply')");
    EXPECT_EQ(request("RETRY"), "ACCEPTED");
    EXPECT_TRUE(prepare_store(*orchestrator_));
  }
  Writes applied() {
    const SagaRecord saga{.id = value("select saga_id from saga.saga_state"), .current_step = "StockConfirmation"};
    const Command command{.id = value("select command_id from saga.saga_command"), .action = "RETRY"};
    Writes writes;
    writes.add(saga, {.after = saga, .command = CommandOutcome{command, true, "StockConfirmation, attempt 2 sent"}});
    return writes;
  }
  std::string observed() { return value("select count(*) from saga.operator_journal where kind = 'OBSERVED'"); }

  std::unique_ptr<pg::Session> orchestrator_ = open_session(config_.saga_conninfo);
};

TEST_F(CommandsTest, AreSettledWithOneRowInTheJournal) {
  auto tx = orchestrator_->begin();
  ASSERT_TRUE(tx);
  EXPECT_TRUE(write_commands(*tx, applied()));
  ASSERT_TRUE(tx->commit());
  EXPECT_EQ(observed(), "1");
  EXPECT_EQ(value("select status, outcome from saga.saga_command"), "APPLIED|StockConfirmation, attempt 2 sent");
}

// Another orchestrator gave it up while this one was about to apply it.
TEST_F(CommandsTest, ThatAnotherProcessHasSettledAreLeftAsTheyAre) {
  const Writes writes = applied();
  auto tx = orchestrator_->begin();
  ASSERT_TRUE(tx);
  run("update saga.saga_command set status = 'REFUSED', outcome = 'it failed', finished_at = now()");
  EXPECT_FALSE(write_commands(*tx, writes));
  tx->rollback();
  EXPECT_EQ(observed(), "0");
  EXPECT_EQ(value("select status, outcome from saga.saga_command"), "REFUSED|it failed");
}

}  // namespace
}  // namespace saga::test
