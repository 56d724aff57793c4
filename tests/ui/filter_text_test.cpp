// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/filter_text.h"

#include <gtest/gtest.h>

#include "tests/ui/sample.h"
#include "ui/sagas/filter_match.h"

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

}  // namespace
}  // namespace saga::test
