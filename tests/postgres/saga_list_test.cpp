// SPDX-License-Identifier: GPL-3.0-or-later
// Seen red: with `<` for `<=` at a block's first key, with the active part of an order left out, with amounts compared
// across currencies, and with the search text put into the pattern as it is. Also against an exception that names a
// saga of no list, and lost indexes by error and by route.
#include "backend/postgres/saga_list.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "backend/ports/saga_selection.h"
#include "backend/postgres/saga_list_query.h"
#include "tests/postgres/saga_database.h"
#include "tests/support/case_table.h"

namespace saga {
namespace {

using namespace std::chrono_literals;
using Ids = std::vector<SagaId>;

struct OrderCase {
  SagaOrder order;
  const char* sql;
  friend void PrintTo(const OrderCase& value, std::ostream* out) { *out << value.sql; }
};

// Ties everywhere: seven instants, five amounts in three currencies, four statuses, three steps.
constexpr const char* kManyTies =
    "insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, "
    "trace_id, created_at, updated_at) "
    "select saga.uuid_v7(at), 'PaymentSaga', (array['StockConfirmation', 'balance', 'Éclair'])[1 + n % 3], "
    "(array['RUNNING', 'COMPLETED', 'FAILED', 'COMPENSATING'])[1 + n % 4], 'O-' || n, n, 100 * (n % 5), "
    "(array['KRW', 'USD', 'EUR'])[1 + n / 7 % 3], 't', at, at + (n % 11) * interval '7 hours' "
    "from (select n, now() - (n % 7) * interval '2 days' as at from generate_series(1, 400) n) s";

class SagaListTest : public testing::Test {
 protected:
  Ids ids_of_sql(const std::string& sql) {
    const auto rows = database.admin().read(sql);
    EXPECT_TRUE(rows) << rows.error().message;
    Ids ids;
    if (!rows) return ids;
    EXPECT_TRUE(rows->each([&](const pg::Row& row) { ids.push_back(row.text(0)); }));
    return ids;
  }
  ListPage page(const ListQuery& query, const ListRange& range, int limit, SagaList::End end = SagaList::End::First) {
    auto read = list.page(query, range, limit, end);
    EXPECT_TRUE(read) << read.error().message;
    return read.value_or(ListPage{});
  }
  // Reads everything in pages, as a list that is scrolled to its end.
  Ids forwards(const ListQuery& query, int limit) {
    Ids ids;
    ListRange range;
    for (bool more = true; more;) {
      const ListPage read = page(query, range, limit);
      for (const Saga& saga : read.sagas) ids.push_back(saga.id);
      more = read.more && !read.sagas.empty();
      if (more) range.from = SagaBound{key_of(read.sagas.back(), query.order.by), true};
    }
    return ids;
  }
  Ids backwards(const ListQuery& query, int limit) {
    Ids ids;
    ListRange range;
    for (bool more = true; more;) {
      const ListPage read = page(query, range, limit, SagaList::End::Last);
      Ids found;
      for (const Saga& saga : read.sagas) found.push_back(saga.id);
      ids.insert(ids.begin(), found.begin(), found.end());
      more = read.more && !read.sagas.empty();
      if (more) range.to = SagaBound{key_of(read.sagas.front(), query.order.by), false};
    }
    return ids;
  }
  Ids found(const SagaFilter& filter) {
    Ids ids = forwards({filter, {}}, 50);
    std::ranges::sort(ids);
    return ids;
  }

  test::SagaDatabase database;
  pg::PgSagaList list{database.session("vera", true)};
};

class SagaListOrder : public SagaListTest, public testing::WithParamInterface<OrderCase> {};

TEST_P(SagaListOrder, PagesInBothDirectionsAgreeWithOneOrderByOverTies) {
  database.run(kManyTies);
  const auto& [order, sql] = GetParam();
  const ListQuery query{{}, order};
  const Ids expected = ids_of_sql(std::string("select saga_id from saga.saga_state order by ") + sql);
  ASSERT_EQ(expected.size(), 400U);
  for (const int limit : {7, 400}) {
    EXPECT_EQ(forwards(query, limit), expected) << limit;
    EXPECT_EQ(backwards(query, limit), expected) << limit;
  }
}

TEST_P(SagaListOrder, TheKeyIndexFindsEveryRowWithOnePage) {
  database.run(kManyTies);
  const auto& [order, sql] = GetParam();
  const ListQuery query{{}, order};
  const Ids expected = ids_of_sql(std::string("select saga_id from saga.saga_state order by ") + sql);
  const auto index = list.keys(query, {}, 30);
  ASSERT_TRUE(index) << index.error().message;
  EXPECT_EQ(index->count, 400);
  ASSERT_EQ(index->keys.size(), 14U);
  for (std::size_t i = 0; i < index->keys.size(); ++i) {
    ListRange range{SagaBound{index->keys[i], false}, std::nullopt};
    if (i + 1 < index->keys.size()) range.to = SagaBound{index->keys[i + 1], false};
    const ListPage read = page(query, range, 100);
    ASSERT_EQ(read.sagas.size(), i + 1 < index->keys.size() ? 30U : 10U);
    EXPECT_FALSE(read.more);
    EXPECT_EQ(read.sagas.front().id, expected[i * 30]);
    EXPECT_EQ(key_of(read.sagas.front(), order.by), index->keys[i]) << "C++ and SQL make the same key";
    if (i > 0) {
      EXPECT_TRUE(comes_before(order, index->keys[i - 1], index->keys[i])) << "and sort it alike";
    }
    const auto count = list.count(query, range, 1000);
    ASSERT_TRUE(count) << count.error().message;
    EXPECT_EQ(count->count, static_cast<std::int64_t>(read.sagas.size()));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Orders, SagaListOrder,
    testing::Values(OrderCase{{SortBy::Created, false}, "created_at desc, saga_id desc"},
                    OrderCase{{SortBy::Created, true}, "created_at, saga_id"},
                    OrderCase{{SortBy::Updated, false}, "updated_at desc, saga_id desc"},
                    OrderCase{{SortBy::Updated, true}, "updated_at, saga_id"},
                    OrderCase{{SortBy::Amount, false}, "currency collate \"C\" desc, amount desc, saga_id desc"},
                    OrderCase{{SortBy::Amount, true}, "currency collate \"C\", amount, saga_id"},
                    OrderCase{{SortBy::Status, false}, "status desc, created_at desc, saga_id desc"},
                    OrderCase{{SortBy::Status, true}, "status, created_at, saga_id"},
                    OrderCase{{SortBy::Step, false}, "current_step collate \"C\" desc, created_at desc, saga_id desc"},
                    OrderCase{{SortBy::Step, true}, "current_step collate \"C\", created_at, saga_id"}));

// What a filter finds, beside the plain SQL that means the same.
struct FilterCase {
  SagaFilter filter;
  const char* sql;
};

// The rows of the case table, each with another step, amount, route, type, user and age.
class SagaListFilter : public SagaListTest {
 protected:
  void SetUp() override {
    for (const auto& row : test::case_table()) {
      if (row.condition == "unknown") continue;  // our own schema cannot hold one
      database.insert({.status = row.status,
                       .order_id = "ORD-" + std::to_string(row.line),
                       .user_id = row.line % 3,
                       .step = row.line % 2 == 0 ? "StockConfirmation" : "BalanceDeduction",
                       .parked_reason = row.parked_reason ? std::optional(*row.parked_reason + " after " +
                                                                          std::to_string(row.line) + " s")
                                                          : std::nullopt,
                       .silent_seconds = row.silent_seconds == 30 ? 20 : row.silent_seconds,
                       .age_seconds = 100 * row.line,
                       .open_effects = row.open_effects,
                       .resolution = row.resolution});
    }
    database.run(
        "update saga.saga_state set amount = 1000 * user_id, currency = case when attempts = 0 and user_id = 1 "
        "then 'USD' else 'KRW' end, saga_type = case when order_id like '%5' then 'RefundSaga' else saga_type end; "
        "insert into saga.payment_route (order_id, route, reason, toggle_version, requested_at) "
        "select order_id, case when user_id = 2 then 'LEGACY' else 'EVENT_DRIVEN' end, 'canary', 1, now() "
        "from saga.saga_state where user_id > 0; "
        "update saga.saga_state s set route = r.route from saga.payment_route r where r.order_id = s.order_id");
  }

  void expect_same(const FilterCase& item) {
    SCOPED_TRACE(item.sql);
    const std::string from = std::string(" from saga.saga_state s where ") + item.sql;
    const Ids expected = ids_of_sql("select saga_id" + from + " order by saga_id::text");
    EXPECT_EQ(found(item.filter), expected);
    const auto count = list.count({item.filter, {}}, {}, 1000);
    ASSERT_TRUE(count) << count.error().message;
    EXPECT_EQ(*count, (CappedCount{static_cast<std::int64_t>(expected.size()), false}));
    for (const SortBy by : {SortBy::Updated, SortBy::Amount, SortBy::Status, SortBy::Step}) {
      const auto index = list.keys({item.filter, {by, false}}, {}, 10);
      ASSERT_TRUE(index) << index.error().message;
      EXPECT_EQ(index->count, static_cast<std::int64_t>(expected.size())) << "in another order";
    }
  }
};

constexpr const char* kConditionIs =
    "saga.condition(status, parked_reason, progress_at, open_effects, resolution, now()) ";

TEST_F(SagaListFilter, EveryConditionAgreesWithTheRuleInSql) {
  for (const Condition condition : all_conditions()) {
    const std::string sql = kConditionIs + ("= '" + std::string(to_text(condition)) + "'");
    expect_same({{.conditions = {condition}}, sql.c_str()});
  }
  const std::string both = kConditionIs + std::string("in ('stuck', 'needs-attention')");
  expect_same({{.conditions = {Condition::Stuck, Condition::NeedsAttention}}, both.c_str()});
}

TEST_F(SagaListFilter, EveryPartAgreesWithPlainSql) {
  expect_same({{}, "true"});
  expect_same({{.type = "RefundSaga"}, "saga_type = 'RefundSaga'"});
  expect_same({{.type = "PaymentSaga"}, "saga_type = 'PaymentSaga'"});
  expect_same({{.step = "StockConfirmation"}, "current_step = 'StockConfirmation'"});
  expect_same({{.older_than = 2000s}, "created_at < now() - interval '2000 s'"});
  expect_same({{.younger_than = 2050s}, "created_at >= now() - interval '2050 s'"});
  expect_same({{.route = "LEGACY"}, "order_id in (select order_id from saga.payment_route where route = 'LEGACY')"});
  expect_same({{.user = "2"}, "user_id = 2"});
  expect_same({{.order = "ORD-25"}, "order_id = 'ORD-25'"});
  expect_same({{.search = "ORD-2"}, "order_id like 'ORD-2%'"});
  expect_same({{.search = "reply after"}, "parked_reason ilike '%reply after%'"});
  expect_same({{.amount = AmountRange{"KRW", 1, 2000}}, "currency = 'KRW' and amount between 1 and 2000"});
  expect_same({{.amount = AmountRange{"USD", {}, {}}}, "currency = 'USD'"});
  expect_same({{.amount = AmountRange{"KRW", 2000, {}}}, "currency = 'KRW' and amount >= 2000"});
  expect_same(
      {{.route = "EVENT_DRIVEN"}, "order_id not in (select order_id from saga.payment_route where route = 'LEGACY')"});
  expect_same({{.error = "no reply after … s"}, "saga.normalised_error(parked_reason) = 'no reply after … s'"});
  expect_same({{.error = ""}, "parked_reason is null"});
}

// A selection finds by SQL the sagas that it marks on the screen, for every condition of the case table and all else
// that can be filtered by.
TEST_F(SagaListFilter, ASelectionIsTheSameInSqlAndOnTheScreen) {
  std::vector<SagaFilter> filters{{},
                                  {.conditions = {Condition::Stuck, Condition::NeedsAttention}},
                                  {.type = "RefundSaga"},
                                  {.step = "StockConfirmation", .older_than = 900s},
                                  {.search = "ORD-2", .younger_than = 2050s},
                                  {.search = "REPLY after"},
                                  {.search = " 2 "},
                                  {.route = "LEGACY"},
                                  {.amount = AmountRange{"KRW", 1, 2000}, .user = "2"},
                                  {.order = "ORD-25"},
                                  {.error = "no reply after … s"},
                                  {.error = ""}};
  for (const Condition condition : all_conditions()) filters.push_back({.conditions = {condition}});
  const ListPage all = page({}, {}, 1000);
  filters.push_back({.search = all.sagas[4].id.substr(0, 23)});
  int chosen_sagas = 0;
  for (const SagaFilter& filter : filters) {
    for (const bool by_name : {false, true}) {
      SagaSelection selection = by_name ? SagaSelection() : SagaSelection::all_of(filter, all.sagas[2].created_at);
      // Three of those that match, and one that may not.
      for (const std::size_t i : {std::size_t{3}, std::size_t{7}, std::size_t{8}, std::size_t{20}}) {
        selection.choose(all.sagas[i].id, by_name);
      }
      selection.choose(all.sagas[8].id, !by_name);
      selection.choose("no uuid", by_name);
      Ids marked;
      for (const Saga& saga : all.sagas) {
        if (selection.holds(saga, all.server_now)) marked.push_back(saga.id);
      }
      std::ranges::sort(marked);
      EXPECT_EQ(found(selection.filter()), marked) << chosen_sagas;
      const auto count = list.count({selection.filter(), {SortBy::Step, true}}, {}, 1000);
      ASSERT_TRUE(count) << count.error().message;
      EXPECT_EQ(count->count, static_cast<std::int64_t>(marked.size()));
      chosen_sagas += static_cast<int>(marked.size());
    }
  }
  EXPECT_GT(chosen_sagas, 150);
}

// Without an index, each of these would look at every saga before it finds the few.
TEST_F(SagaListTest, WhatIsRareIsFoundByAnIndexOfItsOwn) {
  database.run(
      "insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, "
      "trace_id, created_at, parked_reason, route) "
      "select saga.uuid_v7(now()), 'PaymentSaga', 's', case when n % 2000 = 1 then 'RUNNING' else 'COMPLETED' end, "
      "'O-' || n, n, 1, 'KRW', 't', now() - n * interval '1 ms', "
      "case when n % 2000 = 1 then 'no reply within ' || n || ' s' when n % 100 = 2 then 'stock of ' || n || ' is "
      "gone' end, "
      "case when n % 1000 = 5 then 'LEGACY' else 'EVENT_DRIVEN' end from generate_series(1, 40000) n; "
      "analyze saga.saga_state");
  const std::string today = database.value("select 'saga_state_' || to_char(now() at time zone 'UTC', 'YYYYMMDD')");
  struct Rare {
    SagaFilter filter;
    const char* index;
    int rows;
  };
  for (const auto& [filter, index, rows] :
       {Rare{{.error = "no reply within … s"}, "_error_created_at_saga_id_idx", 20},
        Rare{{.conditions = {Condition::Stuck}, .error = "no reply within … s"}, "_error_created_at_saga_id_idx", 20},
        Rare{{.error = "nothing of the kind"}, "_error_created_at_saga_id_idx", 0},
        Rare{{.route = "LEGACY"}, "_route_created_at_saga_id_idx", 40},
        Rare{{.route = "PIGEON"}, "_route_created_at_saga_id_idx", 0}}) {
    SCOPED_TRACE(filter.error.value_or(filter.route.value_or("")));
    for (const auto& sql :
         {pg::page_sql({filter, {}}, {}, 200, SagaList::End::First),
          pg::page_sql({filter, {}}, {}, 200, SagaList::End::Last), pg::count_sql({filter, {}}, {}, 10'001)}) {
      const auto lines = database.admin().read("explain (analyze, timing off, costs off) " + sql.sql, sql.params);
      ASSERT_TRUE(lines) << lines.error().message;
      std::string plan;
      ASSERT_TRUE(lines->each([&](const pg::Row& row) { plan += row.text(0) + "\n"; }));
      EXPECT_NE(plan.find(today + index), std::string::npos) << plan;
      EXPECT_EQ(plan.find("Seq Scan on " + today), std::string::npos) << plan;
      EXPECT_EQ(plan.find("Rows Removed by Filter"), std::string::npos) << plan;
    }
    EXPECT_EQ(static_cast<int>(found(filter).size()), rows);
  }
}

TEST_F(SagaListFilter, TimesFromAndToAreHalfOpen) {
  const ListPage all = page({}, {}, 1000);
  const TimePoint from = all.sagas[20].created_at;
  const TimePoint to = all.sagas[5].created_at;
  const Ids between = found({.from = from, .to = to});
  EXPECT_EQ(between.size(), 15U);
  EXPECT_TRUE(std::ranges::binary_search(between, all.sagas[20].id)) << "from is included";
  EXPECT_FALSE(std::ranges::binary_search(between, all.sagas[5].id)) << "to is not";
}

TEST_F(SagaListFilter, PartsHoldTogether) {
  const std::string sql = kConditionIs + std::string(
                                             "= 'stuck' and current_step = 'StockConfirmation' and user_id = 2 and "
                                             "currency = 'KRW' and created_at < now() - interval '1000 s'");
  expect_same({{.conditions = {Condition::Stuck},
                .step = "StockConfirmation",
                .older_than = 1000s,
                .amount = AmountRange{"KRW", {}, {}},
                .user = "2"},
               sql.c_str()});
}

TEST_F(SagaListFilter, HostileTextsAreOnlyText) {
  const SagaId odd = database.insert({.order_id = "%", .parked_reason = R"(50% of \ and ' "fail"; drop table x)"});
  for (const char* text :
       {"'; drop table saga.saga_state; --", "\\", "' or true --", "$1", "\xed\x95\x9c\xea\xb8\x80"}) {
    SCOPED_TRACE(text);
    EXPECT_TRUE(found({.type = text}).empty());
    EXPECT_TRUE(found({.step = text}).empty());
    EXPECT_TRUE(found({.route = text}).empty());
    EXPECT_TRUE(found({.amount = AmountRange{text, {}, {}}}).empty());
    EXPECT_TRUE(found({.user = text}).empty());
    EXPECT_TRUE(found({.order = text}).empty());
    EXPECT_TRUE(found({.error = text}).empty());
  }
  EXPECT_EQ(found({.search = "%"}), Ids{odd}) << "no pattern";
  EXPECT_EQ(found({.search = R"(of \ and ')"}), Ids{odd});
  EXPECT_EQ(found({.order = "%"}), Ids{odd});
  EXPECT_TRUE(found({.user = "99999999999999999999"}).empty());
  EXPECT_FALSE(list.page({}, {SagaBound{{"", 0, "x'; --"}, true}, {}}, 10)) << "a key that is none";
}

TEST_F(SagaListTest, ACountStopsAtItsCap) {
  database.run(kManyTies);
  EXPECT_EQ(list.count({}, {}, 399).value(), (CappedCount{399, true}));
  EXPECT_EQ(list.count({}, {}, 400).value(), (CappedCount{400, false}));
}

TEST_F(SagaListTest, AnEmptyListHasNoKeysButAClock) {
  const auto index = list.keys({}, {}, 100);
  ASSERT_TRUE(index) << index.error().message;
  EXPECT_EQ(index->count, 0);
  EXPECT_TRUE(index->keys.empty());
  EXPECT_GT(index->server_now, TimePoint(std::chrono::years(50)));
}

// The orders that every step changes are kept for ended sagas alone; a step must not pay for them.
TEST_F(SagaListTest, AStepOfASagaStaysHeapOnly) {
  const SagaId id = database.insert({});
  auto transaction = database.admin().begin();
  ASSERT_TRUE(transaction);
  for (int step = 0; step < 9; ++step) {
    ASSERT_TRUE(transaction->execute(
        "update saga.saga_state set current_step = $2, version = version + 1, "
        "parked_reason = null, attempts = 1, progress_at = clock_timestamp(), updated_at = clock_timestamp(), "
        "open_effects = open_effects + 1 where saga_id = $1",
        {id, "Step" + std::to_string(step)}));
  }
  const auto rows = transaction->query(
      "select sum(pg_stat_get_xact_tuples_updated(inhrelid))::int as updated, "
      "sum(pg_stat_get_xact_tuples_hot_updated(inhrelid))::int as hot "
      "from pg_inherits where inhparent = 'saga.saga_state'::regclass");
  ASSERT_TRUE(rows) << rows.error().message;
  const auto hot = rows->one([](const pg::Row& row) { return std::pair(row.int32("updated"), row.int32("hot")); });
  ASSERT_TRUE(hot);
  EXPECT_EQ(*hot, std::pair(9, 9));
}

}  // namespace
}  // namespace saga
