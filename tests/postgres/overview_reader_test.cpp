// SPDX-License-Identifier: GPL-3.0-or-later
// The overview's numbers beside plain SQL over the tables. Seen red: with errors that were not masked, with a latency
// for payments that are under way, with slots kept that were not settled, with active sagas that no partial index
// finds, and with minutes of the history counted twice where two parts meet.
#include "backend/postgres/overview_reader.h"

#include <algorithm>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "backend/postgres/saga_reader.h"
#include "tests/postgres/saga_database.h"

namespace saga {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

std::string text_of(const TroubleGroup& group) {
  std::string text = fmt::format("{} {} “{}” {}", to_text(group.condition), group.step, group.error, group.count);
  for (const Money& money : group.at_risk) text += " " + to_string(money);
  return text;
}

std::string text_of(const RecentAction& action) {
  return fmt::format("{} {} {} ×{} accepted {} because {}{}", action.who, action.what,
                     action.on_what.empty() ? "several" : action.on_what, action.count, action.accepted, action.why,
                     action.value_after.empty() ? "" : " " + action.value_before + " -> " + action.value_after);
}

template <class Values>
std::vector<std::string> texts_of(const Values& values) {
  std::vector<std::string> texts;
  for (const auto& value : values) texts.push_back(text_of(value));
  return texts;
}

class OverviewReaderTest : public testing::Test {
 protected:
  Overview read() {
    auto overview = reader.overview();
    EXPECT_TRUE(overview) << overview.error().message;
    return overview.value_or(Overview{});
  }
  void pay(int count, const std::string& route, const std::string& outcome, int latency_ms, int seconds_ago) {
    database.run(fmt::format(
        "insert into saga.payment_route (order_id, route, reason, toggle_version, outcome, latency, requested_at, "
        "claimed_at) select gen_random_uuid()::text, '{}', 'test', 1, {}, {}, now(), now() - interval '{} s' "
        "from generate_series(1, {})",
        route, outcome.empty() ? "null" : "'" + outcome + "'",
        outcome.empty() ? "null" : fmt::format("interval '{} ms'", latency_ms), seconds_ago, count));
  }

  test::SagaDatabase database;
  pg::PgOverviewReader reader{database.session("vera", true)};
};

TEST_F(OverviewReaderTest, AnEmptySystemIsWell) {
  const Overview overview = read();
  EXPECT_THAT(overview.groups, IsEmpty());
  EXPECT_THAT(overview.actions, IsEmpty());
  EXPECT_EQ(in_flight(overview), 0);
  EXPECT_EQ(flow_within(overview, 15min), Flow{});
  EXPECT_GT(overview.server_now, TimePoint(std::chrono::years(50)));
}

TEST_F(OverviewReaderTest, SagasInTheSameTroubleAreOneGroup) {
  const auto add = [&](const char* status, const char* step, std::optional<std::string> reason, int effects) {
    return database.insert({.status = status, .step = step, .parked_reason = reason, .open_effects = effects});
  };
  add("RUNNING", "StockConfirmation", "StockConfirmation: reservation 12 of \"blue mug\" expired, 3 attempts", 3);
  add("RUNNING", "StockConfirmation", "StockConfirmation: reservation 99 of \"tea pot\" expired, 6 attempts", 3);
  add("COMPENSATING", "StockConfirmation", "StockConfirmation: reservation 7 of \"cup\" expired, 3 attempts", 3);
  add("RUNNING", "PaymentCreation", "PaymentCreation: no reply within 3 s, 3 attempts", 4);
  const SagaId dollars = add("RUNNING", "PaymentCreation", "PaymentCreation: no reply within 2 s, 3 attempts", 4);
  add("FAILED", "BalanceDeduction", "BalanceDeduction (compensation): user kim@example.org is locked, 1 attempts", 2);
  add("FAILED", "BalanceDeduction", "BalanceDeduction (compensation): user lee@example.org is locked, 1 attempts", 2);
  database.insert({.silent_seconds = 95, .open_effects = 2});
  database.insert({});                                      // goes on
  add("COMPENSATING", "OrderValidation", std::nullopt, 1);  // goes back
  add("FAILED", "OrderValidation", std::nullopt, 0);        // undone
  database.insert({.status = "FAILED", .open_effects = 2, .resolution = "by hand"});
  add("COMPLETED", "PaymentCreation", std::nullopt, 0);
  database.run("update saga.saga_state set amount = 16267, currency = 'USD' where saga_id = '" + dollars + "'");

  const Overview overview = read();
  EXPECT_THAT(texts_of(overview.groups),
              ElementsAre("needs-attention BalanceDeduction “BalanceDeduction (compensation): user ***@*** is locked, "
                          "… attempts” 2 256000 KRW",
                          "stuck StockConfirmation “StockConfirmation: reservation … of … expired, … attempts” 3 "
                          "384000 KRW",
                          "stuck PaymentCreation “PaymentCreation: no reply within … s, … attempts” 2 128000 KRW "
                          "162.67 USD",
                          "stuck BalanceDeduction “” 1 128000 KRW"));
  EXPECT_EQ(overview.running, 1);
  EXPECT_EQ(overview.compensating, 1);
  EXPECT_EQ(in_flight(overview), 8);
  EXPECT_FALSE(overview.capped);
  const Trouble stuck = trouble_of(overview, Condition::Stuck);
  EXPECT_EQ(stuck.count, 6);
  EXPECT_EQ(stuck.at_risk, (std::vector<Money>{{640'000, "KRW"}, {16'267, "USD"}}));
}

TEST_F(OverviewReaderTest, EveryGroupLeadsToExactlyItsSagas) {
  for (const char* reason : {"a: no reply within 3 s", "a: no reply within 20 s", "a: card 4000-1234 refused"}) {
    for (const char* status : {"RUNNING", "FAILED"}) {
      database.insert({.status = status, .parked_reason = reason, .open_effects = 1});
      database.insert({.status = status, .step = "PaymentCreation", .parked_reason = reason, .open_effects = 1});
    }
  }
  database.insert({.silent_seconds = 60});
  database.insert({.status = "FAILED", .open_effects = 1});
  database.insert({});
  pg::PgSagaReader sagas(database.session("vera", true));
  const Overview overview = read();
  EXPECT_EQ(overview.groups.size(), 10U);
  for (const TroubleGroup& group : overview.groups) {
    const auto page = sagas.page({.conditions = {group.condition}, .step = group.step, .error = group.error}, {}, 100);
    ASSERT_TRUE(page) << page.error().message;
    EXPECT_EQ(static_cast<std::int64_t>(page->sagas.size()), group.count) << text_of(group);
  }
}

TEST_F(OverviewReaderTest, GroupsAgreeWithAPlainGroupByOverTheTable) {
  database.run(
      "insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, "
      "trace_id, parked_reason, open_effects, progress_at, created_at, updated_at) "
      "select saga.uuid_v7(now()), 'PaymentSaga', 'step ' || n % 3, "
      "(array['RUNNING', 'COMPENSATING', 'FAILED', 'COMPLETED'])[1 + n % 4], 'O-' || n, n, n, "
      "(array['KRW', 'USD', 'JPY'])[1 + n % 3], 't', case when n % 5 < 3 then 'error ' || n % 7 || ' of kind ' || "
      "(array['one', 'two'])[1 + n % 2] end, n % 3, now() - n * interval '1 s', now() - n * interval '2 s', "
      "now() - n * interval '1 s' from generate_series(1, 3000) n");
  std::vector<std::string> expected;
  const auto rows = database.admin().read(
      "select condition, current_step, coalesce(saga.normalised_error(parked_reason), '') as error, count(*) as n, "
      "coalesce(sum(amount) filter (where currency = 'JPY'), 0)::bigint as jpy, "
      "coalesce(sum(amount) filter (where currency = 'KRW'), 0)::bigint as krw, "
      "coalesce(sum(amount) filter (where currency = 'USD'), 0)::bigint as usd "
      "from (select *, saga.condition(status, parked_reason, progress_at, open_effects, resolution, now()) as "
      "condition "
      "from saga.saga_state) s where condition in ('stuck', 'needs-attention') group by 1, 2, 3");
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_TRUE(rows->each([&](const pg::Row& row) {
    TroubleGroup group{*condition_from(row.text("condition")), row.text("current_step"), row.text("error"),
                       row.int64("n")};
    for (const char* currency : {"JPY", "KRW", "USD"}) {
      std::string column(currency);
      std::ranges::transform(column, column.begin(), [](char c) { return static_cast<char>(c + ('a' - 'A')); });
      if (row.int64(column) > 0) group.at_risk.push_back({row.int64(column), currency});
    }
    expected.push_back(text_of(group));
  }));
  EXPECT_GT(expected.size(), 10U);
  EXPECT_THAT(texts_of(read().groups), testing::UnorderedElementsAreArray(expected));
}

TEST_F(OverviewReaderTest, AGroupKnowsWhenItBeganAndHowItGrew) {
  const auto parked = [&](int minutes_ago) {
    const SagaId id = database.insert({.parked_reason = "a: no reply"});
    database.run(fmt::format("update saga.saga_state set updated_at = now() - interval '{} min' where saga_id = '{}'",
                             minutes_ago, id));
  };
  for (const int minutes_ago : {90, 59, 11, 11, 1, 0}) parked(minutes_ago);
  const Overview overview = read();
  ASSERT_EQ(overview.groups.size(), 1U);
  const TroubleGroup& group = overview.groups.front();
  EXPECT_EQ(std::chrono::floor<std::chrono::minutes>(overview.server_now - group.first_seen), 90min);
  EXPECT_LT(overview.server_now - group.last_seen, 1min);
  Trend expected{};
  expected[0] = 1;
  expected[19] = 2;
  expected[23] = 2;
  EXPECT_EQ(group.trend, expected) << "slots of two and a half minutes, the last hour only";
}

TEST_F(OverviewReaderTest, TheFlowOfPaymentsIsThatOfTheLastQuarterOfAnHour) {
  pay(960, "EVENT_DRIVEN", "COMPLETED", 40, 100);
  pay(30, "LEGACY", "COMPLETED", 3000, 100);
  pay(8, "EVENT_DRIVEN", "BALANCE_INSUFFICIENT", 30, 200);
  pay(2, "EVENT_DRIVEN", "FAILED", 30, 200);
  pay(25, "LEGACY", "", 0, 2);
  pay(500, "LEGACY", "COMPLETED", 10, 1200);
  const Overview overview = read();
  const Flow flow = flow_within(overview, 15min);
  EXPECT_EQ(flow.payments, 1025);
  EXPECT_EQ(flow.completed, 990);
  EXPECT_EQ(flow.compensated, 8);
  EXPECT_EQ(flow.failed, 2);
  EXPECT_DOUBLE_EQ(flow.success.value(), 0.99);
  EXPECT_DOUBLE_EQ(flow.event_driven.value(), 970.0 / 1025);
  EXPECT_NEAR(static_cast<double>(flow.p95->count()), 40'000, 4000) << "3 % are slower";
  std::int64_t measured = 0;
  for (const FlowSlot& slot : overview.flow) {
    for (const auto& [latency_class, count] : slot.latencies) measured += count;
  }
  EXPECT_EQ(measured, 1000) << "what is under way has no latency yet";
  EXPECT_GE(overview.flow.size(), 90U);
  EXPECT_LE(overview.flow.size(), 92U);
  EXPECT_TRUE(std::ranges::is_sorted(overview.flow, {}, &FlowSlot::from));
}

TEST_F(OverviewReaderTest, WhatIsSettledIsNotReadAgainAndWhatIsNotIs) {
  pay(10, "LEGACY", "COMPLETED", 40, 300);
  pay(10, "LEGACY", "", 0, 5);
  EXPECT_EQ(flow_within(read(), 15min).completed, 10);
  database.run("update saga.payment_route set outcome = 'COMPLETED', latency = interval '1 s' where outcome is null");
  pay(7, "LEGACY", "COMPLETED", 40, 300);  // as no gateway would: later than it says
  EXPECT_EQ(flow_within(read(), 15min).completed, 20);
  pg::PgOverviewReader another(database.session("vera", true));
  const auto anew = another.overview();
  ASSERT_TRUE(anew) << anew.error().message;
  EXPECT_EQ(flow_within(*anew, 15min).completed, 27);
}

TEST_F(OverviewReaderTest, ALongRangeIsReadLittleByLittleAndAgreesWithPlainSql) {
  for (const int minutes_ago : {3, 20, 61, 125, 300, 600, 1300})
    pay(10 + minutes_ago, "LEGACY", "COMPLETED", 40, 60 * minutes_ago);
  pay(7, "EVENT_DRIVEN", "BALANCE_INSUFFICIENT", 90, 60 * 400);
  const auto payments_of = [&](std::chrono::minutes range) {
    return std::stoll(database.value(fmt::format(
        "select count(*) from saga.payment_route where claimed_at > now() - interval '{} min'", range.count())));
  };
  EXPECT_TRUE(read().history.empty()) << "nobody asked for it";
  for (const auto& [range, slots] : {std::pair{60min, 61}, {360min, 73}, {1440min, 73}}) {
    Overview overview;
    int answers = 0;
    do {
      overview = reader.overview(range).value();
      ASSERT_LT(++answers, 20);
    } while (overview.history.front().from > overview.server_now - range);
    EXPECT_EQ(flow_of(overview.history).payments, payments_of(range)) << range.count();
    EXPECT_EQ(static_cast<int>(overview.history.size()), slots);
    for (std::size_t i = 1; i < overview.history.size(); ++i) {
      EXPECT_EQ(overview.history[i].from - overview.history[i - 1].from, overview.history_slot) << "no gap";
    }
    EXPECT_EQ(flow_within(overview, 15min).payments, 13) << "beside it, as before";
  }
  const Flow day = flow_of(reader.overview(1440min)->history);
  EXPECT_EQ(day.compensated, 7);
  EXPECT_EQ(day.completed, payments_of(1440min) - 7);
}

// Where a lot happens, less time is read at once: no answer costs more than another.
TEST_F(OverviewReaderTest, APartOfTheHistoryHoldsAboutAsManyPaymentsAsAnother) {
  database.run(
      "insert into saga.payment_route (order_id, route, reason, toggle_version, outcome, latency, requested_at, "
      "claimed_at) select 'O-' || n, 'LEGACY', 'test', 1, 'COMPLETED', interval '40 ms', now(), now() - n * interval "
      "'20 ms' from generate_series(1, 150000) n; analyze saga.payment_route");
  const auto payments = [](const Overview& overview) { return flow_of(overview.history).payments; };
  std::int64_t before = payments(reader.overview(360min).value());
  int parts = 0;
  for (std::int64_t now = -1; now < 150'000 && parts < 40; ++parts) {
    now = payments(reader.overview(360min).value());
    EXPECT_LE(now - before, pg::FlowHistory::kPartOf * 5 / 4);
    before = now;
  }
  EXPECT_EQ(before, 150'000);
}

TEST_F(OverviewReaderTest, StepsAreMeasuredByTheirNewestAttempts) {
  const auto attempt = [&](const SagaId& id, const char* step, int number, const char* status, int took_ms) {
    database.run(fmt::format(
        "insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, input_data, started_at, "
        "executed_at) values ('{}', '{}', 'FORWARD', {}, {}, '{{}}', now() - interval '10 s', {})",
        id, step, number, *status ? fmt::format("'{}'", status) : "null",
        *status ? fmt::format("now() - interval '10 s' + interval '{} ms'", took_ms) : "null"));
  };
  for (int i = 0; i < 97; ++i) {
    const SagaId id = database.insert({.status = "COMPLETED"});
    attempt(id, "OrderValidation", 1, "SUCCESS", 40);
    attempt(id, "BalanceDeduction", 1, i < 2 ? "FAILED" : "SUCCESS", i < 5 ? 900 : 80);
    if (i < 2) attempt(id, "BalanceDeduction", 2, "SUCCESS", 80);
  }
  const SagaId out = database.insert({.step = "BalanceDeduction"});
  attempt(out, "BalanceDeduction", 1, "", 0);
  database.run(
      "update saga.saga_state s set awaiting_reply = true, attempts = 1, due_at = e.started_at + interval '2 s' "
      "from saga.saga_step_execution e where e.saga_id = s.saga_id and s.saga_id = '" +
      out + "'");
  database.insert({.step = "BalanceDeduction", .parked_reason = "no reply", .age_seconds = 3600});
  database.insert({.status = "COMPENSATING", .step = "StockConfirmation"});
  const SagaId old = database.insert({.status = "COMPLETED", .age_seconds = 1000});
  attempt(old, "PaymentCreation", 1, "SUCCESS", 40);

  const Overview overview = read();
  std::vector<std::string> lines;
  for (const StepFlow& step : overview.steps) {
    const auto p95 = percentile(step.latencies, 0.95);
    lines.push_back(fmt::format("{}: {} running, {} attempts, {} failed, {} retries, p95 ~{} ms, limit {}", step.step,
                                step.running, step.attempts, step.failed, step.retries,
                                p95 ? p95->count() / 100'000 * 100 : -1, step.limit ? step.limit->count() : -1));
  }
  EXPECT_THAT(lines,
              ElementsAre("OrderValidation: 0 running, 97 attempts, 0 failed, 0 retries, p95 ~0 ms, limit -1",
                          "BalanceDeduction: 2 running, 100 attempts, 2 failed, 2 retries, p95 ~800 ms, limit 2000",
                          "StockConfirmation: 1 running, 0 attempts, 0 failed, 0 retries, p95 ~-1 ms, limit -1"));
  ASSERT_TRUE(overview.steps_since);
  EXPECT_NEAR(std::chrono::duration<double>(overview.server_now - *overview.steps_since).count(), 10, 2);
  database.run("update saga.saga_state set awaiting_reply = false");
  EXPECT_EQ(read().steps[1].limit, 2s) << "as it was seen last";
}

TEST_F(OverviewReaderTest, NoMoreAttemptsAreReadThanTheNewestTenThousand) {
  database.run(
      "insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, input_data, started_at, "
      "executed_at) select saga.uuid_v7(now() - n * interval '10 ms'), "
      "'OrderValidation', 'FORWARD', 1, 'SUCCESS', '{}', now(), now() from generate_series(1, 60000) n; analyze "
      "saga.saga_step_execution");
  const auto session = database.session("postgres");
  ASSERT_TRUE(session->execute_script("begin"));
  const auto rows = session->read("select sum(attempts)::bigint as n from saga.step_flow_view");
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(rows->one([](const pg::Row& row) { return row.int64("n"); }).value(), 10'000);
  const auto read_rows = session->read(
      "select coalesce(sum(seq_tup_read), 0)::bigint as by_scan, coalesce(sum(idx_tup_fetch), 0)::bigint as by_index "
      "from pg_stat_xact_user_tables where schemaname = 'saga' and relname like 'saga_step_execution%'");
  const auto [scanned, fetched] =
      read_rows->one([](const pg::Row& row) { return std::pair(row.int64(0), row.int64(1)); }).value();
  const auto days = session->read("select count(distinct tableoid) as n from saga.saga_step_execution");
  ASSERT_TRUE(days) << days.error().message;
  const std::int64_t partitions = days->one([](const pg::Row& row) { return row.int64("n"); }).value();
  EXPECT_EQ(scanned, 0);
  EXPECT_LE(fetched, 10'000 + partitions) << "what is merged from several days is read with one row ahead of each";
}

TEST_F(OverviewReaderTest, ActionsOfOneMinuteAndReasonAreOne) {
  const SagaId first = database.insert({.parked_reason = "x"});
  const SagaId second = database.insert({.parked_reason = "x"});
  const SagaId moving = database.insert({});
  const auto kim = database.session("kim");
  ASSERT_TRUE(kim->query("select saga.retry(array[$1::uuid, $2::uuid, $3::uuid], array[1, 1, 1], 'stock is back')",
                         {first, second, moving}));
  ASSERT_TRUE(kim->query("select saga.set_toggle('payment.canary.percent', '25', null, 'carefully')"));
  EXPECT_THAT(texts_of(read().actions),
              ElementsAre("kim SET_TOGGLE payment.canary.percent ×1 accepted 1 because carefully 0 -> 25",
                          "kim RETRY several ×3 accepted 2 because stock is back"));
  EXPECT_THAT(texts_of(read().route_changes),
              ElementsAre("kim SET_TOGGLE payment.canary.percent ×1 accepted 1 because carefully 0 -> 25"))
      << "what changes the flow, for the chart";
}

// By the server's own counters, so that it covers whatever the views are made of. A scan of a partition that has no
// row costs nothing and is not counted.
TEST_F(OverviewReaderTest, NoRowOfTheManyThatHaveEndedIsRead) {
  database.run(
      "insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, "
      "trace_id, created_at, open_effects, parked_reason) "
      "select saga.uuid_v7(t), 'PaymentSaga', 'PaymentCreation', case when n % 1000 = 0 then 'RUNNING' when n % 1777 = "
      "0 "
      "then 'FAILED' else 'COMPLETED' end, 'O-' || n, n, 100, 'KRW', 't', t, case when n % 1777 = 0 then 1 else 0 end, "
      "case when n % 2000 = 0 then 'no reply' end "
      "from (select n, now() - n * interval '1 s' as t from generate_series(1, 60000) n) s; "
      "insert into saga.payment_route (order_id, route, reason, toggle_version, outcome, latency, requested_at, "
      "claimed_at) select 'O-' || n, 'LEGACY', 'test', 1, 'COMPLETED', interval '40 ms', now(), "
      "now() - (60000 - n) * interval '1 s' from generate_series(1, 60000) n; "
      "analyze saga.saga_state, saga.payment_route");
  database.run("vacuum saga.payment_route");
  const auto session = database.session("postgres");
  pg::PgOverviewReader counted(session);
  ASSERT_TRUE(counted.overview());  // the first one reads a quarter of an hour of payments
  const auto numbers = [&](const char* table) {
    const auto rows = session->read(
        "select coalesce(sum(seq_tup_read), 0)::bigint as by_scan, coalesce(sum(idx_tup_fetch), 0)::bigint as by_index "
        "from pg_stat_xact_user_tables where schemaname = 'saga' and relname like $1",
        {table});
    return rows->one([](const pg::Row& row) { return std::pair(row.int64(0), row.int64(1)); }).value();
  };
  ASSERT_TRUE(session->execute_script("begin"));
  ASSERT_TRUE(counted.overview());
  const auto [sagas_scanned, sagas_found] = numbers("saga_state%");
  const auto [payments_scanned, payments_found] = numbers("payment_route");
  ASSERT_TRUE(session->execute_script("rollback"));
  EXPECT_EQ(sagas_scanned, 0);
  EXPECT_GE(sagas_found, 90);
  EXPECT_LE(sagas_found, 200) << "60 are active, 33 need attention";
  EXPECT_EQ(payments_scanned, 0);
  EXPECT_LE(payments_found, 5000) << "the last minute, and the block range around it";
}

TEST_F(OverviewReaderTest, ThePlanNeverScansTheSagas) {
  database.run(
      "insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, "
      "trace_id) select saga.uuid_v7(now()), 'PaymentSaga', 's', 'COMPLETED', 'O-' || n, n, 1, 'KRW', 't' "
      "from generate_series(1, 20000) n; analyze saga.saga_state");
  const auto rows = database.admin().read("explain select * from saga.trouble_view");
  ASSERT_TRUE(rows) << rows.error().message;
  std::string plan;
  ASSERT_TRUE(rows->each([&](const pg::Row& row) { plan += row.text(0) + "\n"; }));
  // The partitions of other days are empty.
  const std::string today = database.value("select 'saga_state_' || to_char(now() at time zone 'UTC', 'YYYYMMDD')");
  EXPECT_EQ(plan.find("Seq Scan on " + today), std::string::npos) << plan;
  EXPECT_NE(plan.find("Index Scan Backward using " + today), std::string::npos) << plan;
}

TEST_F(OverviewReaderTest, CountsStopAtTheCap) {
  database.run(
      "insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, "
      "trace_id, parked_reason) select saga.uuid_v7(now()), 'PaymentSaga', 's', 'RUNNING', 'O-' || n, n, "
      "9223372036854775807, 'KRW', 't', 'no reply' from generate_series(1, 20005) n");
  const Overview overview = read();
  EXPECT_TRUE(overview.capped);
  EXPECT_EQ(trouble_of(overview, Condition::Stuck).count, 20'001);
  EXPECT_EQ(trouble_of(overview, Condition::Stuck).at_risk.front().minor, 9'223'372'036'854'775'807);
}

TEST_F(OverviewReaderTest, WhoeverMayNotReadIsToldSo) {
  pg::PgOverviewReader nobody(database.session("nobody", true));
  const auto refused = nobody.overview();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Permission);
}

}  // namespace
}  // namespace saga
