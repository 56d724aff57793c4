// SPDX-License-Identifier: GPL-3.0-or-later
// The day of history that a demo begins with: plausible, and true down to the last entry of the domains.
#include "backend/demo/history.h"

#include <gmock/gmock.h>

#include "backend/payment/event.h"
#include "backend/payment/verification/verification.h"
#include "backend/postgres/session.h"
#include "tests/support/event_invariants.h"
#include "tests/support/installed_database.h"
#include "tests/support/servers.h"

namespace saga::demo {
namespace {

using testing::ElementsAre;

constexpr int kSagas = 4000;

std::string history() {
  static const std::string conninfo = [] {
    auto made = test::installed_database();
    const auto written = write_history(made, kSagas, [] { return false; });
    EXPECT_TRUE(written) << written.error().message;
    return made;
  }();
  return conninfo;
}

class HistoryTest : public testing::Test {
 protected:
  std::int64_t number(std::string_view sql) {
    const auto rows = session->query(sql);
    if (!rows) {
      ADD_FAILURE() << rows.error().message;
      return -1;
    }
    return rows->one([](const pg::Row& row) { return row.int64(0); }).value();
  }
  std::vector<std::string> texts(std::string_view sql) {
    const auto rows = session->query(sql);
    if (!rows) {
      ADD_FAILURE() << rows.error().message;
      return {};
    }
    return rows->map([](const pg::Row& row) { return row.text(0); }).value();
  }

  std::unique_ptr<pg::Session> session = test::open_session(history());
};

TEST_F(HistoryTest, HasAsManyFinishedSagasAsAskedForWithinOneDay) {
  EXPECT_EQ(number("SELECT count(*) FROM saga.saga_state WHERE NOT active AND NOT attention AND resolution IS NULL"),
            kSagas);
  EXPECT_EQ(number("SELECT count(*) FROM saga.saga_state WHERE created_at < now() - interval '25 hours' "
                   "OR updated_at > now()"),
            0);
  EXPECT_GE(number("SELECT count(DISTINCT date_trunc('hour', created_at)) FROM saga.saga_state"), 24);
}

TEST_F(HistoryTest, AFewPercentWereCompensatedForEveryReason) {
  const auto compensated = number("SELECT count(*) FROM saga.saga_state WHERE status = 'FAILED' AND open_effects = 0");
  EXPECT_GT(compensated, kSagas * 3 / 100);
  EXPECT_LT(compensated, kSagas * 8 / 100);
  EXPECT_THAT(texts("SELECT DISTINCT compensation_data::json ->> 'reason' FROM saga.saga_state "
                    "WHERE status = 'FAILED' ORDER BY 1"),
              ElementsAre("BALANCE_INSUFFICIENT", "PAYMENT_FAILED", "STOCK_INSUFFICIENT", "VALIDATION_FAILED"));
}

TEST_F(HistoryTest, StepsFollowEachOtherAndEndBeforeTheirSaga) {
  EXPECT_EQ(number("SELECT count(*) FROM saga.saga_step_execution WHERE executed_at < started_at"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM saga.saga_step_execution e JOIN saga.saga_state s USING (saga_id) "
                   "WHERE NOT s.active AND (e.started_at < s.created_at OR e.executed_at > s.updated_at)"),
            0);
  EXPECT_EQ(number("SELECT count(*) FROM saga.saga_step_execution b JOIN saga.saga_step_execution a USING (saga_id) "
                   "WHERE a.step_name = 'BalanceDeduction' AND b.step_name = 'StockConfirmation' "
                   "AND a.direction = 'FORWARD' AND b.direction = 'FORWARD' AND b.started_at < a.executed_at"),
            0);
}

// An entry for each effect that stands, a counter-entry for each that was undone.
TEST_F(HistoryTest, MoneyAndStockAreConserved) {
  EXPECT_EQ(number("SELECT count(*) FROM balances.balance b FULL JOIN "
                   "(SELECT user_id, currency, sum(amount) AS amount FROM balances.balance_entry GROUP BY 1, 2) e "
                   "USING (user_id, currency) WHERE b.amount IS DISTINCT FROM e.amount"),
            0);
  EXPECT_EQ(number("SELECT count(*) FROM products.product p FULL JOIN (SELECT product_id, "
                   "sum(CASE kind WHEN 'RESERVE' THEN -quantity WHEN 'CONFIRM' THEN 0 ELSE quantity END) AS available, "
                   "sum(CASE WHEN kind = 'RESERVE' THEN quantity WHEN kind = 'CONFIRM' OR (kind = 'RELEASE' AND NOT "
                   "confirmed) THEN -quantity ELSE 0 END) AS reserved, "
                   "sum(CASE WHEN kind = 'CONFIRM' THEN quantity WHEN confirmed THEN -quantity ELSE 0 END) AS sold "
                   "FROM products.stock_entry GROUP BY 1) e USING (product_id) "
                   "WHERE (p.available, p.reserved, p.sold) IS DISTINCT FROM (e.available, e.reserved, e.sold)"),
            0);
}

TEST_F(HistoryTest, TheEventStoresFoldToWhatIsThere) {
  std::vector<std::string> found;
  test::check_events(test::PaymentDatabases::one(*session), found);
  EXPECT_TRUE(found.empty()) << test::listed(found);
}

TEST_F(HistoryTest, EveryCompletedSagaHasOnePaymentAndNoCompensatedOneHas) {
  EXPECT_EQ(number("SELECT count(*) FROM saga.saga_state s WHERE status = 'COMPLETED' AND 1 <> (SELECT count(*) FROM "
                   "payments.payment p WHERE p.order_id = s.order_id AND p.status = 'COMPLETED' "
                   "AND p.amount = s.amount AND p.currency = s.currency)"),
            0);
  EXPECT_EQ(number("SELECT count(*) FROM saga.saga_state s JOIN payments.payment p USING (order_id) "
                   "WHERE s.status = 'FAILED' AND p.status = 'COMPLETED'"),
            0);
  EXPECT_EQ(number("SELECT count(*) FROM saga.saga_state s LEFT JOIN saga.payment_route r USING (order_id) "
                   "WHERE r.saga_id IS DISTINCT FROM s.saga_id"),
            0);
}

// Found where the detail of a saga looks for them, and dead only where the story has an outage.
TEST_F(HistoryTest, EveryPaymentWasToldToItsTargetsAndTheCrmMissedAFew) {
  EXPECT_EQ(number("SELECT count(*) FROM saga.external_event_log"),
            3 * number("SELECT count(*) FROM payments.payment"));
  EXPECT_EQ(number("SELECT count(*) FROM saga.external_event_log d LEFT JOIN saga.saga_state s USING (saga_id) "
                   "WHERE (d.event_id >= saga.uuid_at(s.created_at) AND d.event_id < saga.uuid_at(s.updated_at + "
                   "interval '30 s')) IS NOT TRUE"),
            0);
  EXPECT_THAT(texts("SELECT DISTINCT status FROM saga.external_event_log WHERE target_system <> 'crm'"),
              ElementsAre("SENT"));
  const auto dead = number("SELECT count(*) FROM saga.external_event_log WHERE status = 'DEAD_LETTER'");
  EXPECT_GT(dead, 0);
  EXPECT_LT(dead, kSagas / 50);
  EXPECT_EQ(number("SELECT count(*) FROM saga.external_event_log WHERE (status = 'SENT') <> (sent_at >= created_at AND "
                   "error_message IS NULL AND generation = 0) OR (status = 'DEAD_LETTER') <> (died_at > created_at AND "
                   "error_message <> '' AND generation = 1)"),
            0);
}

TEST_F(HistoryTest, SomeWaitForAPersonSinceEarlierToday) {
  EXPECT_EQ(number("SELECT count(*) FROM saga.saga_state WHERE active AND parked_reason IS NOT NULL"), 7);
  EXPECT_EQ(number("SELECT count(*) FROM saga.saga_state WHERE active AND parked_reason IS NULL"), 0);
  EXPECT_EQ(number("SELECT count(*) FROM saga.saga_state WHERE attention"), 2);
  EXPECT_EQ(number("SELECT count(*) FROM saga.saga_state WHERE resolution IS NOT NULL"), 1);
}

// Else a participant could not read its own inbox when the operator acts.
TEST_F(HistoryTest, EveryKeptReplyIsAnEventOfItsSaga) {
  int read = 0;
  for (const std::string schema : {"orders", "balances", "products", "payments"}) {
    const auto rows = session->query("SELECT saga_id::text, action_reply FROM " + schema + ".inbox");
    ASSERT_TRUE(rows) << rows.error().message;
    const auto done = rows->each([&](const pg::Row& row) {
      const auto event = payment::decode(row.text(1));
      ASSERT_TRUE(event) << event.error().message;
      EXPECT_EQ(event->saga_id, row.text(0));
      EXPECT_TRUE(event->payload.contains("result") || event->payload.contains("error"));
      ++read;
    });
    EXPECT_TRUE(done) << done.error().message;
  }
  EXPECT_GT(read, 20);
}

TEST_F(HistoryTest, TheOperatorMayActOnThemAndTheViewerMayNot) {
  const std::string retry =
      "SELECT outcome || ': ' || detail FROM saga.retry((SELECT array_agg(saga_id) FROM saga.saga_view WHERE active), "
      "(SELECT array_agg(version) FROM saga.saga_view WHERE active), 'looked at it')";
  const auto viewer = pg::Session::open({.conninfo = history() + " user=lee.jiwon"});
  ASSERT_TRUE(viewer) << viewer.error().message;
  const auto refused = (*viewer)->query(retry);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Permission);

  const auto kim = pg::Session::open({.conninfo = history() + " user=kim.sujin"});
  ASSERT_TRUE(kim) << kim.error().message;
  auto transaction = (*kim)->begin();  // rolled back: the other tests count
  ASSERT_TRUE(transaction);
  const auto accepted = transaction->query(retry);
  ASSERT_TRUE(accepted) << accepted.error().message;
  EXPECT_THAT(accepted->map([](const pg::Row& row) { return row.text(0); }).value(),
              testing::AllOf(testing::SizeIs(7), testing::Each("ACCEPTED: waits for the orchestrator")));
}

// What the verification of the books finds in a demo is the demo's trouble, not its history's.
TEST_F(HistoryTest, S15VerificationFindsItConsistent) {
  payment::Sources sources;
  for (const auto place : payment::kPlaces) sources.conninfo[place] = history();
  payment::VerificationOptions options;
  options.margin = options.pause = std::chrono::milliseconds(0);
  const SystemClock clock;
  payment::Verification verification(std::move(sources), options, clock);
  Result<bool> more = true;
  while (more && *more) more = verification.step();
  ASSERT_TRUE(more) << more.error().message;
  const auto& report = verification.report();
  EXPECT_GE(report.subjects, kSagas);
  for (const auto& finding : report.findings) {
    ADD_FAILURE() << finding.kind << ' ' << finding.subject << ": " << finding.detail;
  }
  EXPECT_EQ(report.consistency(), 100.0);
}

TEST_F(HistoryTest, LeavesNoScaffoldingBehind) {
  EXPECT_EQ(number("SELECT count(*) FROM pg_namespace WHERE nspname = 'demo_seed'"), 0);
}

TEST(HistoryStart, CanBeInterrupted) {
  int asked = 0;
  const auto interrupted = write_history(test::installed_database(), 40'000, [&] { return ++asked > 3; });
  ASSERT_FALSE(interrupted);
  EXPECT_EQ(interrupted.error(), cancelled_error());
}

}  // namespace
}  // namespace saga::demo
