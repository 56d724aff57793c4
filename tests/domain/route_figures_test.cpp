// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/route_figures.h"

#include <gtest/gtest.h>

// The routes side by side, and the rule that judges the canary.
namespace saga {
namespace {

using namespace std::chrono_literals;

// `failed` of the payments did not complete; all took as long as the latency class says.
RouteCount route(std::int64_t ended, std::int64_t failed, int latency_class = 64) {
  return {.payments = ended, .completed = ended - failed, .compensated = failed, .latencies = {{latency_class, ended}}};
}

CanaryVerdict verdict(const RouteCount& event_driven, const RouteCount& legacy) {
  return judge_canary(event_driven, legacy).verdict;
}

TEST(CanaryVerdict, NeedsEnoughPaymentsOnBothRoutes) {
  EXPECT_EQ(verdict(route(499, 100), route(100'000, 0)), CanaryVerdict::TooFew);
  EXPECT_EQ(verdict(route(100'000, 0), route(499, 100)), CanaryVerdict::TooFew);
  EXPECT_EQ(verdict({}, {}), CanaryVerdict::TooFew);
  EXPECT_EQ(verdict(route(500, 0), route(500, 0)), CanaryVerdict::AsGood);
}

TEST(CanaryVerdict, OnlyPaymentsThatHaveEndedCount) {
  RouteCount waiting = route(400, 0);
  waiting.payments = 100'000;
  EXPECT_EQ(verdict(waiting, route(100'000, 0)), CanaryVerdict::TooFew);
}

TEST(CanaryVerdict, ADifferenceBeyondChanceMakesItWorse) {
  // 99.72 % of 148,220 against 99.96 % of 158,310: the day of the design's picture.
  const CanaryJudgement judged = judge_canary(route(148'220, 415), route(158'310, 63));
  EXPECT_EQ(judged.verdict, CanaryVerdict::Worse);
  EXPECT_NEAR(judged.difference, -0.0024, 0.0001);
  EXPECT_NEAR(judged.z, -16.9, 0.3);
}

TEST(CanaryVerdict, ADifferenceWithinChanceDoesNot) {
  EXPECT_EQ(verdict(route(1000, 12), route(1000, 8)), CanaryVerdict::AsGood);
  EXPECT_EQ(verdict(route(1000, 60), route(1000, 20)), CanaryVerdict::Worse);
}

TEST(CanaryVerdict, OneFailureAmongFewPaymentsIsNoVerdict) {
  // By the approximation alone this would be beyond chance; five failures are needed for it to hold.
  const CanaryJudgement judged = judge_canary(route(500, 2), route(150'000, 15));
  EXPECT_LT(judged.z, -canary_rule::kBeyondChance);
  EXPECT_EQ(judged.verdict, CanaryVerdict::AsGood);
  EXPECT_EQ(verdict(route(500, 5), route(150'000, 15)), CanaryVerdict::Worse);
}

TEST(CanaryVerdict, ADifferenceTooSmallToMatterIsNone) {
  const CanaryJudgement judged = judge_canary(route(10'000'000, 5000), route(10'000'000, 1000));
  EXPECT_LT(judged.z, -canary_rule::kBeyondChance);
  EXPECT_EQ(judged.verdict, CanaryVerdict::AsGood);
}

TEST(CanaryVerdict, ItIsSlowerByItsP95AndWorseCountsMore) {
  EXPECT_EQ(verdict(route(1000, 0, 67), route(1000, 0, 64)), CanaryVerdict::Slower) << "2^(3/8) = 1.30 times";
  EXPECT_EQ(verdict(route(1000, 0, 66), route(1000, 0, 64)), CanaryVerdict::AsGood) << "2^(2/8) = 1.19 times";
  EXPECT_EQ(verdict(route(1000, 60, 80), route(1000, 0, 64)), CanaryVerdict::Worse);
  EXPECT_NEAR(*judge_canary(route(1000, 0, 72), route(1000, 0, 64)).p95_ratio, 2, 0.01);
}

TEST(CanaryVerdict, ItIsBetterOnlyIfItIsNotSlower) {
  EXPECT_EQ(verdict(route(10'000, 10), route(10'000, 100)), CanaryVerdict::Better);
  EXPECT_EQ(verdict(route(10'000, 10, 80), route(10'000, 100)), CanaryVerdict::Slower);
}

TEST(CanaryVerdict, WithoutLatenciesThereIsStillOne) {
  RouteCount mine = route(1000, 60), other = route(1000, 0);
  mine.latencies.clear();
  EXPECT_EQ(verdict(mine, other), CanaryVerdict::Worse);
  EXPECT_FALSE(judge_canary(mine, other).p95_ratio);
}

TEST(RouteFigures, AreAddedUpWithinAPeriod) {
  const TimePoint begin = TimePoint(1000s);
  std::vector<RouteSlot> slots;
  for (int i = 0; i < 4; ++i) {
    slots.push_back({begin + i * kFlowSlot, route(10, 1), route(20, 0)});
    slots.back().event_driven.newest = begin + i * kFlowSlot + 3s;
  }
  const RouteCount middle = count_within(slots, Route::EventDriven, begin + kFlowSlot, begin + 3 * kFlowSlot);
  EXPECT_EQ(middle.payments, 20);
  EXPECT_EQ(middle.ended(), 20);
  EXPECT_EQ(middle.completed, 18);
  EXPECT_EQ(middle.newest, begin + 2 * kFlowSlot + 3s);
  EXPECT_EQ(middle.latencies, (std::map<int, std::int64_t>{{64, 20}}));
  EXPECT_EQ(count_within(slots, Route::Legacy, begin, begin + 10 * kFlowSlot).payments, 80);
  EXPECT_EQ(payments_a_second(slots), 3.0) << "of the last two that are over";
  EXPECT_EQ(payments_a_second({slots.front()}), std::nullopt);
  const auto flow = flow_of(slots, begin + kFlowSlot);
  ASSERT_EQ(flow.size(), 3U);
  EXPECT_EQ(flow.front().event_driven, 10);
  EXPECT_EQ(flow.front().legacy, 20);
}

}  // namespace
}  // namespace saga
