// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/saga_reader.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "tests/postgres/saga_database.h"

namespace saga {
namespace {

class SagaReaderTest : public testing::Test {
 protected:
  std::vector<SagaId> ids_of(const SagaFilter& filter) {
    const auto page = reader.page(filter, {}, 100);
    EXPECT_TRUE(page) << page.error().message;
    std::vector<SagaId> ids;
    if (page) std::ranges::transform(page->sagas, std::back_inserter(ids), &Saga::id);
    return ids;
  }

  test::SagaDatabase database;
  pg::PgSagaReader reader{database.session("vera", true)};
};

using Ids = std::vector<SagaId>;

TEST_F(SagaReaderTest, PagesOverAThousandRowsLoseNoneAndRepeatNoneWhileOthersAreInserted) {
  database.run(
      "insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, "
      "trace_id, created_at) select saga.uuid_v7(t), 'PaymentSaga', 'OrderValidation', 'RUNNING', 'ORD-' || n, n, 1, "
      // Ten sagas share each instant, so that the id has to decide, too.
      "'KRW', 't', t from (select n, now() - (n / 10) * interval '3 minutes' as t from generate_series(1, 1000) n) s");
  std::set<SagaId> before;
  const auto all = database.admin().read("select saga_id from saga.saga_state");
  ASSERT_TRUE(all);
  ASSERT_TRUE(all->each([&](const pg::Row& row) { before.insert(row.text(0)); }));
  ASSERT_EQ(before.size(), 1000U);

  std::vector<Saga> seen;
  std::optional<SagaCursor> after;
  int inserted = 0;
  do {
    const auto page = reader.page({}, after, 70);
    ASSERT_TRUE(page) << page.error().message;
    seen.insert(seen.end(), page->sagas.begin(), page->sagas.end());
    after = page->next;
    // One above the page just read, and one among those yet to come.
    database.insert({.order_id = "NEW", .age_seconds = 0});
    database.insert({.order_id = "NEW", .age_seconds = 18'000 - inserted});
    ++inserted;
  } while (after);

  std::set<SagaId> unique;
  for (const Saga& saga : seen) EXPECT_TRUE(unique.insert(saga.id).second) << saga.id << " came twice";
  for (const SagaId& id : before) EXPECT_TRUE(unique.contains(id)) << id << " was lost";
  EXPECT_TRUE(std::ranges::is_sorted(
      seen, [](const Saga& a, const Saga& b) { return std::tie(a.created_at, a.id) > std::tie(b.created_at, b.id); }));
}

TEST_F(SagaReaderTest, ThePageAfterTheLastIsNotOffered) {
  database.insert({});
  database.insert({});
  EXPECT_FALSE(reader.page({}, {}, 2)->next);
  const auto first = reader.page({}, {}, 1);
  ASSERT_TRUE(first->next);
  const auto second = reader.page({}, cursor_from(to_text(*first->next)), 1);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->sagas.size(), 1U);
  EXPECT_FALSE(second->next);
}

TEST_F(SagaReaderTest, AnEmptyAnswerCarriesTheServersClockToo) {
  const auto page = reader.page({}, {}, 10);
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_TRUE(page->sagas.empty());
  EXPECT_GT(page->server_now, TimePoint(std::chrono::years(50)));
  const auto by_id = reader.by_id({"not a uuid"});
  ASSERT_TRUE(by_id) << by_id.error().message;
  EXPECT_TRUE(by_id->sagas.empty());
  EXPECT_GT(by_id->server_now, TimePoint(std::chrono::years(50)));
}

TEST_F(SagaReaderTest, ASagaIsReadWithAllItsColumns) {
  const SagaId id = database.insert({.status = "COMPENSATING",
                                     .order_id = "ORD-7",
                                     .user_id = 812,
                                     .step = "StockConfirmation",
                                     .parked_reason = "no reply within 10 s",
                                     .silent_seconds = 50,
                                     .open_effects = 2});
  database.run(
      "insert into saga.payment_route (order_id, route, reason, toggle_version, requested_at) "
      "values ('ORD-7', 'EVENT_DRIVEN', 'canary 10 %', 3, now())");
  const auto page = reader.by_id({id, "00000000-0000-7000-8000-000000000000"});
  ASSERT_TRUE(page) << page.error().message;
  ASSERT_EQ(page->sagas.size(), 1U);
  const Saga& saga = page->sagas.front();
  EXPECT_EQ(saga.id, id);
  EXPECT_EQ(saga.type, "PaymentSaga");
  EXPECT_EQ(saga.current_step, "StockConfirmation");
  EXPECT_EQ(saga.status, SagaStatus::Compensating);
  EXPECT_EQ(saga.order_id, "ORD-7");
  EXPECT_EQ(saga.user_id, "812");
  EXPECT_EQ(saga.amount, (Money{128'000, "KRW"}));
  EXPECT_EQ(saga.route, "EVENT_DRIVEN");
  EXPECT_EQ(saga.route_reason, "canary 10 %");
  EXPECT_EQ(saga.version, 1);
  EXPECT_EQ(saga.parked_reason, "no reply within 10 s");
  EXPECT_EQ(saga.open_effects, 2);
  EXPECT_EQ(saga.resolution, std::nullopt);
  const auto silent = page->server_now - saga.progress_at;
  EXPECT_GE(silent, std::chrono::seconds(50));
  EXPECT_LT(silent, std::chrono::seconds(60));
}

TEST_F(SagaReaderTest, FiltersHoldTogether) {
  const SagaId wanted = database.insert({.step = "StockConfirmation", .parked_reason = "x", .age_seconds = 400});
  database.insert({.step = "StockConfirmation", .parked_reason = "x", .age_seconds = 200});
  database.insert({.step = "BalanceDeduction", .parked_reason = "x", .age_seconds = 400});
  database.insert({.step = "StockConfirmation", .age_seconds = 400});
  EXPECT_EQ(ids_of({.conditions = {Condition::Stuck, Condition::NeedsAttention},
                    .type = "PaymentSaga",
                    .step = "StockConfirmation",
                    .older_than = std::chrono::seconds(300)}),
            Ids{wanted});
  EXPECT_EQ(ids_of({.type = "RefundSaga"}), Ids{});
}

TEST_F(SagaReaderTest, SearchFindsByIdByItsBeginningByOrderByUserAndByReason) {
  const SagaId first = database.insert({.order_id = "ORD-100", .user_id = 4711, .age_seconds = 100'000});
  const SagaId second = database.insert(
      {.order_id = "ord%2_x", .user_id = 12, .parked_reason = "the Bank said 100% no", .age_seconds = 10});
  EXPECT_EQ(ids_of({.search = first}), Ids{first});
  EXPECT_EQ(ids_of({.search = "  " + first.substr(0, 13) + " "}), Ids{first});
  EXPECT_EQ(ids_of({.search = "4711"}), Ids{first});
  EXPECT_EQ(ids_of({.search = "ORD-100"}), Ids{first});
  EXPECT_EQ(ids_of({.search = "ORD-"}), Ids{first});
  EXPECT_EQ(ids_of({.search = "the bank"}), Ids{second});
  EXPECT_EQ(ids_of({.search = "nothing like it"}), Ids{});
}

TEST_F(SagaReaderTest, SearchTextIsNeverAPatternNorSql) {
  const SagaId odd = database.insert({.order_id = "ord%2_x", .parked_reason = R"(50% of \ and ' fail)"});
  database.insert({.order_id = "ordA2Bx", .parked_reason = "50 of them"});
  EXPECT_EQ(ids_of({.search = "ord%2_"}), Ids{odd});
  EXPECT_EQ(ids_of({.search = R"(50% of \)"}), Ids{odd});
  EXPECT_EQ(ids_of({.search = "' or true --"}), Ids{});
  EXPECT_EQ(ids_of({.search = "%"}), Ids{odd});
  EXPECT_EQ(ids_of({.search = "99999999999999999999"}), Ids{});  // no user id has that many digits
}

TEST_F(SagaReaderTest, DetailShowsStepsInTheirOrderCommandsAndJournal) {
  const SagaId id = database.insert({.parked_reason = "no reply"});
  database.run(
      "insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, input_data, "
      "started_at) values ('" +
      id +
      "', 'BalanceDeduction', 'FORWARD', 1, null, '{\"mail\":\"kim@example.org\"}', "
      "now()), ('" +
      id + "', 'OrderValidation', 'FORWARD', 1, 'SUCCESS', '{}', now() - interval '1 s')");
  ASSERT_TRUE(database.session("kim")->query("select saga.retry(array[$1::uuid], array[1], 'again')", {id}));
  const auto detail = reader.detail(id);
  ASSERT_TRUE(detail) << detail.error().message;
  ASSERT_TRUE(*detail);
  const SagaDetail& d = **detail;
  EXPECT_EQ(d.saga.version, 2);
  ASSERT_EQ(d.executions.size(), 2U);
  EXPECT_EQ(d.executions[0].step_name, "OrderValidation");
  EXPECT_EQ(d.executions[1].status, StepStatus::Pending);
  EXPECT_EQ(d.executions[1].input, R"({"mail":"***@***"})");  // masked in SQL
  ASSERT_EQ(d.commands.size(), 1U);
  EXPECT_EQ(d.commands[0].requested_by, "kim");
  EXPECT_EQ(d.commands[0].expected_version, 1);
  EXPECT_EQ(d.commands[0].status, "PENDING");
  ASSERT_EQ(d.journal.size(), 1U);
  EXPECT_EQ(d.journal[0].why, "again");
}

TEST_F(SagaReaderTest, DetailOfNobody) {
  const auto unknown = reader.detail("00000000-0000-7000-8000-000000000000");
  ASSERT_TRUE(unknown) << unknown.error().message;
  EXPECT_FALSE(*unknown);
  const auto nonsense = reader.detail("x'; drop table saga.saga_state; --");
  ASSERT_TRUE(nonsense);
  EXPECT_FALSE(*nonsense);
  EXPECT_TRUE(reader.page({}, {}, 1));  // the transaction before has ended
}

TEST_F(SagaReaderTest, CountsStopAtTheCap) {
  database.run(
      "insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, "
      "currency, trace_id) select saga.uuid_v7(now()), 'PaymentSaga', 's', 'COMPLETED', 'o' || n, n, 1, 'KRW', "
      "'t' from generate_series(1, 10001) n");
  const auto counts = reader.counts();
  ASSERT_TRUE(counts) << counts.error().message;
  EXPECT_EQ(counts->all, (CappedCount{10'000, true}));
  EXPECT_EQ(counts->counts.size(), all_conditions().size() - 1);
  for (const auto& [condition, count] : counts->counts) {
    EXPECT_EQ(count, condition == Condition::Completed ? (CappedCount{10'000, true}) : CappedCount{});
  }
}

TEST_F(SagaReaderTest, ALimitOutsideOfReasonIsInvalid) {
  EXPECT_EQ(reader.page({}, {}, 0).error().kind, ErrorKind::Invalid);
  EXPECT_EQ(reader.page({}, SagaCursor{{}, "x"}, 5).error().kind, ErrorKind::Invalid);
}

TEST(SagaCursorText, ComesBackAsItWas) {
  const SagaCursor cursor{TimePoint(std::chrono::microseconds(1'763'658'546'123'456)), "a.b"};
  EXPECT_EQ(cursor_from(to_text(cursor)), cursor);
  for (const char* text : {"", ".", "12.", ".x", "12", "1x.y", "99999999999999999999.x"}) {
    EXPECT_EQ(cursor_from(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace saga
