// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "backend/domain/action.h"

namespace saga {

void PrintTo(const PlannedStep& step, std::ostream* out) {
  *out << step.step_name << ' ' << to_text(step.direction) << ' ' << static_cast<int>(step.effect);
}

namespace {

using Effect = PlannedStep::Effect;
using enum Direction;

const Money kAmount{128'000, "KRW"};

Saga stuck(SagaStatus status, std::string step) {
  return Saga{.id = "1", .type = "PaymentSaga", .current_step = std::move(step), .status = status, .amount = kAmount};
}

StepExecution ran(std::string step, Direction direction, StepStatus status) {
  return StepExecution{.step_name = std::move(step), .direction = direction, .status = status};
}

std::vector<PlannedStep> plan_of(Action action, const Saga& saga, const std::vector<StepExecution>& executions,
                                 Condition condition = Condition::Stuck) {
  return plan(action, saga, condition, executions, steps_of(saga.type));
}

TEST(Plan, RetryRunsTheCurrentStepAgainAndThenTheRest) {
  const auto planned = plan_of(
      Action::Retry, stuck(SagaStatus::Running, "StockConfirmation"),
      {ran("OrderValidation", Forward, StepStatus::Success), ran("BalanceDeduction", Forward, StepStatus::Success),
       ran("StockConfirmation", Forward, StepStatus::Pending)});
  const std::vector<PlannedStep> expected{{"StockConfirmation", Forward, Effect::RunsAgain, kAmount},
                                          {"PaymentCreation", Forward, Effect::RunsFirst, kAmount}};
  EXPECT_EQ(planned, expected);
}

TEST(Plan, CompensateUndoesInReverseOrderWhatWasAttempted) {
  const auto planned = plan_of(
      Action::Compensate, stuck(SagaStatus::Running, "StockConfirmation"),
      {ran("OrderValidation", Forward, StepStatus::Success), ran("BalanceDeduction", Forward, StepStatus::Success),
       ran("StockConfirmation", Forward, StepStatus::Failed)});
  const std::vector<PlannedStep> expected{{"StockConfirmation", Compensation, Effect::NothingStands, kAmount},
                                          {"BalanceDeduction", Compensation, Effect::Undone, kAmount},
                                          {"OrderValidation", Compensation, Effect::Undone, kAmount}};
  EXPECT_EQ(planned, expected);
}

TEST(Plan, AnAttemptWithoutAResultMayStandAndIsUndone) {
  const auto planned = plan_of(Action::Compensate, stuck(SagaStatus::Running, "OrderValidation"),
                               {ran("OrderValidation", Forward, StepStatus::Pending)});
  const std::vector<PlannedStep> expected{{"OrderValidation", Compensation, Effect::Undone, kAmount}};
  EXPECT_EQ(planned, expected);
}

TEST(Plan, RetryOfACompensationLeavesOutWhatIsUndoneAlready) {
  const auto planned = plan_of(
      Action::Retry, stuck(SagaStatus::Compensating, "BalanceDeduction"),
      {ran("OrderValidation", Forward, StepStatus::Success), ran("BalanceDeduction", Forward, StepStatus::Success),
       ran("StockConfirmation", Forward, StepStatus::Success),
       ran("StockConfirmation", Compensation, StepStatus::Compensated),
       ran("BalanceDeduction", Compensation, StepStatus::Failed)});
  const std::vector<PlannedStep> expected{{"BalanceDeduction", Compensation, Effect::Undone, kAmount},
                                          {"OrderValidation", Compensation, Effect::Undone, kAmount}};
  EXPECT_EQ(planned, expected);
}

TEST(Plan, TheRetryOfARefundGoesOnToItsEnd) {
  Saga refund = stuck(SagaStatus::Running, "BalanceRefund");
  refund.type = "RefundSaga";
  const std::vector<StepExecution> executions{ran("PaymentCancellation", Forward, StepStatus::Success),
                                              ran("StockRelease", Forward, StepStatus::Success),
                                              ran("BalanceRefund", Forward, StepStatus::Failed)};
  const std::vector<PlannedStep> expected{{"BalanceRefund", Forward, Effect::RunsAgain, kAmount},
                                          {"OrderCancellation", Forward, Effect::RunsFirst, kAmount}};
  EXPECT_EQ(plan_of(Action::Retry, refund, executions), expected);
  EXPECT_TRUE(plan_of(Action::Compensate, refund, executions).empty());
}

TEST(Plan, WhatIsRefusedHasNoPlan) {
  const Saga moving = stuck(SagaStatus::Running, "OrderValidation");
  const std::vector<StepExecution> executions{ran("OrderValidation", Forward, StepStatus::Pending)};
  EXPECT_TRUE(plan_of(Action::Retry, moving, executions, Condition::Running).empty());
  EXPECT_TRUE(plan_of(Action::Resolve, moving, executions).empty());
}

TEST(Plan, ATypeThatIsNotKnownHasNoSteps) {
  Saga foreign = stuck(SagaStatus::Running, "Shipping");
  foreign.type = "ShippingSaga";
  EXPECT_TRUE(plan_of(Action::Retry, foreign, {}).empty());
}

}  // namespace
}  // namespace saga
