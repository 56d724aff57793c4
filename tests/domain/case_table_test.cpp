// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/case_table.h"

#include <gtest/gtest.h>

#include "backend/domain/action.h"

namespace saga {
namespace {

const TimePoint kNow = TimePoint(std::chrono::hours(24 * 365 * 50));

Saga saga_of(const test::Case& row) {
  Saga saga;
  saga.raw_status = row.status;
  saga.status = saga_status_from(row.status);
  saga.parked_reason = row.parked_reason;
  saga.progress_at = kNow - std::chrono::seconds(row.silent_seconds);
  saga.open_effects = row.open_effects;
  saga.resolution = row.resolution;
  return saga;
}

class CaseTable : public testing::TestWithParam<test::Case> {};

TEST_P(CaseTable, ConditionIsDerived) {
  const Saga saga = saga_of(GetParam());
  EXPECT_EQ(to_text(condition_of(saga, kNow)), GetParam().condition);
}

// What the overview counts follows from the condition alone.
TEST_P(CaseTable, TheOverviewCountsIt) {
  using enum Condition;
  const Condition condition = condition_of(saga_of(GetParam()), kNow);
  std::set<std::string> figures;
  if (condition == Running || condition == Compensating || condition == Stuck) figures.insert("flight");
  if (condition == Stuck) figures.insert("stuck");
  if (condition == NeedsAttention) figures.insert("attention");
  EXPECT_EQ(GetParam().figures, figures);
}

TEST_P(CaseTable, ActionsAreAllowedOrRefusedWithTheirReason) {
  const Saga saga = saga_of(GetParam());
  const Condition condition = condition_of(saga, kNow);
  for (const auto& [type, refusals] : {std::pair{"PaymentSaga", GetParam().refusals},
                                       {"ShippingSaga", GetParam().refusals},
                                       {"RefundSaga", GetParam().refund_refusals}}) {
    for (const auto& [text, why_not] : refusals) {
      const auto action = action_from(text);
      ASSERT_TRUE(action) << text;
      const auto refused = refusal(*action, type, saga.status, condition);
      EXPECT_EQ(refused ? std::optional<std::string>(to_text(*refused)) : std::nullopt, why_not) << type << ' ' << text;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EveryRow, CaseTable, testing::ValuesIn(test::case_table()));

TEST(CaseTableItself, NamesEveryConditionAndEveryRefusal) {
  std::map<std::string, int> conditions;
  std::map<std::string, int> refusals;
  for (const auto& row : test::case_table()) {
    ++conditions[row.condition];
    for (const auto& [action, why] : row.refusals) ++refusals[why.value_or("")];
    for (const auto& [action, why] : row.refund_refusals) ++refusals[why.value_or("")];
  }
  EXPECT_EQ(conditions.size(), all_conditions().size());
  EXPECT_EQ(refusals.size(), 9U);  // eight refusals and "allowed"
}

TEST(Condition, AStuckSagaIsSilentForLongerThanTheGivenThreshold) {
  Saga saga;
  saga.status = SagaStatus::Running;
  saga.progress_at = kNow - std::chrono::seconds(90);
  EXPECT_EQ(condition_of(saga, kNow), Condition::Stuck);
  EXPECT_EQ(condition_of(saga, kNow, std::chrono::seconds(90)), Condition::Running);
}

}  // namespace
}  // namespace saga
