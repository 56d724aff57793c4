// SPDX-License-Identifier: GPL-3.0-or-later
#include <fstream>

#include <fmt/format.h>

#include "backend/payment/publishing/routes.h"
#include "backend/private_servers/child_process.h"
#include "backend/private_servers/private_directory.h"
#include "tests/payment/exposition.h"
#include "tests/payment/publishing_fixture.h"
#include "tests/payment/scrape.h"

// Row S14: what is measured of the way to the outside, held against the log of the deliveries, and the form in which
// all of it is shown.
//
// Planted and seen red, one test each:
//   - in DeliveryMeter::attempted (backend/payment/publishing/delivery_meter.cpp) count every attempt as a retry: 120
//     retries of analytics, which took everything at once (CountsDeliveries…)
//   - in DeliveryMeter::stands let the states up to the breaker's be 1: closed and open at once (ABreaker…)
//   - in Deliverer::let_die count nothing: 0 expired, not 60 (WhatDies…)
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

const Behaviour kWell{};

class S14MetricsPublishing : public PublishingTest {
 protected:
  S14MetricsPublishing() {
    config_.metrics_listen = "127.0.0.1:0";
    config_.roles = {Role::Publisher, Role::Janitor};
    config_.external.breaker.failures = 100'000;
  }

  Scraped look() { return scrape(system_->metrics_address()); }
  [[nodiscard]] testing::AssertionResult shows(const std::function<std::string(const Scraped&)>& read,
                                               const std::string& expected) {
    return test::shows(system_->metrics_address(), read, expected);
  }
  [[nodiscard]] testing::AssertionResult shows(const std::string& metric, const std::string& labels,
                                               const std::string& expected) {
    return shows([&](const Scraped& s) { return fmt::format("{}", sum_of(s, metric, labels)); }, expected);
  }

  // "crm|sent 7 exhausted 2 refused 0 expired 0|attempts 16|retries 7", a line for each target.
  static std::string deliveries(const Scraped& scraped) {
    std::string text;
    for (const char* target : {"analytics", "crm", "warehouse"}) {
      const auto ended = [&](const char* outcome) {
        return sum_of(scraped, "payment_external_deliveries_total",
                      fmt::format("outcome=\"{}\",target=\"{}\"", outcome, target));
      };
      const std::string label = fmt::format("target=\"{}\"", target);
      text += fmt::format("{}{}|sent {} exhausted {} refused {} expired {}|attempts {}|retries {}",
                          text.empty() ? "" : "\n", target, ended("sent"), ended("exhausted"), ended("refused"),
                          ended("expired"), sum_of(scraped, "payment_external_delivery_duration_seconds_count", label),
                          sum_of(scraped, "payment_external_retries_total", label));
    }
    return text;
  }

  // The log's word for the same. What expired was given up without an attempt of its own.
  std::string deliveries_in_the_log() {
    return value(
        "select target_system, format('sent %s exhausted %s refused %s expired %s', sum(sent), sum(died) - "
        "sum(refused) "
        "- sum(expired), sum(refused), sum(expired)), format('attempts %s', sum(sent + retry_count)), "
        "format('retries %s', sum(sent + retry_count - least(1, sent + retry_count))) from (select target_system, "
        "retry_count, (status = 'SENT')::int sent, (status = 'DEAD_LETTER')::int died, coalesce((error_message like "
        "'HTTP 4%')::int, 0) refused, coalesce((error_message like '%has taken nothing for%')::int, 0) expired from "
        "saga.external_event_log) l group by 1 order by 1");
  }
};

TEST_F(S14MetricsPublishing, CountsDeliveriesAsTheirLogHasThem) {
  receiver_->behave("crm", {.fail = 0.5});
  receiver_->behave("warehouse", {.refuse = 0.3});
  receiver_->behave("analytics", {.slow = 1, .slow_for = 30ms});
  start();
  EXPECT_TRUE(shows(deliveries,
                    "analytics|sent 0 exhausted 0 refused 0 expired 0|attempts 0|retries 0\n"
                    "crm|sent 0 exhausted 0 refused 0 expired 0|attempts 0|retries 0\n"
                    "warehouse|sent 0 exhausted 0 refused 0 expired 0|attempts 0|retries 0"));
  publish("PaymentCompleted", 120);
  ASSERT_TRUE(
      becomes("select count(*), count(*) filter (where status in ('PENDING', 'FAILED')) from "
              "saga.external_event_log",
              "360|0"));
  EXPECT_TRUE(shows(deliveries, deliveries_in_the_log()));
  const Scraped scraped = look();
  EXPECT_GT(sum_of(scraped, "payment_external_deliveries_total", "outcome=\"exhausted\",target=\"crm\""), 0);
  EXPECT_GT(sum_of(scraped, "payment_external_deliveries_total", "outcome=\"refused\",target=\"warehouse\""), 0);
  EXPECT_EQ(fmt::format("{}", sum_of(scraped, "payment_external_delivery_duration_seconds_count", "failed")),
            value("select sum(retry_count) from saga.external_event_log where target_system = 'crm'"));
  EXPECT_GE(sum_of(scraped, "payment_external_delivery_duration_seconds_sum", "analytics"), 120 * 0.03);
  const auto within = [&](const char* bound) {
    return sum_of(scraped, "payment_external_delivery_duration_seconds_bucket",
                  fmt::format("outcome=\"sent\",target=\"analytics\",le=\"{}\"", bound));
  };
  EXPECT_EQ(within("0.025"), 0);
  EXPECT_EQ(within("60"), 120);
  const std::string dead = value(
      "select count(*) from saga.external_event_log where status = 'DEAD_LETTER' and event_type = "
      "'PaymentCompleted'");
  EXPECT_TRUE(shows("payment_dead_letters", "topic=\"payment.completed\"", dead));
  receiver_->behave("crm", kWell);
  receiver_->behave("warehouse", kWell);
  replay_all("crm");
  replay_all("warehouse");
  ASSERT_TRUE(all_sent(360));
  EXPECT_TRUE(shows("payment_dead_letters", "topic=\"payment.completed\"", "0"));
  EXPECT_TRUE(shows("payment_external_deliveries_total", "outcome=\"sent\"", "360"));
  EXPECT_TRUE(shows(
      [](const Scraped& s) {
        return lines_of(s, "payment_stream_lag{group=\"publisher\"") +
               lines_of(s, "payment_stream_pending{group=\"publisher\"");
      },
      "payment_stream_lag{group=\"publisher\",topic=\"external.replay\"} 0\n"
      "payment_stream_pending{group=\"publisher\",topic=\"external.replay\"} 0\n"));
}

TEST_F(S14MetricsPublishing, ABreakerThatIsOpenShowsAndWhatWaitsForIt) {
  config_.external.breaker = {.failures = 5, .cool_down = 1s, .cool_down_cap = 1s};
  config_.external.retry.max_attempts = 1000;
  receiver_->behave("crm", {.fail = 1});
  start();
  const auto breaker = [](const Scraped& s) {
    return lines_of(s, "payment_external_breaker_state{state=\"closed\",target=\"crm\"}") +
           lines_of(s, "payment_external_breaker_state{state=\"open\",target=\"crm\"}");
  };
  const auto stands = [](bool open) {
    return fmt::format(
        "payment_external_breaker_state{{state=\"closed\",target=\"crm\"}} {}\n"
        "payment_external_breaker_state{{state=\"open\",target=\"crm\"}} {}\n",
        open ? 0 : 1, open ? 1 : 0);
  };
  EXPECT_TRUE(shows(breaker, stands(false)));
  publish("PaymentCompleted", 50);
  EXPECT_TRUE(shows(breaker, stands(true)));
  ASSERT_TRUE(becomes(statuses("warehouse"), "SENT 50"));
  const Scraped scraped = look();
  EXPECT_EQ(sum_of(scraped, "payment_external_breaker_opened_total", "target=\"crm\""), 1);
  EXPECT_EQ(sum_of(scraped, "payment_external_breaker_opened_total", "target=\"warehouse\""), 0);
  EXPECT_EQ(sum_of(scraped, "payment_external_breaker_state", "state=\"closed\",target=\"warehouse\""), 1);
  // One look behind the present at most, which is five seconds.
  EXPECT_TRUE(shows("payment_external_waiting", "target=\"crm\"",
                    value("select count(*) from saga.external_event_log where target_system = 'crm' and status in "
                          "('PENDING', 'FAILED')")));
  const double oldest = sum_of(look(), "payment_external_oldest_waiting_seconds", "target=\"crm\"");
  const double in_the_log = std::stod(
      value("select extract(epoch from clock_timestamp() - min(waiting_since)) from saga.external_event_log where "
            "target_system = 'crm' and status in ('PENDING', 'FAILED')"));
  EXPECT_GT(oldest, 0);
  EXPECT_LE(oldest, in_the_log);
  EXPECT_TRUE(shows("payment_external_oldest_waiting_seconds", "target=\"warehouse\"", "0"));
  receiver_->behave("crm", kWell);
  ASSERT_TRUE(all_sent(150));
  EXPECT_TRUE(shows(breaker, stands(false)));
  EXPECT_TRUE(shows("payment_external_waiting", "", "0"));
  EXPECT_TRUE(shows("payment_external_oldest_waiting_seconds", "", "0"));
}

TEST_F(S14MetricsPublishing, WhatDiesWithoutAnAttemptIsCountedAsThat) {
  config_.external.breaker = {.failures = 5, .cool_down = 100ms, .cool_down_cap = 300ms};
  config_.external.retry.max_attempts = 1000;
  config_.external.dead_after = 1s;
  receiver_->behave("crm", {.fail = 1});
  start();
  publish("PaymentCompleted", 60);
  ASSERT_TRUE(becomes(statuses("crm"), "DEAD_LETTER 60"));
  ASSERT_TRUE(becomes(statuses("analytics"), "SENT 60"));
  ASSERT_TRUE(becomes(statuses("warehouse"), "SENT 60"));
  EXPECT_TRUE(shows("payment_external_deliveries_total", "outcome=\"expired\"", "60"));
  EXPECT_EQ(sum_of(look(), "payment_external_deliveries_total", "target=\"crm\""), 60);
}

// What the console reads is what Prometheus is shown.
TEST_F(S14MetricsPublishing, TheRollupHasTheDeliveriesToo) {
  receiver_->behave("crm", {.refuse = 0.5});
  start();
  publish("PaymentCompleted", 40);
  ASSERT_TRUE(becomes("select count(*) from saga.external_event_log where status in ('SENT', 'DEAD_LETTER')", "120"));
  EXPECT_TRUE(shows("payment_external_deliveries_total", "", "120"));
  const Scraped shown = look();
  stop();
  EXPECT_EQ(value("select labels ->> 'target', labels ->> 'outcome', value from saga.metric_series("
                  "'payment_external_deliveries_total', now() - interval '1 hour', now() + interval '1 minute') where "
                  "labels ->> 'target' = 'crm' order by 2"),
            fmt::format("crm|refused|{}\ncrm|sent|{}",
                        sum_of(shown, "payment_external_deliveries_total", "outcome=\"refused\",target=\"crm\""),
                        sum_of(shown, "payment_external_deliveries_total", "outcome=\"sent\",target=\"crm\"")));
  EXPECT_EQ(value("select sum(count) from saga.metric_series('payment_external_delivery_duration_seconds', now() - "
                  "interval '1 hour', now() + interval '1 minute')"),
            "120");
}

// With everything that a process can play, while payments are made, undone and published.
TEST_F(S14MetricsPublishing, TheEndpointSpeaksAsPrometheusWantsIt) {
  config_.roles = Config{}.roles;
  config_.external.breaker.failures = 5;
  receiver_->behave("crm", {.fail = 0.5});
  start();
  ASSERT_EQ(pay(20).completed, 20);
  EXPECT_EQ(exposition_problems(scrape_text(system_->metrics_address())), "");
  ASSERT_EQ(pay(5, {.insufficient = 100, .invalid = 0, .no_stock = 0, .coupon = 0, .hot = 0}).failed, 5);
  ASSERT_TRUE(becomes("select count(*) > 20 from saga.external_event_log where status = 'SENT'", "t"));
  const std::string text = scrape_text(system_->metrics_address());
  EXPECT_EQ(exposition_problems(text), "");
  for (const char* metric :
       {"payment_saga_completed_total", "payment_lock_hold_seconds_count", "payment_external_deliveries_total",
        "payment_external_breaker_state", "payment_stream_lag", "payment_dead_letters", "payment_external_waiting"}) {
    EXPECT_NE(text.find(metric), std::string::npos) << metric;
  }
  // Its own checker, where there is one: it comes with the server, which is too much to install for this.
  const auto promtool = find_program("promtool");
  if (!promtool) return;
  const auto directory = PrivateDirectory::create("saga-scraped");
  ASSERT_TRUE(directory) << directory.error().message;
  const std::string file = (directory->path() / "scraped.prom").string();
  std::ofstream(file) << text;
  const auto checked = run_program(
      {.argv = {"sh", "-c", R"(exec "$1" check metrics <"$2")", "sh", promtool->string(), file}, .capture = true}, 30s);
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_EQ(checked->output, "");
}

// The reader of the form itself: each text breaks one rule.
TEST(S14MetricsExposition, IsReadStrictly) {
  const std::string good =
      "# HELP a_total A.\n# TYPE a_total counter\na_total{x=\"1\"} 3\na_total{x=\"a\\\\b\\\"\\n\"} 3e+06\n"
      "# HELP h H.\n# TYPE h histogram\nh_count 2\nh_sum 0.5\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\n";
  EXPECT_EQ(exposition_problems(good), "");
  const auto with = [&](const std::string& what, const std::string& instead) {
    std::string text = good;
    text.replace(text.find(what), what.size(), instead);
    return exposition_problems(text);
  };
  EXPECT_NE(with("a_total{x=\"1\"} 3", "a_total{x=\"1\"} three"), "");
  EXPECT_NE(with("a_total{x=\"1\"} 3", "a_total{x=\"1} 3"), "");
  EXPECT_NE(with("a_total{x=\"1\"} 3", "a_total{x=\"\\t\"} 3"), "");
  EXPECT_NE(with("a_total{x=\"1\"} 3", "a_total{x=\"1\"} -3"), "");
  EXPECT_NE(with("a_total{x=\"1\"} 3", "b_total{x=\"1\"} 3"), "");
  EXPECT_NE(with("a_total{x=\"1\"} 3\n", "a_total{x=\"1\"} 3\na_total{x=\"1\"} 3\n"), "");
  EXPECT_NE(with("# HELP a_total A.", "# HELP a_total "), "");
  EXPECT_NE(with("# TYPE a_total counter", "# TYPE a_total gauge"), "");
  EXPECT_NE(with("# HELP h H.\n# TYPE h histogram", "# HELP a_total A.\n# TYPE a_total counter"), "");
  EXPECT_NE(with("h_count 2", "h_count 3"), "");
  EXPECT_NE(with("h_sum 0.5\n", ""), "");
  EXPECT_NE(with("h_bucket{le=\"1\"} 1", "h_bucket{le=\"1\"} 3"), "");
  EXPECT_NE(with("h_bucket{le=\"+Inf\"} 2\n", ""), "");
}

}  // namespace
}  // namespace saga::test
