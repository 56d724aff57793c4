// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/filter_text.h"

#include <gtest/gtest.h>

#include "tests/support/error_cases.h"
#include "tests/ui/sample.h"
#include "ui/sagas/filter_match.h"
#include "ui/sagas/normalised_error.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;

TEST(FilterText, WordsWithAColonFilterAndTheRestIsSearched) {
  const SagaFilter filter = ui::with_text({}, QStringLiteral("step:StockConfirmation older:5m  O-4812933"));
  EXPECT_EQ(filter.step, "StockConfirmation");
  EXPECT_EQ(filter.older_than, 5min);
  EXPECT_EQ(filter.search, "O-4812933");
  EXPECT_EQ(ui::with_text({}, ui::text_of(filter)), filter) << "the field shows what is filtered";
}

TEST(FilterText, AWordThatIsNotUnderstoodIsSearchedFor) {
  EXPECT_EQ(ui::with_text({}, QStringLiteral("older:soon step:")).search, "older:soon step:");
}

TEST(FilterText, AGroupIsAStatusAStepAndAnErrorInQuotes) {
  const SagaFilter filter = ui::with_text(
      {},
      QStringLiteral(R"(status:stuck,needs-attention step:StockConfirmation error:"no \"reply\" within … s" O-48)"));
  EXPECT_EQ(filter.conditions, (std::vector{Condition::Stuck, Condition::NeedsAttention}));
  EXPECT_EQ(filter.step, "StockConfirmation");
  EXPECT_EQ(filter.error, R"(no "reply" within … s)");
  EXPECT_EQ(filter.search, "O-48");
  EXPECT_EQ(ui::with_text({}, ui::link_text_of(filter)), filter) << "a link holds all of it";
  EXPECT_EQ(ui::with_text({}, QStringLiteral("error:\"\"")).error, "") << "without a reason";
  EXPECT_EQ(ui::with_text({}, QStringLiteral("a 5\" pipe status:odd")).search, "a 5\" pipe status:odd");
}

TEST(FilterText, NamesThePartThatCanBeDropped) {
  SagaFilter filter;
  filter.conditions = {Condition::Stuck};
  filter.search = "812";
  const auto parts = ui::parts_of(filter);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].name, QStringLiteral("812"));
  EXPECT_EQ(parts[0].without.conditions, filter.conditions);
  EXPECT_TRUE(parts[0].without.search.empty());
}

TEST(FilterMatch, FollowsTheReadersRule) {
  FakeAttachment system;
  fill_sample(system, 20);
  const Saga& stuck = system.details.at(kStuckId).saga;
  SagaFilter filter;
  EXPECT_TRUE(ui::matches(filter, stuck, sample_now()));
  filter.conditions = {Condition::Running};
  EXPECT_FALSE(ui::matches(filter, stuck, sample_now()));
  filter.conditions = {Condition::Stuck};
  filter.search = "0195a1c3-52f0";
  EXPECT_TRUE(ui::matches(filter, stuck, sample_now()));
  filter.search = "reservation expired";
  EXPECT_TRUE(ui::matches(filter, stuck, sample_now()));
  filter.older_than = 60s;
  EXPECT_FALSE(ui::matches(filter, stuck, sample_now()));
}

TEST(FilterMatch, FindsTheSagasOfAGroup) {
  Saga saga;
  saga.status = SagaStatus::Running;
  saga.progress_at = sample_now();
  saga.parked_reason = "StockConfirmation: no reply within 2 s, 3 attempts";
  SagaFilter group;
  group.error = "StockConfirmation: no reply within … s, … attempts";
  SagaFilter without_reason;
  without_reason.error = "";
  EXPECT_TRUE(ui::matches(group, saga, sample_now()));
  EXPECT_FALSE(ui::matches(without_reason, saga, sample_now()));
  saga.status = SagaStatus::Completed;
  EXPECT_FALSE(ui::matches(group, saga, sample_now())) << "it is out of trouble";
  saga.status = SagaStatus::Failed;
  saga.open_effects = 1;
  EXPECT_TRUE(ui::matches(group, saga, sample_now()));
  saga.parked_reason.reset();
  EXPECT_FALSE(ui::matches(group, saga, sample_now()));
  EXPECT_TRUE(ui::matches(without_reason, saga, sample_now()));
}

TEST(FilterMatch, FoldsErrorsAsSqlDoes) {
  for (const auto& [error, heading] : kErrorCases) EXPECT_EQ(ui::normalised_error(error), heading) << error;
}

}  // namespace
}  // namespace saga::test
