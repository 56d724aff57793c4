// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/runtime/retention.h"

#include <thread>

#include <fmt/format.h>

#include "backend/payment/runtime/gone_consumers.h"
#include "tests/payment/system_fixture.h"
#include "tests/support/servers.h"

// What is dropped by age, and what is not.
//
// Planted and seen red: in saga.drop_ended (resources/sql/saga/001_state.sql) take out `continue when v_open`, and
// sagas that wait for a person are gone.
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class RetentionTest : public SystemTest {
 protected:
  // A saga of so many days ago with a step, and its kept reply in an inbox.
  void saga(int days, const std::string& status, int open_effects = 0) {
    const std::string id = value(fmt::format("select saga.uuid_v7(now() - interval '{} days')", days));
    run(
        fmt::format("insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, "
                    "currency, trace_id, open_effects) values ('{0}', 'PaymentSaga', 'OrderValidation', '{2}', "
                    "'{1} {2} ' || {3}, 1, 1, 'KRW', 'x', {3}); "
                    "insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, input_data) values "
                    "('{0}', 'OrderValidation', 'FORWARD', 1, '')",
                    id, days, status, open_effects));
    run(fmt::format("insert into orders.inbox (saga_id, step_name) values ('{}', 'OrderValidation')", id));
  }
  void partitions(int from_days, int to_days) {
    for (const char* schema : {"saga", "orders"}) {
      run(
          fmt::format("select {}.ensure_partitions((now() at time zone 'UTC')::date - {}, (now() at time zone "
                      "'UTC')::date - {})",
                      schema, from_days, to_days));
    }
  }
  // Oldest day first, then by name: two sagas of the same millisecond have ids in no certain order.
  std::string left() {
    return value(
               "select string_agg(order_id, ', ' order by split_part(order_id, ' ', 1)::int desc, order_id collate "
               "\"C\") from saga.saga_state") +
           " | " + value("select count(*) from saga.saga_step_execution") + " | " +
           value("select count(*) from orders.inbox");
  }
};

TEST_F(RetentionTest, DropsWholeDaysOnWhichEverySagaHasEnded) {
  partitions(41, 38);
  partitions(12, 9);
  saga(40, "COMPLETED");
  saga(40, "FAILED");
  saga(39, "COMPLETED");
  saga(11, "COMPLETED");
  saga(0, "RUNNING");
  run("insert into saga.worker (instance, roles, lease_until, fenced_at) values ('old', '{gateway}', now(), now() - "
      "interval '31 days'), ('new', '{gateway}', now(), now())");
  config_.keep_sagas_days = 30;
  config_.keep_inbox_days = 7;
  Retention retention(config_);
  const auto dropped = retention.run();
  ASSERT_TRUE(dropped) << dropped.error().message;
  EXPECT_EQ(left(), "11 COMPLETED 0, 0 RUNNING 0 | 2 | 1");
  EXPECT_EQ(value("select instance from saga.worker"), "new");
  EXPECT_EQ(value("select count(*) > 0 from saga.feature_toggle_history"), "t");
  const auto again = retention.run();
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->empty());
}

TEST_F(RetentionTest, KeepsADayWithASagaThatIsOpenOrWaitsForAPerson) {
  partitions(41, 38);
  saga(40, "COMPLETED");
  saga(40, "FAILED", 2);
  saga(39, "COMPENSATING");
  saga(39, "COMPLETED");
  saga(38, "COMPLETED");
  Retention retention(config_);
  ASSERT_TRUE(retention.run());
  // The inbox keeps whatever is younger than the oldest saga that is open.
  EXPECT_EQ(left(), "40 COMPLETED 0, 40 FAILED 2, 39 COMPENSATING 0, 39 COMPLETED 0 | 4 | 5");
  run("update saga.saga_state set resolution = 'by hand' where open_effects > 0; "
      "update saga.saga_state set status = 'COMPLETED' where status = 'COMPENSATING'");
  ASSERT_TRUE(retention.run());
  EXPECT_EQ(left(), " | 0 | 0");
}

TEST_F(RetentionTest, DeletesOldSagasThatHaveNoDayOfTheirOwn) {
  saga(40, "COMPLETED");
  saga(40, "RUNNING");
  Retention retention(config_);
  ASSERT_TRUE(retention.run());
  EXPECT_EQ(left(), "40 RUNNING 0 | 1 | 2");
}

TEST_F(RetentionTest, WaitsForNobodyThatUsesTheTables) {
  partitions(41, 40);
  saga(40, "COMPLETED");
  auto reader = open_session(config_.saga_conninfo);
  auto tx = reader->begin();
  ASSERT_TRUE(tx);
  ASSERT_TRUE(tx->query("select count(*) from saga.saga_state"));
  Retention retention(config_);
  const auto dropped = retention.run();
  ASSERT_TRUE(dropped) << dropped.error().message;
  EXPECT_EQ(value("select count(*) from saga.saga_state"), "1");
  tx->rollback();
  ASSERT_TRUE(retention.run());
  EXPECT_EQ(value("select count(*) from saga.saga_state"), "0");
}

TEST_F(RetentionTest, ConsumersThatAreGoneAndHoldNothingAreRemoved) {
  auto client = open_client(config_.redis);
  const auto ok = [&](const redis::Command& command) {
    const auto reply = redis::expect_ok(client->call(command));
    EXPECT_TRUE(reply) << reply.error().message;
  };
  ASSERT_TRUE(redis::ensure_group(*client, "s", "g"));
  ok({"XADD", "s", "*", "event", "{}"});
  ok({"XREADGROUP", "GROUP", "g", "holds", "STREAMS", "s", ">"});
  ok({"XGROUP", "CREATECONSUMER", "s", "g", "gone"});
  std::this_thread::sleep_for(60ms);
  ok({"XGROUP", "CREATECONSUMER", "s", "g", "young"});
  EXPECT_EQ(remove_gone_consumers(*client, "nowhere", 1ms), Result<std::int64_t>(0));
  EXPECT_EQ(remove_gone_consumers(*client, "s", 50ms), Result<std::int64_t>(1));
  const auto left = redis::expect_ok(client->call({"XINFO", "CONSUMERS", "s", "g"}));
  ASSERT_TRUE(left);
  EXPECT_EQ(left->array()->size(), 2U);
}

}  // namespace
}  // namespace saga::test
