// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "tests/ui/sample.h"
#include "ui/sagas/gantt_chart.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using ui::gantt_of;
using ui::GanttChart;
using ui::GanttScale;
using ui::telling_execution;

// One line a step: name, status, bars as [from-to label], parked time in brackets of its own.
std::string dump(const GanttChart& chart) {
  std::string out;
  for (const auto& row : chart.rows) {
    out += row.step.toStdString() + ":";
    for (const auto& bar : row.bars) {
      out += QStringLiteral(" [%1-%2 %3]").arg(bar.from, 0, 'f', 2).arg(bar.to, 0, 'f', 2).arg(bar.label).toStdString();
    }
    if (row.parked)
      out +=
          QStringLiteral(" {%1-%2}").arg(row.parked->first, 0, 'f', 1).arg(row.parked->second, 0, 'f', 1).toStdString();
    out += "\n";
  }
  return out;
}

struct Gantt : ::testing::Test {
  FakeAttachment system;
  void SetUp() override { fill_sample(system, 20); }
};

TEST_F(Gantt, ShowsAttemptsAndParkedTime) {
  const GanttChart chart = gantt_of(system.details.at(kStuckId), sample_now());
  EXPECT_EQ(dump(chart),
            "OrderValidation: [0.01-0.05 41 ms]\n"
            "BalanceDeduction: [0.40-0.49 92 ms]\n"
            "StockConfirmation: [1.20-3.20 1] [8.20-10.20 2] [17.20-19.20 3] {19.2-48.2}\n"
            "PaymentCreation:\n");
  EXPECT_EQ(chart.rows[2].status, ui::StatusKind::Stuck);
  EXPECT_FALSE(chart.ended);
  EXPECT_EQ(telling_execution(system.details.at(kStuckId)), 4) << "the last attempt that failed";
}

TEST_F(Gantt, ShowsCompensationsBesideTheirSteps) {
  const GanttChart chart = gantt_of(system.details.at(kNeedsAttentionId), sample_now());
  EXPECT_EQ(dump(chart),
            "OrderValidation: [0.01-0.04 38 ms]\n"
            "BalanceDeduction: [0.09-0.18 92 ms] [4.20-4.62 1] [5.05-5.47 2] [5.90-6.32 3]\n"
            "StockConfirmation: [0.30-0.48 180 ms] [3.70-4.05 undone]\n"
            "PaymentCreation: [0.60-3.60 3.00 s]\n");
  EXPECT_TRUE(chart.ended);
  EXPECT_EQ(chart.rows[1].status, ui::StatusKind::NeedsAttention);
  EXPECT_EQ(chart.rows[2].status, ui::StatusKind::Compensated);
}

// Seen red: with limits that began at the saga's creation instead of the attempt's.
TEST_F(Gantt, AttemptsAreMeasuredAgainstTheLimitOfTheirStep) {
  SagaDetail detail = system.details.at(kStuckId);
  detail.limits = {{"OrderValidation", 2s}, {"StockConfirmation", 1500ms}};
  const GanttChart chart = gantt_of(detail, sample_now());
  EXPECT_EQ(ui::row_words(chart.rows[0]).toStdString(),
            "OrderValidation: completed\nattempt 1 completed after 10 ms, took 41 ms, limit 2.00 s");
  EXPECT_EQ(ui::row_words(chart.rows[1]).toStdString(),
            "BalanceDeduction: completed\nattempt 1 completed after 400 ms, took 92 ms")
      << "no limit is known";
  EXPECT_EQ(ui::row_words(chart.rows[2]).toStdString(),
            "StockConfirmation: stuck\n"
            "attempt 1 failed after 1.20 s, took 2.00 s, 500 ms over its limit of 1.50 s\n"
            "attempt 2 failed after 8.20 s, took 2.00 s, 500 ms over its limit of 1.50 s\n"
            "attempt 3 failed after 17.2 s, took 2.00 s, 500 ms over its limit of 1.50 s\n"
            "parked, waiting for a person");
  EXPECT_NEAR(*chart.rows[2].bars[1].limit, 9.7, 0.001);
  EXPECT_NEAR(chart.rows[2].bars[1].over(), 0.5, 0.001);
}

TEST_F(Gantt, TheAttemptThatIsOutHasTheTimeThatTheDatabaseGivesIt) {
  SagaDetail detail = system.details.at(kRunningId);
  detail.limits = {{detail.saga.current_step, 100ms}};
  EXPECT_GT(gantt_of(detail, sample_now()).rows[0].bars.back().over(), 0.05);
  detail.due_at = detail.saga.created_at + 5s;
  const GanttChart put_off = gantt_of(detail, sample_now());
  EXPECT_NEAR(*put_off.rows[0].bars.back().limit, 5.0, 0.001) << "it was put off";
  EXPECT_EQ(put_off.rows[0].bars.back().over(), 0);
}

TEST_F(Gantt, CompensationsAreSpokenOfAsSuch) {
  SagaDetail detail = system.details.at(kNeedsAttentionId);
  detail.limits.clear();
  const GanttChart chart = gantt_of(detail, sample_now());
  EXPECT_EQ(ui::row_words(chart.rows[2]).toStdString(),
            "StockConfirmation: compensated\nattempt 1 completed after 300 ms, took 180 ms\n"
            "compensation 1 compensated after 3.70 s, took 350 ms");
}

TEST_F(Gantt, AnAttemptWithoutAResultRunsUntilNow) {
  const GanttChart chart = gantt_of(system.details.at(kRunningId), sample_now());
  EXPECT_NEAR(chart.span, 0.2, 0.01);
  EXPECT_EQ(chart.rows[0].bars.back().look, ui::GanttBar::Look::Running);
}

TEST_F(Gantt, StepsOfAnUnknownTypeAreTakenFromItsExecutions) {
  SagaDetail foreign = system.details.at(kStuckId);
  foreign.saga.type = "ShipmentSaga";
  foreign.saga.parked_reason.reset();
  foreign.saga.progress_at = sample_now();
  EXPECT_EQ(gantt_of(foreign, sample_now()).rows.size(), 3u);
  foreign.executions.clear();
  EXPECT_EQ(gantt_of(foreign, sample_now()).rows.size(), 1u) << "the step that it stands at";
}

TEST_F(Gantt, ALongWaitIsFoldedSoThatTheAttemptsStayVisible) {
  SagaDetail old = system.details.at(kStuckId);
  const GanttChart chart = gantt_of(old, sample_now() + 6h);
  const GanttScale scale(chart, 100, 500);
  ASSERT_EQ(scale.folds().size(), 1u);
  EXPECT_GT(scale.x(10.2) - scale.x(8.2), 20) << "two seconds among six hours";
  EXPECT_NEAR(scale.x(chart.span), 500, 0.5);
  double before = 100;
  for (double t = 0; t < chart.span; t += chart.span / 50) {
    EXPECT_GE(scale.x(t), before - 1e-6) << "time never runs backwards";
    before = scale.x(t);
  }
}

TEST(GanttScaleTest, AnEmptyChartHasAnAxis) {
  GanttChart chart;
  chart.span = 0.001;
  const GanttScale scale(chart, 0, 100);
  EXPECT_FALSE(scale.ticks().empty());
  EXPECT_NEAR(scale.x(0.001), 100, 0.5);
}

}  // namespace
}  // namespace saga::test
