// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "backend/payment/metrics/names.h"
#include "backend/payment/metrics/rollup.h"
#include "backend/payment/metrics/saga_meter.h"
#include "backend/payment/metrics/transaction_meter.h"
#include "backend/payment/orchestrator/transition.h"

namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

constexpr TimePoint kNoon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 11} + 12h};

const MetricFamily* family(const Readings& readings, std::string_view name) {
  const auto found = std::ranges::find(readings, name, &MetricFamily::name);
  return found == readings.end() ? nullptr : &*found;
}

double total(const Readings& readings, std::string_view name, const std::string& label = {},
             const std::string& is = {}) {
  double sum = 0;
  const MetricFamily* found = family(readings, name);
  if (found == nullptr) return 0;
  for (const Reading& reading : found->readings) {
    const auto at = reading.labels.find(label);
    if (label.empty() || (at != reading.labels.end() && at->second == is)) {
      sum += reading.value + static_cast<double>(reading.histogram.count());
    }
  }
  return sum;
}

TEST(S14MetricsRegistry, TheSameNameAndLabelsAreTheSameInstrument) {
  Metrics metrics;
  EXPECT_EQ(&metrics.counter(kRouted, {{"route", "LEGACY"}}), &metrics.counter(kRouted, {{"route", "LEGACY"}}));
  EXPECT_NE(&metrics.counter(kRouted, {{"route", "LEGACY"}}), &metrics.counter(kRouted));
}

// Eight threads write at once while one reads: nothing is lost, and nobody waits.
TEST(S14MetricsRegistry, LosesNothingBetweenThreads) {
  Metrics metrics;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&] {
        Counter& counter = metrics.counter(kSagaReopened);
        Distribution& distribution = metrics.duration(kExecutionTime);
        for (int i = 0; i < 10'000; ++i) {
          counter.add();
          distribution.record(std::chrono::microseconds(i));
        }
      });
    }
    for (int i = 0; i < 20; ++i) EXPECT_LE(total(metrics.read(), kSagaReopened.name), 80'000);
  }
  EXPECT_EQ(total(metrics.read(), kSagaReopened.name), 80'000);
  const Readings readings = metrics.read();
  const Histogram& histogram = family(readings, kExecutionTime.name)->readings.front().histogram;
  EXPECT_EQ(histogram.count(), 80'000);
  EXPECT_EQ(histogram.sum(), 8LL * 10'000 * 9'999 / 2);
}

TEST(S14MetricsRegistry, AGaugeThatIsNotKnownIsNotShown) {
  Metrics metrics;
  Gauge& lag = metrics.gauge(kStreamLag);
  EXPECT_EQ(family(metrics.read(), kStreamLag.name), nullptr);
  lag.set(0);
  EXPECT_NE(family(metrics.read(), kStreamLag.name), nullptr);
  lag.set(Gauge::kUnknown);
  EXPECT_EQ(family(metrics.read(), kStreamLag.name), nullptr);
}

// A text that comes with a message never becomes a series.
TEST(S14MetricsLabels, AreWordsOfOurs) {
  Metrics metrics;
  SagaMeter meter(metrics);
  for (int i = 0; i < 100; ++i) {
    meter.failed("PaymentSaga", "O-" + std::to_string(i), 1ms);
    meter.completed("Saga" + std::to_string(i), 1ms);
    meter.parked("Step" + std::to_string(i));
  }
  meter.failed("PaymentSaga", "STOCK_INSUFFICIENT", 1ms);
  const Readings readings = metrics.read();
  EXPECT_EQ(total(readings, kSagaFailed.name, "reason", "other"), 100);
  EXPECT_EQ(total(readings, kSagaFailed.name, "reason", "STOCK_INSUFFICIENT"), 1);
  EXPECT_EQ(total(readings, kSagaCompleted.name, "saga_type", "other"), 100);
  EXPECT_EQ(total(readings, kSagaParked.name, "step", "other"), 100);
  EXPECT_EQ(family(readings, kSagaFailed.name)->readings.size(), 15U);
}

TEST(S14MetricsTransaction, ThatEndsWithoutACommitWasRolledBack) {
  Metrics metrics;
  const TransactionMeter meter = transaction_meter(metrics, "orders");
  {
    TransactionTimer timer(&meter);
    timer.locked();
    TransactionTimer moved(std::move(timer));
    moved.committed();
  }
  {
    const TransactionTimer abandoned(&meter);
  }
  const Readings readings = metrics.read();
  EXPECT_EQ(total(readings, kTransaction.name, "outcome", "committed"), 1);
  EXPECT_EQ(total(readings, kTransaction.name, "outcome", "rolled_back"), 1);
  EXPECT_EQ(total(readings, kLockHold.name), 1);
}

// How long an attempt took, which nobody writes down for it.
class S14MetricsAttempt : public testing::Test {
 protected:
  S14MetricsAttempt() {
    policy_.deadlines = {{"OrderValidation", 3s}, {"BalanceDeduction", 2s}};
    saga_ = begin(policy_, SagaRecord{.id = "s"}, kNoon).after;
  }
  static Reply reply(const char* step, bool done, int attempt = 1, bool retryable = false,
                     Direction direction = Direction::Forward) {
    return {.step = find_step(step),
            .direction = direction,
            .attempt = attempt,
            .done = done,
            .error = "no",
            .retryable = retryable};
  }
  std::optional<EndedAttempt> after(std::chrono::microseconds time, const Input& input) {
    Transition transition = advance(policy_, saga_, input, kNoon + time);
    saga_ = transition.after;
    return transition.ended;
  }

  Policy policy_{.retry = {.max_attempts = 2, .backoff = 100ms, .backoff_cap = 100ms}};
  SagaRecord saga_;
};

TEST_F(S14MetricsAttempt, BeginsWithTheResultBeforeIt) {
  auto ended = after(30ms, reply("OrderValidation", true));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->took, 30ms);
  EXPECT_EQ(ended->outcome, AttemptOutcome::Success);
  ended = after(70ms, reply("BalanceDeduction", false));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->took, 40ms);
  EXPECT_EQ(ended->outcome, AttemptOutcome::Refused);
  ended = after(75ms, reply("OrderValidation", true, 1, false, Direction::Compensation));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->took, 5ms);
  EXPECT_EQ(ended->outcome, AttemptOutcome::Compensated);
  EXPECT_FALSE(after(80ms, reply("OrderValidation", true)));  // the saga has ended
}

TEST_F(S14MetricsAttempt, ASecondOneBeginsWhenItWasSent) {
  auto ended = after(10ms, reply("OrderValidation", false, 1, true));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->outcome, AttemptOutcome::Failed);
  EXPECT_FALSE(after(200ms, Due{}));  // the next attempt
  EXPECT_EQ(saga_.attempts, 2);
  ended = after(260ms, reply("OrderValidation", true, 2));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->took, 60ms);
}

TEST_F(S14MetricsAttempt, WithoutAReplyItTakesItsDeadlineAndIsNotMeasuredAgain) {
  const auto ended = after(3s, Due{});
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->outcome, AttemptOutcome::Timeout);
  EXPECT_EQ(ended->took, 3s);
  EXPECT_FALSE(after(3s + 1ms, reply("OrderValidation", true)));  // late, though it counts as a result
  EXPECT_EQ(saga_.current_step, "BalanceDeduction");
}

TEST_F(S14MetricsAttempt, WhatAPersonAsksForDoesNotCountTheTimeBefore) {
  ASSERT_TRUE(after(10ms, reply("OrderValidation", false, 1, true)));
  (void)after(200ms, Due{});
  ASSERT_TRUE(after(210ms, reply("OrderValidation", false, 2, true)));
  ASSERT_TRUE(saga_.parked_reason);
  ++saga_.version;  // as the request of a command does
  EXPECT_FALSE(after(1h, Command{.id = "c", .action = "COMPENSATE", .expected_version = saga_.version - 1}));
  const auto ended = after(1h + 20ms, reply("OrderValidation", true, 1, false, Direction::Compensation));
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->took, 20ms);
}

TEST(S14MetricsRollup, KeepsAtMostTwoHoursOfMinutes) {
  Metrics metrics;
  Counter& counter = metrics.counter(kSagaReopened);
  Rollup rollup(kNoon, metrics.read());
  for (int minute = 1; minute <= 130; ++minute) {
    counter.add();
    rollup.look(kNoon + std::chrono::minutes(minute), metrics.read());
  }
  const auto due = rollup.due();
  ASSERT_EQ(due.size(), Rollup::kMostMinutes + 1);
  EXPECT_EQ(due.front().minute, kNoon + 10min);
  EXPECT_TRUE(due.back().rows.empty());
  EXPECT_EQ(due.front().rows.front().value, 1);
}

TEST(S14MetricsRollup, AClockThatIsSetBackBeginsNoMinuteAgain) {
  Metrics metrics;
  Counter& counter = metrics.counter(kSagaReopened);
  Rollup rollup(kNoon + 5min, metrics.read());
  counter.add(2);
  rollup.look(kNoon + 1min, metrics.read());
  const auto due = rollup.due();
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due.front().minute, kNoon + 5min);
  EXPECT_EQ(due.front().rows.front().value, 2);
}

}  // namespace
}  // namespace saga::test
