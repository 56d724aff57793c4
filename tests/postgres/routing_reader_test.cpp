// SPDX-License-Identifier: GPL-3.0-or-later
// What the routing page reads, against a real database.
#include "backend/postgres/routing_reader.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "backend/postgres/platform_reader.h"
#include "tests/postgres/saga_database.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;

class RoutingReaderTest : public testing::Test {
 protected:
  RoutingSnapshot read() {
    auto snapshot = reader_.routing();
    EXPECT_TRUE(snapshot) << snapshot.error().message;
    return snapshot ? *snapshot : RoutingSnapshot{};
  }
  void pay(int count, const std::string& route, const std::string& outcome, int latency_ms, int seconds_ago) {
    database_.run(fmt::format(
        "insert into saga.payment_route (order_id, route, reason, toggle_version, outcome, latency, requested_at, "
        "claimed_at) select 'R-' || nextval('saga.toggle_version'), '{}', 'x', 1, {}, {}, now() - interval '{} s', "
        "now() - interval '{} s' from generate_series(1, {})",
        route, outcome.empty() ? "null" : "'" + outcome + "'",
        outcome.empty() ? "null" : fmt::format("interval '{} ms'", latency_ms), seconds_ago, seconds_ago, count));
  }
  static RouteCount count(const RoutingSnapshot& snapshot, Route route) {
    return count_within(snapshot.flow, route, TimePoint{}, snapshot.server_now + 1h);
  }
  void set(std::string_view name, const std::string& value) {
    const auto toggles = kim_.toggles();
    ASSERT_TRUE(toggles);
    const auto done = kim_.set(std::string(name), value, find_toggle(*toggles, name)->version, "as planned");
    ASSERT_TRUE(std::holds_alternative<Applied>(done.outcome));
  }

  SagaDatabase database_;
  pg::PgRoutingReader reader_{database_.session("vera", true)};
  pg::PgRoutingControl kim_{database_.session("kim")};
};

using S11RoutingReader = RoutingReaderTest;

TEST_F(S11RoutingReader, ToldWithTheirHistoryAndWhatTheyWereBefore) {
  set(kCanaryToggle, "25");
  set(kCanaryToggle, "50");
  const RoutingSnapshot snapshot = read();
  EXPECT_EQ(routing_state_of(snapshot.toggles).canary_percent, 50);
  ASSERT_EQ(snapshot.history.size(), 5U);
  EXPECT_EQ(snapshot.history[0].toggle.value, "50");
  EXPECT_EQ(snapshot.history[0].value_before, "25");
  EXPECT_EQ(snapshot.history[0].toggle.updated_by, "kim");
  EXPECT_EQ(snapshot.history[1].value_before, "0");
  EXPECT_EQ(snapshot.history[4].value_before, "") << "the first one was installed";
  EXPECT_GT(snapshot.server_now, snapshot.history[0].toggle.updated_at);
}

TEST_F(S11RoutingReader, PaymentsAreCountedByRouteAndEnding) {
  pay(40, "EVENT_DRIVEN", "COMPLETED", 500, 30);
  pay(3, "EVENT_DRIVEN", "FAILED", 900, 30);
  pay(2, "EVENT_DRIVEN", "", 0, 5);
  pay(60, "LEGACY", "COMPLETED", 300, 300);
  pay(4, "LEGACY", "COMPENSATED", 100, 20);
  pay(9, "LEGACY", "COMPLETED", 100, 1000);
  const RoutingSnapshot snapshot = read();
  const RouteCount mine = count(snapshot, Route::EventDriven), other = count(snapshot, Route::Legacy);
  EXPECT_EQ(mine.payments, 45);
  EXPECT_EQ(mine.completed, 40);
  EXPECT_EQ(mine.failed, 3);
  EXPECT_EQ(mine.ended(), 43);
  EXPECT_EQ(other.payments, 64) << "what is older than a quarter of an hour is left out";
  EXPECT_EQ(other.compensated, 4);
  ASSERT_TRUE(mine.newest);
  EXPECT_LT(snapshot.server_now - *mine.newest, 10s);
  const auto p50 = percentile(mine.latencies, 0.5);
  ASSERT_TRUE(p50);
  EXPECT_NEAR(static_cast<double>(p50->count()), 500'000, 50'000);
  EXPECT_GE(snapshot.flow.size(), 90U);
}

// What is settled is kept and not read again; what is younger than a minute is.
TEST_F(S11RoutingReader, OnlyTheLastMinuteIsReadAgain) {
  pay(10, "LEGACY", "COMPLETED", 300, 200);
  pay(10, "LEGACY", "", 0, 20);
  EXPECT_EQ(count(read(), Route::Legacy).ended(), 10);
  database_.run("update saga.payment_route set outcome = 'COMPLETED', latency = interval '1 s' where outcome is null");
  pay(5, "LEGACY", "COMPLETED", 300, 190);
  const RouteCount again = count(read(), Route::Legacy);
  EXPECT_EQ(again.payments, 20) << "one that is written into the past is not looked for";
  EXPECT_EQ(again.ended(), 20);
}

TEST_F(S11RoutingReader, DuringARollbackTheFlowReachesBackBeforeIt) {
  pay(10, "EVENT_DRIVEN", "COMPLETED", 300, 1400);
  ASSERT_TRUE(std::holds_alternative<Applied>(kim_.engage_rollback("PSP down").outcome));
  EXPECT_EQ(count(read(), Route::EventDriven).payments, 0);
  database_.run(
      "update saga.feature_toggle set updated_at = now() - interval '10 min', version = nextval('saga.toggle_version') "
      "where name = 'payment.emergency.rollback'");
  const RoutingSnapshot snapshot = read();
  EXPECT_EQ(count(snapshot, Route::EventDriven).payments, 10) << "a quarter of an hour before it";
}

TEST_F(S11RoutingReader, SagasInFlightAreCountedByWhatTheyDo) {
  database_.insert({.order_id = "O-1"});
  database_.insert({.order_id = "O-2"});
  database_.insert({.status = "COMPENSATING", .order_id = "O-3"});
  database_.insert({.order_id = "O-4", .parked_reason = "stock is away"});
  database_.insert({.status = "FAILED", .order_id = "O-5", .open_effects = 1});
  database_.insert({.status = "COMPLETED", .order_id = "O-6"});
  const SagasInFlight found = read().in_flight;
  EXPECT_EQ(found.running, 2);
  EXPECT_EQ(found.compensating, 1);
  EXPECT_EQ(found.stuck, 1);
  EXPECT_EQ(found.needs_attention, 1);
  EXPECT_EQ(found.moving(), 3);
  EXPECT_EQ(found.waiting(), 2);
  EXPECT_FALSE(found.capped);
}

TEST_F(S11RoutingReader, WhoMayChangeItIsSaid) {
  EXPECT_TRUE(pg::PgPlatformReader(database_.session("kim", true)).status().value().may_route);
  EXPECT_FALSE(pg::PgPlatformReader(database_.session("vera", true)).status().value().may_route);
}

}  // namespace
}  // namespace saga::test
