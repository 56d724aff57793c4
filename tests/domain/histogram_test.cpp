// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/histogram.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace saga::test {
namespace {

TEST(HistogramClasses, FollowEachOtherWithoutGapOrOverlap) {
  for (int value_class = 1; value_class < Histogram::kClasses; ++value_class) {
    const auto below = Histogram::upper(value_class - 1);
    const auto upper = Histogram::upper(value_class);
    ASSERT_LT(below, upper) << value_class;
    EXPECT_EQ(Histogram::class_of(below + 1), value_class);
    EXPECT_EQ(Histogram::class_of(upper), value_class);
    EXPECT_GT(Histogram::middle(value_class), below);
    EXPECT_LE(Histogram::middle(value_class), upper);
  }
  EXPECT_EQ(Histogram::upper(Histogram::kClasses - 1), Histogram::kHighest);
  EXPECT_EQ(Histogram::class_of(Histogram::kHighest + 1), Histogram::kClasses - 1);
  EXPECT_EQ(Histogram::class_of(-5), 0);
}

TEST(HistogramClasses, TheTargetsAreBoundsBetweenThem) {
  for (const std::int64_t bound : {20'000, 80'000, 1'000'000, 2'000'000, 300'000'000}) {
    EXPECT_EQ(Histogram::upper(Histogram::class_of(bound)), bound);
  }
}

TEST(HistogramClasses, AreOffByAtMostTheStatedError) {
  for (std::int64_t value = 1; value < 20'000'000; value += 1 + value / 997) {
    const auto middle = Histogram::middle(Histogram::class_of(value));
    ASSERT_LE(std::abs(static_cast<double>(middle - value)), Histogram::kRelativeError * static_cast<double>(value))
        << value << " counts as " << middle;
  }
}

// Against the values themselves, over what durations look like: many small ones, a long tail.
TEST(HistogramPercentile, IsWithinTheStatedErrorOfTheTruth) {
  std::mt19937_64 random(7);
  std::lognormal_distribution<double> durations(std::log(15'000), 1.1);
  Histogram histogram;
  std::vector<std::int64_t> values;
  for (int i = 0; i < 20'000; ++i) {
    values.push_back(static_cast<std::int64_t>(durations(random)));
    histogram.add(values.back());
  }
  std::ranges::sort(values);
  for (const double p : {0.0, 0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0}) {
    const auto rank = static_cast<std::size_t>(std::max(1.0, std::ceil(p * 20'000)));
    const auto truth = static_cast<double>(values[rank - 1]);
    const auto found = histogram.percentile(p);
    ASSERT_TRUE(found);
    EXPECT_LE(std::abs(static_cast<double>(*found) - truth), Histogram::kRelativeError * truth) << p;
  }
}

TEST(HistogramPercentile, OfNothingIsNothing) {
  EXPECT_FALSE(Histogram().percentile(0.5));
  EXPECT_EQ(Histogram().at_most(100), 0);
}

// Three processes: two with few, one with many. The mean of their 99th percentiles would be 4,030 ms, and wrong.
TEST(HistogramMerge, AsksTheWholeAndDoesNotAverageParts) {
  Histogram quick, slow, other;
  quick.add(10'000, 990);
  slow.add(6'000'000, 10);
  other.add(6'000'000, 1);
  Histogram all;
  for (const Histogram& part : {quick, slow, other}) all.merge(part);
  EXPECT_EQ(all.count(), 1'001);
  EXPECT_EQ(all.sum(), 990 * 10'000 + 11 * 6'000'000LL);
  EXPECT_EQ(all.percentile(0.5), Histogram::middle(Histogram::class_of(10'000)));
  EXPECT_EQ(all.percentile(0.98), Histogram::middle(Histogram::class_of(10'000)));
  EXPECT_EQ(all.percentile(0.99), Histogram::middle(Histogram::class_of(6'000'000)));
  EXPECT_EQ(all.at_most(10'000), 990);
  EXPECT_EQ(all.at_most(9'000), 0);
}

TEST(HistogramSince, IsWhatCameAfter) {
  Histogram before;
  before.add(7);
  before.add(150, 3);
  Histogram now = before;
  now.add(150);
  now.add(2'000'000);
  Histogram more;
  more.add(150);
  more.add(2'000'000);
  EXPECT_EQ(now.since(before), more);
  EXPECT_TRUE(now.since(now).empty());
}

TEST(HistogramEncoding, ComesBackAsItWas) {
  Histogram histogram;
  for (const std::int64_t value : {0, 1, 100, 101, 110, 111, 999, 2'000'000, 2'000'001})
    histogram.add(value, value % 3 + 1);
  const auto again = Histogram::decode(histogram.encode());
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, histogram);
  EXPECT_EQ(Histogram::decode({})->count(), 0);
}

TEST(HistogramEncoding, WhatCannotBeOneIsRefused) {
  for (const Histogram::Encoded& wrong : {Histogram::Encoded{{1, 2}, {1}, 0}, Histogram::Encoded{{2, 1}, {1, 1}, 0},
                                          Histogram::Encoded{{1, 1}, {1, 1}, 0}, Histogram::Encoded{{-1}, {1}, 0},
                                          Histogram::Encoded{{Histogram::kClasses}, {1}, 0},
                                          Histogram::Encoded{{5}, {0}, 0}, Histogram::Encoded{{5}, {-2}, 0}}) {
    EXPECT_FALSE(Histogram::decode(wrong));
  }
}

}  // namespace
}  // namespace saga::test
