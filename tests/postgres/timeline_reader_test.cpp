// SPDX-License-Identifier: GPL-3.0-or-later
// The timeline's spans beside plain SQL over the tables, in pages and live. Seen red: with a page that begins anew in
// the middle of a microsecond, with sagas that need attention among the settled ones, with a process that ended in
// order taken for one that was lost, and without the index on when a saga ended.
#include "backend/postgres/timeline_reader.h"

#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "backend/services/timeline_feed.h"
#include "tests/postgres/saga_database.h"

namespace saga {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using timeline::kOpen;
using timeline::Marker;
using timeline::Span;

class TimelineReaderTest : public testing::Test {
 protected:
  // Ended sagas, one each `every`, the newest now; every hundredth was compensated. Ten of them share each moment.
  void settle(int count, const std::string& every) {
    database.run(fmt::format(
        "insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, "
        "trace_id, created_at, updated_at) select saga.uuid_v7(t), 'PaymentSaga', 'PaymentCreation', "
        "case when n % 100 = 0 then 'FAILED' else 'COMPLETED' end, 'O-' || n, n, 100, 'KRW', 't', t, "
        "t + interval '80 ms' from (select n, now() - interval '1 s' - (n / 10) * interval '{}' as t "
        "from generate_series(1, {}) n) s; analyze saga.saga_state",
        every, count));
  }
  TimePoint server_now() {
    return database.admin().read("select now()")->one([](const pg::Row& row) { return row.time(0); }).value();
  }
  std::vector<Span> all_settled(SpanQuery query) {
    std::vector<Span> spans;
    for (int page = 0; page < 1000; ++page) {
      const auto read = reader.settled(query);
      EXPECT_TRUE(read) << read.error().message;
      if (!read) break;
      spans.insert(spans.end(), read->list.spans.begin(), read->list.spans.end());
      if (!read->next) return spans;
      query.before = read->next;
    }
    ADD_FAILURE() << "the pages never end";
    return spans;
  }

  test::SagaDatabase database;
  pg::PgTimelineReader reader{database.session("vera", true)};
};

TEST_F(TimelineReaderTest, PagesTogetherAreWhatPlainSqlFinds) {
  settle(2500, "1 s");
  const TimePoint now = server_now();
  for (const int limit : {7, 100, 50'000}) {
    const auto spans = all_settled({.from = now - 100s, .to = now - 20s, .limit = limit});
    std::set<timeline::SpanId> ids;
    for (const Span& span : spans) ids.insert(span.id);
    EXPECT_EQ(ids.size(), spans.size()) << "none twice";
    EXPECT_EQ(std::to_string(spans.size()),
              database.value(fmt::format("select count(*) from saga.saga_state where created_at >= '{0}'::timestamptz "
                                         "and created_at < '{1}'::timestamptz",
                                         pg::format_time(now - 100s), pg::format_time(now - 20s))));
    EXPECT_TRUE(std::ranges::is_sorted(spans, std::ranges::greater(), &Span::start));
  }
}

TEST_F(TimelineReaderTest, ASpanIsTheSagasLife) {
  const SagaId id = database.insert({.status = "COMPLETED", .step = "PaymentCreation", .age_seconds = 60});
  database.run(
      fmt::format("update saga.saga_state set updated_at = created_at + interval '81234 us' "
                  "where saga_id = '{}'",
                  id));
  const auto page = reader.settled({.from = server_now() - 5min, .to = server_now()});
  ASSERT_TRUE(page) << page.error().message;
  ASSERT_EQ(page->list.spans.size(), 1U);
  const Span& span = page->list.spans.front();
  EXPECT_EQ(timeline::saga_id_of(span.id), id);
  EXPECT_EQ(span.end - span.start, 81'234);
  EXPECT_EQ(span.condition, Condition::Completed);
  EXPECT_THAT(page->list.steps, ElementsAre("PaymentCreation"));
}

TEST_F(TimelineReaderTest, OpenSagasAreThereHoweverOldTheyAreAndKnowWhenTheirTroubleBegan) {
  const SagaId running = database.insert({});
  const SagaId silent = database.insert({.silent_seconds = 400, .age_seconds = 900});
  const SagaId parked = database.insert({.parked_reason = "no reply", .age_seconds = 90'000});
  const SagaId attention = database.insert({.status = "FAILED", .age_seconds = 7200, .open_effects = 1});
  database.insert({.status = "FAILED", .open_effects = 1, .resolution = "by hand"});
  database.insert({.status = "COMPLETED"});
  const auto open = reader.open(100);
  ASSERT_TRUE(open) << open.error().message;
  std::map<SagaId, Span> by_id;
  for (const Span& span : open->list.spans) by_id[timeline::saga_id_of(span.id)] = span;
  ASSERT_EQ(by_id.size(), 4U);
  for (const auto& [id, span] : by_id) EXPECT_EQ(span.end, kOpen);
  EXPECT_EQ(by_id[running].condition, Condition::Running);
  EXPECT_EQ(by_id[silent].condition, Condition::Stuck);
  EXPECT_EQ(by_id[parked].condition, Condition::Stuck);
  EXPECT_EQ(by_id[attention].condition, Condition::NeedsAttention);
  const auto ago = [&](const SagaId& id) {
    return std::chrono::round<std::chrono::seconds>(open->server_now - timeline::time_of(by_id[id].turned));
  };
  EXPECT_NEAR(static_cast<double>(ago(silent).count()), 370, 2) << "from the threshold on";
  EXPECT_LE(ago(parked), 2s) << "when it was parked";
  const auto settled = reader.settled({.from = server_now() - 48h, .to = server_now()});
  ASSERT_TRUE(settled);
  EXPECT_EQ(settled->list.spans.size(), 2U) << "what has ended and needs nobody, and no other";
  EXPECT_TRUE(reader.open(2)->capped);
}

TEST_F(TimelineReaderTest, WhatEndedSinceComesInTheOrderInWhichItEnded) {
  settle(200, "1 s");
  const TimePoint now = server_now();
  std::vector<Span> spans;
  SpanCursor after{now - 10s, ""};
  for (;;) {
    const auto page = reader.ended(after, 9);
    ASSERT_TRUE(page) << page.error().message;
    spans.insert(spans.end(), page->list.spans.begin(), page->list.spans.end());
    if (!page->next) break;
    after = *page->next;
  }
  EXPECT_EQ(std::to_string(spans.size()),
            database.value(fmt::format("select count(*) from saga.saga_state where updated_at > '{}'::timestamptz",
                                       pg::format_time(now - 10s))));
  EXPECT_TRUE(std::ranges::is_sorted(spans, {}, &Span::end));
}

TEST_F(TimelineReaderTest, PaymentsOfTheLegacyRouteAreBesideThem) {
  database.run(
      "insert into saga.payment_route (order_id, route, reason, toggle_version, outcome, latency, requested_at, "
      "claimed_at, finished_at) values "
      "('L-1', 'LEGACY', 't', 1, 'COMPLETED', '40 ms', now(), now() - interval '50 s', now() - interval '49.96 s'), "
      "('L-2', 'LEGACY', 't', 1, 'BALANCE_INSUFFICIENT', '40 ms', now(), now() - interval '40 s', now()), "
      "('L-3', 'LEGACY', 't', 1, 'FAILED', '40 ms', now(), now() - interval '30 s', now()), "
      "('L-4', 'LEGACY', 't', 1, null, null, now(), now() - interval '20 s', null), "
      "('E-1', 'EVENT_DRIVEN', 't', 1, 'COMPLETED', '40 ms', now(), now() - interval '45 s', now())");
  std::vector<std::string> seen;
  SpanQuery query{.from = server_now() - 1min, .to = server_now(), .limit = 3};
  for (bool more = true; more;) {
    const auto page = reader.payments(query);
    ASSERT_TRUE(page) << page.error().message;
    for (const Span& span : page->list.spans) {
      seen.push_back(fmt::format("{}{}{}", to_text(span.condition), span.legacy ? " legacy" : "",
                                 span.end == kOpen ? " goes on" : ""));
    }
    query.before = page->next;
    more = page->next.has_value();
  }
  EXPECT_THAT(seen, ElementsAre("running legacy goes on", "failed legacy", "compensated legacy", "completed legacy"));
}

TEST_F(TimelineReaderTest, MarkersSayWhatHappenedToTheSystem) {
  const auto kim = database.session("kim");
  const SagaId stuck = database.insert({.parked_reason = "x"});
  ASSERT_TRUE(kim->query("select saga.set_toggle('payment.canary.percent', '25', null, 'carefully')"));
  ASSERT_TRUE(kim->query("select saga.engage_rollback('it burns')"));
  ASSERT_TRUE(kim->query("select saga.retry(array[$1::uuid], array[1], 'stock is back')", {stuck}));
  database.run(
      "insert into saga.worker (instance, roles, registered_at, lease_until, fenced_at) values "
      "('died', '{orchestrator}', now() - interval '10 min', now() - interval '5 min', now() - interval '4 min'), "
      "('in-order', '{sender}', now() - interval '10 min', now() + interval '5 s', now() - interval '3 min'), "
      "('next', '{orchestrator}', now() - interval '4 min', now() + interval '5 s', null), "
      "('gone', '{publisher}', now() - interval '10 min', now() - interval '1 min', null)");
  database.run(
      "insert into saga.gateway_instance (instance, toggle_version, rollback, unreadable, legacy, event_driven, "
      "heartbeat_at) values ('gateway-2', 1, false, false, 1, 1, now() - interval '40 s'), "
      "('gateway-1', 1, false, false, 1, 1, now())");
  const auto markers = reader.markers(server_now() - 1h, server_now() + 1min);
  ASSERT_TRUE(markers) << markers.error().message;
  std::vector<std::string> seen;
  for (const Marker& marker : *markers) {
    seen.push_back(fmt::format(
        "{} {}{}", static_cast<int>(marker.kind), marker.what,
        !marker.lasts ? ""
        : !marker.until
            ? " still"
            : fmt::format(" {} s", std::chrono::round<std::chrono::seconds>(*marker.until - marker.at).count())));
  }
  EXPECT_THAT(
      seen, testing::UnorderedElementsAre("3 died 60 s", "3 gone still", "4 gateway-2 still",
                                          "0 payment.canary.percent", "1 payment.emergency.rollback still", "2 RETRY"));
  const auto flip = std::ranges::find(*markers, timeline::MarkerKind::Flip, &Marker::kind);
  EXPECT_EQ(flip->before + " -> " + flip->after + " by " + flip->who, "0 -> 25 by kim");
  EXPECT_THAT(*reader.markers(server_now() - 48h, server_now() - 47h), IsEmpty());
}

TEST_F(TimelineReaderTest, StepsComeWithTheirErrorsAndWithoutTheirPayloads) {
  const SagaId id = database.insert({});
  database.run(
      fmt::format("insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, input_data, "
                  "error_message, started_at, executed_at) values "
                  "('{0}', 'OrderValidation', 'FORWARD', 1, 'SUCCESS', 'secret', null, now() - interval '9 s', "
                  "now() - interval '8 s'), ('{0}', 'BalanceDeduction', 'FORWARD', 1, null, 'secret', "
                  "'no reply about kim@example.com', now() - interval '7 s', null)",
                  id));
  const auto steps = reader.steps({id});
  ASSERT_TRUE(steps) << steps.error().message;
  ASSERT_EQ(steps->at(id).size(), 2U);
  EXPECT_EQ(steps->at(id)[0].step_name, "OrderValidation");
  EXPECT_EQ(steps->at(id)[0].input, "");
  EXPECT_EQ(steps->at(id)[0].error, "");
  EXPECT_EQ(steps->at(id)[1].error, "no reply about ***@***");
  EXPECT_FALSE(steps->at(id)[1].executed_at);
}

// By the server's own counters: a page costs its rows, and not those before it.
TEST_F(TimelineReaderTest, APageReadsItsOwnRowsAlone) {
  settle(40'000, "1 s");
  const auto session = database.session("postgres");
  pg::PgTimelineReader counted(session);
  const TimePoint now = server_now();
  const auto rows_read = [&] {
    const auto rows = session->read(
        "select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint from pg_stat_xact_user_tables "
        "where schemaname = 'saga' and relname like 'saga_state%'");
    return rows->one([](const pg::Row& row) { return row.int64(0); }).value();
  };
  const auto read_by = [&](auto&& ask) {
    EXPECT_TRUE(session->execute_script("begin"));
    const std::int64_t before = rows_read();  // it forgets them when it likes
    ask();
    const std::int64_t after = rows_read();
    EXPECT_TRUE(session->execute_script("rollback"));
    return after - before;
  };
  const SpanQuery deep{.from = now - 48h,
                       .to = now,
                       .before = SpanCursor{now - 30min, "00000000-0000-0000-0000-000000000000"},
                       .limit = 500};
  EXPECT_LE(read_by([&] { EXPECT_EQ(counted.settled(deep)->list.spans.size(), 500U); }), 520);
  EXPECT_LE(read_by([&] { EXPECT_TRUE(counted.ended({now - 3s, ""}, 500)); }), 60);
  EXPECT_LE(read_by([&] { EXPECT_TRUE(counted.open(100)); }), 10);
}

TEST_F(TimelineReaderTest, AFeedHoldsTheWholeDay) {
  settle(5000, "60 s");
  database.insert({});
  TimelineFeed feed;
  ASSERT_TRUE(feed.refresh(reader));
  const TimePoint from = server_now() - 24h;
  for (int i = 0; i < 1000; ++i) {
    const auto snapshot = feed.read_back(reader, from);
    ASSERT_TRUE(snapshot) << snapshot.error().message;
    if (!snapshot->covers({timeline::micros(from), timeline::micros(server_now())})) continue;
    std::size_t held = 0;
    for (const auto* store : snapshot->spans.stores()) held += store->size();
    EXPECT_EQ(std::to_string(held), database.value("select count(*) from saga.saga_state"));
    return;
  }
  FAIL() << "the day is never read";
}

TEST_F(TimelineReaderTest, WhoeverMayNotReadIsToldSo) {
  pg::PgTimelineReader nobody(database.session("nobody", true));
  const auto refused = nobody.open(10);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Permission);
  EXPECT_FALSE(reader.settled({.limit = 0}));
  EXPECT_FALSE(reader.ended({TimePoint{}, "not a uuid"}, 5));
}

}  // namespace
}  // namespace saga
