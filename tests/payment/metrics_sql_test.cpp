// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>
#include <random>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "backend/domain/histogram.h"
#include "backend/payment/metrics/names.h"
#include "backend/payment/runtime/rollup_writer.h"
#include "tests/support/installed_database.h"
#include "tests/support/manual_clock.h"
#include "tests/support/servers.h"

// Row S14: what is kept in saga.metric_rollup, and that SQL and C++ mean the same by a histogram.
//
// Planted and seen red: in saga.write_metrics (resources/sql/saga/019_metric_rollup.sql) add to the value that is there
// instead of replacing it, and a minute that is written twice counts twice.
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

constexpr TimePoint kNoon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 11} + 12h};

class S14MetricsSql : public testing::Test {
 protected:
  S14MetricsSql() : conninfo_(installed_database()), session_(open_session(conninfo_)) {
    config_.saga_conninfo = conninfo_;
  }

  std::string value(const std::string& sql, const pg::Params& params = {}) {
    const auto rows = session_->query(sql, params);
    if (!rows) return "error: " + rows.error().message;
    std::string text;
    const auto read = rows->each([&](const pg::Row& row) {
      if (!text.empty()) text += '\n';
      for (int column = 0; column < static_cast<int>(rows->columns().size()); ++column) {
        text += (column > 0 ? "|" : "") + row.optional_text(column).value_or("");
      }
    });
    return read ? text : "error: " + read.error().message;
  }

  static std::string literal(const auto& numbers) { return fmt::format("{{{}}}", fmt::join(numbers, ",")); }

  std::string conninfo_;
  std::unique_ptr<pg::Session> session_;
  Config config_;
  ManualClock clock_{kNoon + 10s};
  Metrics metrics_;
};

TEST_F(S14MetricsSql, AClassStandsForTheSameValueOnBothSides) {
  std::string expected;
  for (int value_class = 0; value_class < Histogram::kClasses; ++value_class) {
    expected += fmt::format("{}{}", value_class == 0 ? "" : " ", Histogram::middle(value_class));
  }
  EXPECT_EQ(
      value(fmt::format("select string_agg(saga.histogram_middle(c)::text, ' ' order by c) from generate_series(0, "
                        "{}) c",
                        Histogram::kClasses - 1)),
      expected);
}

// Histograms of three processes and two minutes: merged by SQL, by C++, and asked for the same percentiles.
TEST_F(S14MetricsSql, MergesAsTheValueTypeDoes) {
  std::mt19937_64 random(11);
  std::lognormal_distribution<double> durations(std::log(20'000), 1.4);
  Histogram merged;
  for (int process = 0; process < 3; ++process) {
    for (int minute = 0; minute < 2; ++minute) {
      Histogram part;
      for (int i = 0; i < 500 * (process + 1); ++i) part.add(static_cast<std::int64_t>(durations(random)));
      merged.merge(part);
      const auto encoded = part.encode();
      ASSERT_EQ(value("select saga.write_metrics($1, 'sagad', 'orders', gen_random_uuid(), array['m'], "
                      "array['{\"step\": \"S\"}'], array['duration'], array[null], array[null], array[null], "
                      "array[$2], array[$3], array[$4])",
                      {kNoon + std::chrono::minutes(minute), literal(encoded.classes), literal(encoded.counts),
                       std::to_string(encoded.sum)}),
                "");
    }
  }
  const auto encoded = merged.encode();
  const std::string series = "from saga.metric_series('m', $1, $2)";
  const pg::Params range{kNoon, kNoon + 2min};
  EXPECT_EQ(value("select labels, count, total, classes, counts " + series, range),
            fmt::format("{{\"step\": \"S\"}}|{}|{}|{}|{}", merged.count(), merged.sum(), literal(encoded.classes),
                        literal(encoded.counts)));
  for (const double p : {0.0, 0.001, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0}) {
    EXPECT_EQ(value(fmt::format("select saga.histogram_percentile(classes, counts, {:.17g}) ", p) + series, range),
              std::to_string(*merged.percentile(p)))
        << p;
  }
  // And a step of a minute gives two points that together are the whole.
  EXPECT_EQ(value("select count(*), sum(count) from saga.metric_series('m', $1, $2, interval '1 minute')", range),
            fmt::format("2|{}", merged.count()));
  EXPECT_EQ(value("select saga.histogram_percentile('{}', '{}', 0.5)"), "");
}

TEST_F(S14MetricsSql, AMinuteThatIsWrittenTwiceCountsOnce) {
  RollupWriter writer(config_, clock_, metrics_);
  Counter& paid = metrics_.counter(kSagaCompleted, {{"saga_type", "PaymentSaga"}});
  Distribution& took = metrics_.duration(kStepDuration, {{"step", "OrderValidation"}});
  const std::string series =
      "select at, value from saga.metric_series('payment_saga_completed_total', '2026-03-11 12:00Z', "
      "'2026-03-11 13:00Z', interval '1 minute')";
  paid.add(3);
  took.record(15ms);
  clock_.turn(10s);
  ASSERT_TRUE(writer.tick());
  EXPECT_EQ(value(series), "2026-03-11 12:00:00+00|3");
  paid.add(2);
  clock_.turn(10s);
  ASSERT_TRUE(writer.tick());
  EXPECT_EQ(value(series), "2026-03-11 12:00:00+00|5");
  paid.add(1);
  clock_.turn(40s);  // the minute is over: what came before this look is still its
  ASSERT_TRUE(writer.tick());
  paid.add(7);
  clock_.turn(10s);
  ASSERT_TRUE(writer.tick());
  EXPECT_EQ(value(series), "2026-03-11 12:00:00+00|6\n2026-03-11 12:01:00+00|7");
  EXPECT_EQ(value("select sum(count) from saga.metric_series('payment_step_duration_seconds', '2026-03-11 12:00Z', "
                  "'2026-03-11 13:00Z')"),
            "1");
  // Started anew within the same minute, under the same name.
  Metrics fresh;
  RollupWriter successor(config_, clock_, fresh);
  fresh.counter(kSagaCompleted, {{"saga_type", "PaymentSaga"}}).add(4);
  clock_.turn(10s);
  ASSERT_TRUE(successor.tick());
  EXPECT_EQ(value(series), "2026-03-11 12:00:00+00|6\n2026-03-11 12:01:00+00|11");
}

TEST_F(S14MetricsSql, MinutesWaitWhileTheDatabaseIsAway) {
  Config away = config_;
  away.saga_conninfo = "host=/nowhere dbname=x";
  RollupWriter lost(away, clock_, metrics_);
  clock_.turn(10s);
  EXPECT_FALSE(lost.tick());

  // The table takes nothing for a while; then all of it.
  RollupWriter writer(config_, clock_, metrics_);
  Counter& paid = metrics_.counter(kSagaCompleted);
  value("alter table saga.metric_rollup add constraint closed check (false)");
  for (int minute = 0; minute < 3; ++minute) {
    paid.add(10);
    clock_.turn(1min);
    EXPECT_FALSE(writer.tick());
  }
  value("alter table saga.metric_rollup drop constraint closed");
  ASSERT_TRUE(writer.tick());
  EXPECT_EQ(value("select string_agg(value::text, ' ' order by minute) from saga.metric_view where metric = "
                  "'payment_saga_completed_total'"),
            "10 10 10");
}

TEST_F(S14MetricsSql, AGaugeIsItsLastReadingBetweenItsLowestAndHighest) {
  RollupWriter writer(config_, clock_, metrics_);
  Gauge& lag = metrics_.gauge(kStreamLag, {{"topic", "t"}, {"group", "orders"}});
  for (const double reading : {4.0, 9.0, 2.0}) {
    lag.set(reading);
    clock_.turn(10s);
    ASSERT_TRUE(writer.tick());
  }
  EXPECT_EQ(value("select labels, value, low, high from saga.metric_series('payment_stream_lag', '2026-03-11 12:00Z', "
                  "'2026-03-11 13:00Z')"),
            "{\"group\": \"orders\", \"topic\": \"t\"}|2|2|9");
}

TEST_F(S14MetricsSql, OldMinutesGo) {
  value(
      "select saga.write_metrics(now() - make_interval(days => d), 'i', 'r', gen_random_uuid(), array['m'], "
      "array['{}'], "
      "array['counter'], array['1'], array[null], array[null], array[null], array[null], array[null]) from "
      "generate_series(0, 9) d");
  EXPECT_EQ(value("select saga.trim_metrics(interval '7 days')"), "3");
  EXPECT_EQ(value("select count(*) from saga.metric_rollup"), "7");
}

TEST_F(S14MetricsSql, AViewerReadsAndWritesNothing) {
  ASSERT_EQ(value("set role saga_viewer"), "");
  EXPECT_EQ(value("select count(*) from saga.metric_view"), "0");
  EXPECT_EQ(value("select count(*) from saga.metric_series('m', now() - interval '1 hour', now())"), "0");
  EXPECT_TRUE(value("select saga.trim_metrics(interval '1 day')").starts_with("error: "));
  EXPECT_TRUE(value("insert into saga.metric_rollup default values").starts_with("error: "));
}

}  // namespace
}  // namespace saga::test
