// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "backend/domain/action.h"

namespace saga {
namespace {

TEST(Texts, EveryStatusIsFoundByItsText) {
  using enum SagaStatus;
  for (const SagaStatus status : {Running, Completed, Compensating, Failed}) {
    EXPECT_EQ(saga_status_from(to_text(status)), status);
  }
  EXPECT_EQ(saga_status_from("running"), Unknown);  // the database's words, exactly
  EXPECT_EQ(saga_status_from(""), Unknown);
}

TEST(Texts, EveryConditionIsFoundByItsText) {
  for (const Condition condition : all_conditions()) EXPECT_EQ(condition_from(to_text(condition)), condition);
  EXPECT_EQ(condition_from("needs attention"), std::nullopt);
}

TEST(Texts, EveryActionIsFoundByItsText) {
  for (const Action action : {Action::Retry, Action::Compensate, Action::Resolve}) {
    EXPECT_EQ(action_from(to_text(action)), action);
  }
  EXPECT_EQ(action_from("DROP"), std::nullopt);
}

TEST(Texts, AStepWithoutAResultIsPending) {
  EXPECT_EQ(step_status_from(""), StepStatus::Pending);
  for (const StepStatus status : {StepStatus::Success, StepStatus::Failed, StepStatus::Compensated}) {
    EXPECT_EQ(step_status_from(to_text(status)), status);
  }
}

}  // namespace
}  // namespace saga
