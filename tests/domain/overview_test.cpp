// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/overview.h"

#include <limits>

#include <gtest/gtest.h>

namespace saga {
namespace {

using namespace std::chrono_literals;

const TimePoint kNow = TimePoint(24h * 365 * 50);

TEST(Percentile, IsWithinAnEighthOfAnOctave) {
  EXPECT_EQ(percentile({}, 0.95), std::nullopt);
  const std::map<int, std::int64_t> all_at_one_second{{79, 1000}};  // 2^(79/8) = 939 ms to 1024 ms
  EXPECT_NEAR(static_cast<double>(percentile(all_at_one_second, 0.95)->count()), 1'000'000, 90'000);
  const std::map<int, std::int64_t> a_few_slow{{40, 96}, {100, 4}};
  EXPECT_LT(*percentile(a_few_slow, 0.95), 36ms);
  EXPECT_GT(*percentile(a_few_slow, 0.97), 5000ms);
  EXPECT_GT(*percentile(a_few_slow, 1.0), *percentile(a_few_slow, 0.99));
}

TEST(Overview, TheRateIsThatOfTheSlotThatIsNotOverAndTheOneBefore) {
  Overview overview;
  EXPECT_EQ(rate_now(overview), 0);
  overview.server_now = kNow + 5s;
  overview.flow = {{.from = kNow - 20s, .legacy = 9000},
                   {.from = kNow - 10s, .event_driven = 1000, .legacy = 200},
                   {.from = kNow, .event_driven = 300}};
  EXPECT_DOUBLE_EQ(rate_now(overview), 100);
}

TEST(Overview, AWindowHoldsTheSlotsThatReachIntoIt) {
  Overview overview;
  overview.server_now = kNow;
  overview.flow = {{.from = kNow - 70s, .legacy = 1, .completed = 1},
                   {.from = kNow - 65s, .event_driven = 3, .completed = 2, .compensated = 1},
                   {.from = kNow - 5s, .legacy = 1}};
  const Flow flow = flow_within(overview, 60s);
  EXPECT_EQ(flow.payments, 4);
  EXPECT_DOUBLE_EQ(flow.success.value(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(flow.event_driven.value(), 0.75);
  EXPECT_EQ(flow_within(Overview{}, 60s).success, std::nullopt) << "nothing has ended: nothing is known";
}

TEST(Overview, MoneyIsAddedByCurrencyAndNeverWrapsAround) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  std::vector<Money> sums;
  for (const Money& money : {Money{5, "USD"}, {kMost, "KRW"}, {7, "USD"}, {1, "KRW"}}) add_money(sums, money);
  EXPECT_EQ(sums, (std::vector<Money>{{kMost, "KRW"}, {12, "USD"}}));
}

TEST(Overview, ATroubleIsAsOldAsItsOldestGroup) {
  Overview overview;
  EXPECT_EQ(trouble_of(overview, Condition::Stuck).since, std::nullopt);
  overview.running = 2;
  overview.groups = {
      {.condition = Condition::NeedsAttention, .count = 6, .first_seen = kNow - 3h},
      {.condition = Condition::Stuck, .count = 3, .first_seen = kNow - 5min, .at_risk = {{10, "KRW"}}},
      {.condition = Condition::Stuck, .count = 4, .first_seen = kNow - 33min, .at_risk = {{1, "KRW"}, {2, "USD"}}}};
  const Trouble stuck = trouble_of(overview, Condition::Stuck);
  EXPECT_EQ(stuck.count, 7);
  EXPECT_EQ(stuck.since, kNow - 33min);
  EXPECT_EQ(stuck.at_risk, (std::vector<Money>{{11, "KRW"}, {2, "USD"}}));
  EXPECT_EQ(in_flight(overview), 9);
}

}  // namespace
}  // namespace saga
