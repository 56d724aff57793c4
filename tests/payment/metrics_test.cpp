// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "backend/payment/topics.h"
#include "tests/payment/scrape.h"
#include "tests/payment/shop.h"
#include "tests/payment/system_fixture.h"
#include "tests/support/servers.h"

// Row S14: what the payment system measures, asked for as Prometheus does and held against the tables.
//
// Planted and seen red:
//   - in Effects::note (orchestrator/effects.cpp) leave the reason of a failure out
//   - in Work::begin (participants/work.cpp) let the locks be held from the beginning: waiting counts as holding
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class S14Metrics : public SystemTest {
 protected:
  S14Metrics() { config_.metrics_listen = "127.0.0.1:0"; }

  Scraped look() { return scrape(system_->metrics_address()); }

  [[nodiscard]] testing::AssertionResult shows(const std::function<std::string(const Scraped&)>& read,
                                               const std::string& expected) {
    return test::shows(system_->metrics_address(), read, expected);
  }

  // Of each reason: "BALANCE_INSUFFICIENT 4".
  static std::string failures(const Scraped& scraped) {
    std::string text;
    for (const char* reason : {"BALANCE_INSUFFICIENT", "PAYMENT_FAILED", "STOCK_INSUFFICIENT", "VALIDATION_FAILED"}) {
      const double count = sum_of(scraped, "payment_saga_failed_total", fmt::format("reason=\"{}\"", reason));
      if (count > 0) text += fmt::format("{}{}|{}", text.empty() ? "" : "\n", reason, count);
    }
    return text;
  }

  // "OrderValidation forward success 7", a line each.
  static std::string attempts(const Scraped& scraped) {
    std::string text;
    for (const char* direction : {"compensation", "forward"}) {
      for (const StepTopics& step : kPaymentSteps) {
        for (const char* outcome : {"compensated", "refused", "success"}) {
          const double count =
              sum_of(scraped, "payment_step_duration_seconds_count",
                     fmt::format("direction=\"{}\",outcome=\"{}\",step=\"{}\"", direction, outcome, step.step));
          if (count > 0) text += fmt::format("{} {} {} {}\n", step.step, direction, outcome, count);
        }
      }
    }
    return text;
  }

  // The tables' word for the same.
  std::string attempts_in_tables() {
    std::string text;
    for (const char* direction : {"compensation", "forward"}) {
      for (const StepTopics& step : kPaymentSteps) {
        for (const auto& [status, outcome] :
             {std::pair("COMPENSATED", "compensated"), {"FAILED", "refused"}, {"SUCCESS", "success"}}) {
          const std::string count =
              value(fmt::format("select count(*) from saga.saga_step_execution where step_name = '{}' and direction = "
                                "upper('{}') and status = '{}'",
                                step.step, direction, status));
          if (count != "0") text += fmt::format("{} {} {} {}\n", step.step, direction, outcome, count);
        }
      }
    }
    return text;
  }

  static double lock_hold(const Scraped& scraped, const std::string& part, const std::string& labels = {}) {
    return sum_of(scraped, "payment_lock_hold_seconds_" + part, "domain=\"products\"" + labels);
  }
};

TEST_F(S14Metrics, CountersSayWhatTheTablesSay) {
  config_.faults["PaymentCreation"].push_back({.kind = FaultKind::Decline, .permille = 300, .message = "card refused"});
  start();
  pay(40);
  pay(5, {.insufficient = 100, .invalid = 0, .no_stock = 0, .coupon = 0, .hot = 0});
  pay(4, {.insufficient = 0, .invalid = 0, .no_stock = 100, .coupon = 0, .hot = 0});
  pay(3, {.insufficient = 0, .invalid = 100, .no_stock = 0, .coupon = 0, .hot = 0});
  const std::string by_status = value("select status, count(*) from saga.saga_state group by 1 order by 1");
  const auto ends = [](const Scraped& scraped) {
    return fmt::format("COMPLETED|{}\nFAILED|{}", sum_of(scraped, "payment_saga_completed_total"),
                       sum_of(scraped, "payment_saga_failed_total"));
  };
  EXPECT_TRUE(shows(ends, by_status));
  const Scraped scraped = look();
  EXPECT_EQ(sum_of(scraped, "payment_saga_started_total", "PaymentSaga"), 52);
  EXPECT_EQ(failures(scraped),
            value("select compensation_data::json ->> 'reason', count(*) from saga.saga_state where status = 'FAILED' "
                  "group by 1 order by 1"));
  EXPECT_GE(sum_of(scraped, "payment_saga_failed_total", "PAYMENT_FAILED"), 1);
  EXPECT_EQ(attempts(scraped), attempts_in_tables());
  EXPECT_EQ(sum_of(scraped, "payment_saga_execution_time_seconds_count"), 52);
  EXPECT_EQ(fmt::format("{}", sum_of(scraped, "payment_routes_total", "route=\"EVENT_DRIVEN\"")),
            value("select count(*) from saga.payment_route where route = 'EVENT_DRIVEN'"));
  EXPECT_GT(sum_of(scraped, "payment_batch_size_count", "gateway"), 0);
  EXPECT_EQ(sum_of(scraped, "payment_worker_up"), 1);
  EXPECT_EQ(fmt::format("{}", sum_of(scraped, "payment_worker_epoch")),
            value("select epoch from saga.worker where fenced_at is null"));
  EXPECT_GT(sum_of(scraped, "process_resident_memory_bytes"), 1e6);
  EXPECT_GT(sum_of(scraped, "process_start_time_seconds"), 1.7e9);
}

// The sum of all is the time from the first request to the last answer, within what a clock of the server shows.
TEST_F(S14Metrics, TheStepsOfASagaTakeItsTime) {
  config_.faults["StockConfirmation"].push_back({.kind = FaultKind::Slow, .permille = 1000, .delay = 400ms});
  start();
  ASSERT_EQ(pay(1).completed, 1);
  EXPECT_TRUE(
      shows([](const Scraped& s) { return fmt::format("{}", sum_of(s, "payment_saga_completed_total")); }, "1"));
  const Scraped scraped = look();
  const double steps = sum_of(scraped, "payment_step_duration_seconds_sum");
  const double whole = sum_of(scraped, "payment_saga_execution_time_seconds_sum");
  EXPECT_GE(sum_of(scraped, "payment_step_duration_seconds_sum", "StockConfirmation"), 0.4);
  EXPECT_NEAR(steps, whole, 0.001);
  const auto within = [&](const char* bound) {
    return sum_of(scraped, "payment_step_duration_seconds_bucket",
                  fmt::format("outcome=\"success\",step=\"StockConfirmation\",le=\"{}\"", bound));
  };
  EXPECT_EQ(within("0.25"), 0);
  EXPECT_EQ(within("60"), 1);
}

// Its trigger makes each confirmation last, with the product locked.
TEST_F(S14Metrics, ASlowParticipantShowsInTheLockHold) {
  start();
  ASSERT_EQ(pay(1).completed, 1);
  const Scraped before = look();
  run("create function products.dawdle() returns trigger language plpgsql as $$ begin perform pg_sleep(0.3); return "
      "new; "
      "end $$; create trigger dawdle before insert on products.stock_entry for each row when (new.kind = 'CONFIRM') "
      "execute function products.dawdle()");
  ASSERT_EQ(pay(1).completed, 1);
  const auto held = [&](const Scraped& s) {
    return fmt::format("{}", lock_hold(s, "count") - lock_hold(before, "count"));
  };
  EXPECT_TRUE(shows(held, "1"));
  const Scraped scraped = look();
  const double seconds = lock_hold(scraped, "sum") - lock_hold(before, "sum");
  EXPECT_GE(seconds, 0.3);
  const auto at_most = [&](const char* bound) {
    const std::string le = fmt::format(",le=\"{}\"", bound);
    return lock_hold(scraped, "bucket", le) - lock_hold(before, "bucket", le);
  };
  EXPECT_EQ(at_most("0.25"), 0);
  EXPECT_EQ(at_most("60"), 1);
  EXPECT_EQ(at_most("0.5"), seconds <= 0.5 ? 1 : 0);
}

TEST_F(S14Metrics, WaitingForTheLockOfAnotherIsNoHolding) {
  start();
  ASSERT_EQ(pay(1).completed, 1);
  const Scraped before = look();
  Shop shop(config_);
  const auto orders = shop.place(1);
  auto other = open_session(config_.conninfo_of(Role::Products));
  auto holding = other->begin();
  ASSERT_TRUE(holding);
  ASSERT_TRUE(holding->query("select product_id from products.product for update"));
  shop.ask(orders);
  ASSERT_TRUE(becomes_in("products",
                         "select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock' and query like "
                         "'%products.product%' and now() - query_start > interval '500 ms'",
                         "t"));
  holding->rollback();
  EXPECT_TRUE(becomes(conditions_query(), "completed 2"));
  const auto held = [&](const Scraped& s) {
    return fmt::format("{}", lock_hold(s, "count") - lock_hold(before, "count"));
  };
  EXPECT_TRUE(shows(held, "1"));
  const Scraped scraped = look();
  const auto transactions = [](const Scraped& s) {
    return sum_of(s, "payment_domain_transaction_duration_seconds_sum", "domain=\"products\"");
  };
  const double in_transactions = transactions(scraped) - transactions(before);
  const double holding_locks = lock_hold(scraped, "sum") - lock_hold(before, "sum");
  EXPECT_GE(in_transactions - holding_locks, 0.5) << in_transactions << " s, of which it held for " << holding_locks;
}

TEST_F(S14Metrics, WhatLiesInAStreamIsLag) {
  start();
  ASSERT_EQ(pay(1).completed, 1);  // every group is there
  stop();
  Shop shop(config_);
  shop.ask(shop.place(3));
  std::erase(config_.roles, Role::Gateway);
  start();
  const auto lag = [](const Scraped& s) {
    return lines_of(s, "payment_stream_lag{group=\"gateway\",topic=\"payment.requested\"}");
  };
  EXPECT_TRUE(shows(lag, "payment_stream_lag{group=\"gateway\",topic=\"payment.requested\"} 3\n"));
  EXPECT_EQ(sum_of(look(), "payment_stream_pending", "topic=\"payment.requested\""), 0);
  // Nothing publishes here.
  const auto backlog = [](const Scraped& s) {
    return fmt::format("{}", sum_of(s, "payment_outbox_backlog", "payments"));
  };
  EXPECT_TRUE(shows(backlog, value_in("payments", "select count(*) from payments.outbox")));
  run("update saga.feature_toggle set value = 'true', version = nextval('saga.toggle_version') where name = "
      "'payment.emergency.rollback'");
  EXPECT_TRUE(shows([](const Scraped& s) { return fmt::format("{}", sum_of(s, "payment_emergency_rollback")); }, "1"));
}

TEST_F(S14Metrics, TheLegacyRouteIsMeasuredToo) {
  open_route(false);
  start();
  Shop shop(config_);
  shop.ask(shop.place(4));
  shop.ask(shop.place(2, {.insufficient = 0, .invalid = 100, .no_stock = 0, .coupon = 0, .hot = 0}));
  const auto paid = [](const Scraped& s) {
    return fmt::format("paid {}, refused {}", sum_of(s, "payment_legacy_duration_seconds_count", "outcome=\"paid\""),
                       sum_of(s, "payment_legacy_duration_seconds_count", "outcome=\"refused\""));
  };
  EXPECT_TRUE(shows(paid, "paid 4, refused 2"));
  EXPECT_EQ(lines_of(look(), "payment_routes_total"),
            "payment_routes_total{reason=\"EVENT_DRIVEN_OFF\",route=\"LEGACY\"} 6\n");
  EXPECT_LT(sum_of(look(), "payment_gateway_toggle_age_seconds"), 60);
  EXPECT_EQ(sum_of(look(), "payment_gateway_rollback_applied"), 0);
}

TEST_F(S14Metrics, NothingListensUnlessItIsToldTo) {
  config_.metrics_listen.clear();
  start();
  EXPECT_EQ(system_->metrics_address(), "");
}

TEST_F(S14Metrics, APortThatIsTakenIsSaidAtTheStart) {
  start();
  Config second = config_;
  second.instance = "sagad-2";
  second.metrics_listen = system_->metrics_address();
  const auto started = System::start(second);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().kind, ErrorKind::Invalid);
  EXPECT_NE(started.error().message.find(second.metrics_listen), std::string::npos) << started.error().message;
  EXPECT_FALSE(started.error().advice.empty());
}

// What the console reads is what Prometheus is shown, over two processes and whatever minutes they lived in.
TEST_F(S14Metrics, TheRollupIsWhatTheEndpointShowed) {
  Scraped shown;
  for (const int payments : {6, 3}) {
    start();
    ASSERT_EQ(pay(payments).completed, payments);
    ASSERT_EQ(pay(1, {.insufficient = 100, .invalid = 0, .no_stock = 0, .coupon = 0, .hot = 0}).failed, 1);
    const auto ended = [](const Scraped& s) {
      return fmt::format("{}", sum_of(s, "payment_saga_execution_time_seconds_count"));
    };
    EXPECT_TRUE(shows(ended, std::to_string(payments + 1)));
    EXPECT_TRUE(becomes_in("orders", "select count(*) from orders.orders where status = 'VALIDATED'", "0"));
    for (const auto& [name, count] : look()) shown[name] += count;
    stop();
  }
  const auto rollup = [&](const std::string& metric, const std::string& what) {
    return value(
        fmt::format("select coalesce(sum({}), 0) from saga.metric_series('{}', now() - interval '1 hour', now() + "
                    "interval '1 minute')",
                    what, metric));
  };
  for (const char* counter : {"payment_saga_started_total", "payment_saga_completed_total", "payment_saga_failed_total",
                              "payment_routes_total"}) {
    EXPECT_EQ(rollup(counter, "value"), fmt::format("{}", sum_of(shown, counter))) << counter;
  }
  for (const char* histogram : {"payment_saga_execution_time_seconds", "payment_step_duration_seconds"}) {
    EXPECT_EQ(rollup(histogram, "count"), fmt::format("{}", sum_of(shown, std::string(histogram) + "_count")));
    EXPECT_NEAR(std::stod(rollup(histogram, "total")) / 1e6, sum_of(shown, std::string(histogram) + "_sum"), 1e-3);
  }
  EXPECT_EQ(value("select count(distinct process) from saga.metric_rollup"), "2");
  EXPECT_EQ(value("select string_agg(distinct k, ' ' order by k) from saga.metric_rollup, jsonb_object_keys(labels) k "
                  "where k not in ('compiler', 'direction', 'domain', 'group', 'outcome', 'reason', 'role', 'route', "
                  "'saga_type', 'state', 'step', 'target', 'topic', 'version')"),
            "");
}

}  // namespace
}  // namespace saga::test
