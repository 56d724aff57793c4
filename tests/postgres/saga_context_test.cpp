// SPDX-License-Identifier: GPL-3.0-or-later
// What stands beside a saga: whole payloads and their beginnings, limits, stored events. Seen red: with mask_head that
// masked after cutting (the token was then readable), and with a reader that took every event of the account.
#include "backend/postgres/saga_context.h"

#include <algorithm>

#include <gmock/gmock.h>

#include "backend/postgres/platform_reader.h"
#include "backend/postgres/saga_reader.h"
#include "tests/postgres/saga_database.h"

namespace saga {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class SagaContextTest : public testing::Test {
 protected:
  void step(const std::string& name, const std::string& input, const std::string& output) {
    const auto done = database.admin().execute(
        "insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, input_data, "
        "output_data, "
        "executed_at) values ($1, $2, 'FORWARD', 1, 'SUCCESS', $3, $4, now())",
        {id, name, input, output});
    ASSERT_TRUE(done) << done.error().message;
  }
  SagaDetail glance() {
    auto detail = pg::PgSagaReader(database.session("vera", true)).glance(id);
    EXPECT_TRUE(detail && *detail) << (detail ? "no saga" : detail.error().message);
    return detail && *detail ? **detail : SagaDetail{};
  }
  Result<StoredEvents> events() {
    return pg::PgSagaContext(database.session("vera", true)).stored_events(glance().saga);
  }

  test::SagaDatabase database;
  SagaId id = database.insert({.order_id = "O-1", .user_id = 7, .step = "StockConfirmation"});
};

TEST_F(SagaContextTest, OfALargePayloadOnlyTheBeginningIsReadUntilAllOfItIsAskedFor) {
  const std::string large = R"({"items":[)" + std::string(200'000, '1') + "]}";
  step("OrderValidation", large, R"({"ok":true})");
  const SagaDetail detail = glance();
  ASSERT_EQ(detail.executions.size(), 1U);
  const StepExecution& execution = detail.executions[0];
  EXPECT_EQ(execution.input, large.substr(0, 66'048));
  EXPECT_EQ(execution.input_rest, static_cast<std::int64_t>(large.size()) - 66'048);
  EXPECT_EQ(execution.output, R"({"ok":true})");
  EXPECT_EQ(execution.output_rest, 0);

  pg::PgSagaContext context(database.session("vera", true));
  const auto whole = context.payload({id, "OrderValidation", Direction::Forward, 1, PayloadPart::Input});
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_EQ(*whole, large);
  EXPECT_EQ(context.payload({id, "OrderValidation", Direction::Forward, 1, PayloadPart::Error}), std::nullopt);
  EXPECT_EQ(context.payload({id, "OrderValidation", Direction::Forward, 2, PayloadPart::Input}), std::nullopt);
  EXPECT_EQ(context.payload({"no uuid", "x", Direction::Forward, 1, PayloadPart::Input}), std::nullopt);
  EXPECT_EQ(pg::PgSagaReader(database.session("vera", true)).detail(id).value()->executions[0].input, large)
      << "who asks for all of it gets it";
}

TEST_F(SagaContextTest, TheCutUncoversNoSecret) {
  // A token and a card number that the cut falls into.
  step("OrderValidation", std::string(66'000, 'x') + R"( "token": "s3cr3t)" + std::string(2000, 's') + "\"",
       std::string(66'040, 'x') + " 4111 1111 1111 1234 tail" + std::string(600, 'y'));
  const StepExecution execution = glance().executions.at(0);
  EXPECT_THAT(execution.input, Not(HasSubstr("s3cr3t")));
  EXPECT_THAT(execution.output, Not(HasSubstr("4111")));
  EXPECT_GT(execution.input_rest, 0);
}

TEST_F(SagaContextTest, LimitsAndTheTimeOfTheAttemptThatIsOutAreKnown) {
  EXPECT_TRUE(glance().limits.empty()) << "no orchestrator has told them yet";
  database.run("select saga.publish_step_limits(array['StockConfirmation', 'BalanceDeduction'], array[2000, 3000])");
  database.run("select saga.publish_step_limits(array['StockConfirmation'], array[2500])");
  database.run("update saga.saga_state set awaiting_reply = true, due_at = '2030-01-01 00:00:00+00'");
  const SagaDetail detail = glance();
  EXPECT_EQ(detail.limits.at("StockConfirmation"), 2500ms);
  EXPECT_EQ(detail.limits.at("BalanceDeduction"), 3000ms);
  EXPECT_EQ(detail.due_at, TimePoint(std::chrono::sys_days{std::chrono::year{2030} / 1 / 1}));
  database.run("update saga.saga_state set parked_reason = 'no reply'");
  EXPECT_EQ(glance().due_at, std::nullopt) << "nothing is out";
  EXPECT_FALSE(database.session("kim")->query("select saga.publish_step_limits('{}', '{}')")) << "engines only";
}

TEST_F(SagaContextTest, StoredEventsAreThoseOfItsOrderReservationPaymentAndAccount) {
  step("PaymentCreation", "{}", R"({"paymentId": "p-9", "status": "COMPLETED"})");
  const auto store = [&](const char* domain, const char* aggregate, int number, const char* type, const char* data,
                         int second) {
    database.run(std::string("insert into ") + domain + ".event_store values ('" + aggregate + "', " +
                 std::to_string(number) + ", '" + type + "', '" + data + "', '2026-03-11 02:43:0" +
                 std::to_string(second) + "+00')");
  };
  store("orders", "order/O-1", 1, "OrderValidated", R"({"email":"kim@example.com"})", 1);
  store("orders", "order/O-2", 1, "OrderValidated", "{}", 1);
  store("balances", "account/7/KRW", 1, "Deposited", "{}", 0);
  store("balances", "account/7/KRW", 2, "Debited", R"({"orderId":"O-1","amount":128000})", 2);
  store("balances", "account/7/KRW", 3, "Debited", R"({"orderId":"O-12","amount":1})", 3);
  store("products", "reservation/O-1", 1, "StockReserved", "{}", 4);
  store("payments", "payment/p-9", 1, "PaymentCompleted", "{}", 5);
  const auto found = events();
  ASSERT_TRUE(found) << found.error().message;
  std::vector<std::string> lines;
  for (const StoredEvent& event : found->events) {
    lines.push_back(event.domain + " " + event.aggregate + " #" + std::to_string(event.number) + " " + event.type +
                    " " + event.data);
  }
  EXPECT_THAT(lines, ElementsAre(R"(orders order/O-1 #1 OrderValidated {"email":"***@***"})",
                                 R"(balances account/7/KRW #2 Debited {"orderId":"O-1","amount":128000})",
                                 "products reservation/O-1 #1 StockReserved {}",
                                 "payments payment/p-9 #1 PaymentCompleted {}"));
  EXPECT_TRUE(found->elsewhere.empty());
  EXPECT_TRUE(found->searched_in_part.empty());
}

TEST_F(SagaContextTest, WhatWasNotLookedAtIsSaid) {
  database.run("revoke usage on schema products from saga_viewer; drop view payments.event_view");
  database.run(
      "insert into balances.event_store select 'account/7/KRW', n, 'Deposited', '{}', now() "
      "from generate_series(1, 5001) n");
  const auto found = events();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_THAT(found->elsewhere, ElementsAre("products", "payments"));
  EXPECT_THAT(found->searched_in_part, ElementsAre("account/7/KRW"));
}

// Of what is to be sent also the breaker: the worst that a publisher has told of the target within the last minute.
TEST_F(SagaContextTest, DeliveriesAreThoseOfTheSagaWithTheirErrorsMasked) {
  const auto deliver = [&](const char* target, const char* rest, const std::string& saga) {
    database.run(std::string("insert into saga.external_event_log (event_id, target_system, event_type, event_data, "
                             "order_key, shard, occurred_at, saga_id, status, retry_count, generation, error_message, "
                             "last_attempt_at, next_attempt_at, died_at) values "
                             "(saga.uuid_v7(now()), '") +
                 target + "', 'PaymentCompleted', '{}', 'payment/p-9', 1, now(), '" + saga + "', " + rest + ")");
  };
  deliver("analytics", "'PENDING', 0, 0, null, null, null, null", id);
  deliver("crm", "'FAILED', 2, 0, 'HTTP 500: kim@example.com', now(), '2030-01-01 00:00:00+00', null", id);
  deliver("inventory", "'PENDING', 0, 0, null, null, null, null", id);
  deliver("warehouse", "'DEAD_LETTER', 8, 1, 'HTTP 422', now(), null, '2026-03-11 02:43:09+00'", id);
  deliver("crm", "'PENDING', 0, 0, null, null, null, null", database.insert({.order_id = "O-2"}));
  database.run(
      "insert into saga.external_target (target_system, instance, state, since, updated_at) values "
      "('crm', 'a', 'CLOSED', now(), now()), ('crm', 'b', 'OPEN', now(), now()), "
      "('inventory', 'a', 'OPEN', now(), now() - interval '2 minutes'), ('warehouse', 'a', 'OPEN', now(), now())");
  database.run("update saga.saga_state set updated_at = now()");
  const auto found = pg::PgSagaContext(database.session("vera", true)).deliveries(glance().saga);
  ASSERT_TRUE(found) << found.error().message;
  std::vector<std::string> lines;
  for (const ExternalDelivery& each : *found) {
    lines.push_back(each.target + " " + each.status + " " + std::to_string(each.retry_count) + "/" +
                    std::to_string(each.generation) + " breaker '" + each.breaker + "' " + each.error);
  }
  EXPECT_THAT(lines, testing::UnorderedElementsAre(
                         "analytics PENDING 0/0 breaker '' ", "crm FAILED 2/0 breaker 'OPEN' HTTP 500: ***@***",
                         "inventory PENDING 0/0 breaker '' ", "warehouse DEAD_LETTER 8/1 breaker '' HTTP 422"));
  const auto failed = std::ranges::find(*found, "FAILED", &ExternalDelivery::status);
  ASSERT_NE(failed, found->end());
  EXPECT_EQ(failed->next_attempt_at, TimePoint(std::chrono::sys_days{std::chrono::year{2030} / 1 / 1}));
  EXPECT_TRUE(failed->last_attempt_at);
  EXPECT_FALSE(failed->ended_at);
  database.run("drop view saga.external_event_view cascade");
  EXPECT_EQ(pg::PgSagaContext(database.session("vera", true)).deliveries(glance().saga),
            std::vector<ExternalDelivery>{})
      << "a system that sends nothing";
}

TEST_F(SagaContextTest, ThePlatformSaysWhoMayNote) {
  EXPECT_TRUE(pg::PgPlatformReader(database.session("kim", true)).status().value().may_note);
  EXPECT_FALSE(pg::PgPlatformReader(database.session("vera", true)).status().value().may_note);
}

}  // namespace
}  // namespace saga
