// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/filter_text.h"

#include <gtest/gtest.h>

#include "tests/support/filter_match.h"
#include "tests/ui/sample.h"

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

TEST(FilterText, EveryWordComesBackAsItWas) {
  for (const char* line : {"step:StockConfirmation", "type:RefundSaga", "error:\"no reply within … s\"", "error:\"\"",
                           "user:812", "order:O-1", "route:event-driven", "amount:1000..5000KRW", "amount:10.50..USD",
                           "amount:..0.99EUR", "amount:..KRW", "older:300s", "younger:60s", "from:2026-11-20T10:00:00Z",
                           "to:2026-11-20T10:00:00.250Z", "status:stuck,needs-attention"}) {
    const SagaFilter filter = ui::with_text({}, QString::fromUtf8(line));
    EXPECT_EQ(filter.search, "") << line;
    EXPECT_EQ(ui::link_text_of(filter).toStdString(), line);
    EXPECT_EQ(ui::parts_of(filter).size(), 1U) << line;
    EXPECT_EQ(ui::parts_of(filter)[0].without, SagaFilter{}) << line;
  }
}

TEST(FilterText, WordsMeanWhatTheySay) {
  const SagaFilter filter = ui::with_text(
      {}, QStringLiteral("amount:10.5..20USD route:LEGACY from:2026-11-20T10:00:00+09:00 status:failed status:stuck"));
  EXPECT_EQ(filter.amount, (AmountRange{"USD", 1050, 2000}));
  EXPECT_EQ(filter.route, "LEGACY");
  EXPECT_EQ(filter.from, TimePoint(std::chrono::seconds(1'763'600'400 + 365 * 86'400)));
  EXPECT_EQ(filter.conditions, (std::vector{Condition::Failed, Condition::Stuck}));
  EXPECT_TRUE(ui::with_text({}, QStringLiteral("from:2026-11-20")).from) << "midnight here";
}

TEST(FilterText, WhatIsNoValueIsSearchedFor) {
  for (const char* word : {"amount:5", "amount:1..2", "amount:0.001..USD", "amount:5.5..KRW", "from:yesterday",
                           "status:happy", "older:", "nobody:else"}) {
    EXPECT_EQ(ui::with_text({}, QString::fromLatin1(word)).search, word);
  }
}

TEST(FilterText, QuotationMarksHoldWordsTogether) {
  EXPECT_EQ(ui::with_text({}, QStringLiteral("error:\"say \\\"no\\\" twice\" x")).error, "say \"no\" twice");
  SagaFilter odd;
  odd.error = "a \"b c";
  odd.search = "\"";
  EXPECT_EQ(ui::with_text({}, ui::text_of(odd)), odd);
}

TEST(FilterMatch, FollowsTheReadersRule) {
  FakeAttachment system;
  fill_sample(system, 20);
  const Saga& stuck = system.details.at(kStuckId).saga;
  SagaFilter filter;
  EXPECT_TRUE(matches(filter, stuck, sample_now()));
  filter.conditions = {Condition::Running};
  EXPECT_FALSE(matches(filter, stuck, sample_now()));
  filter.conditions = {Condition::Stuck};
  filter.search = "0195a1c3-52f0";
  EXPECT_TRUE(matches(filter, stuck, sample_now()));
  filter.search = "reservation expired";
  EXPECT_TRUE(matches(filter, stuck, sample_now()));
  filter.older_than = 60s;
  EXPECT_FALSE(matches(filter, stuck, sample_now()));
}

}  // namespace
}  // namespace saga::test
