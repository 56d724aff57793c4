// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <gtest/gtest.h>

#include "backend/payment/load/order_plan.h"

namespace saga::payment {
namespace {

World small_world() {
  World world;
  for (int u = 1; u <= 20; ++u) world.buyers.push_back({1000 + u, u % 5 == 0 ? "USD" : "KRW", 100'000});
  world.poor = {{501, "KRW", 500}};
  for (int p = 1; p <= 10; ++p) world.products.push_back({p, 1000 * p, p > 8 ? "USD" : "KRW"});
  world.foreign_coupons = {{"CPN-THEIRS", 1001}};
  return world;
}

std::vector<PlannedOrder> plan(const LoadMix& mix, int count) {
  OrderPlanner planner(small_world(), mix, 7);
  std::vector<PlannedOrder> orders;
  for (int i = 0; i < count; ++i) orders.push_back(planner.next());
  return orders;
}

constexpr LoadMix kOrdinary{.insufficient = 0, .invalid = 0, .no_stock = 0, .coupon = 0, .hot = 0};

TEST(OrderPlan, AnOrdinaryOrderCostsWhatItsItemsCost) {
  for (const auto& order : plan(kOrdinary, 500)) {
    std::int64_t sum = 0;
    for (const auto& item : order.items) {
      sum += item.unit_price * item.quantity;
      EXPECT_EQ(order.currency == "USD", item.product_id > 8) << "priced in another currency";
    }
    EXPECT_EQ(order.amount, sum);
    EXPECT_GT(order.amount, 0);
    EXPECT_FALSE(order.coupon_id);
    EXPECT_TRUE(order.reserve);
    EXPECT_NE(order.user_id, 501);
  }
}

TEST(OrderPlan, EveryShareOfAHundredIsEveryOrder) {
  auto mix = kOrdinary;
  mix.insufficient = 100;
  for (const auto& order : plan(mix, 50)) EXPECT_GT(order.amount, 500);
  mix = kOrdinary;
  mix.invalid = 100;
  for (const auto& order : plan(mix, 50)) {
    EXPECT_EQ(order.coupon_id, "CPN-THEIRS");
    EXPECT_EQ(order.user_id, 1001);
    EXPECT_FALSE(order.discount) << "it must not be issued again";
  }
  mix = kOrdinary;
  mix.no_stock = 100;
  for (const auto& order : plan(mix, 50)) EXPECT_FALSE(order.reserve);
  mix = kOrdinary;
  mix.hot = 100;
  for (const auto& order : plan(mix, 50)) EXPECT_TRUE(order.items.front().product_id == 1 || order.currency == "USD");
}

TEST(OrderPlan, ACouponTakesATenthOff) {
  auto mix = kOrdinary;
  mix.coupon = 100;
  for (const auto& order : plan(mix, 50)) {
    ASSERT_TRUE(order.discount);
    std::int64_t sum = 0;
    for (const auto& item : order.items) sum += item.unit_price * item.quantity;
    EXPECT_EQ(order.amount + *order.discount, sum);
    EXPECT_EQ(*order.discount, sum / 10);
  }
}

TEST(OrderPlan, SharesAreKeptOverMany) {
  auto mix = kOrdinary;
  mix.no_stock = 10;
  const auto orders = plan(mix, 5000);
  const auto without = std::ranges::count(orders, false, &PlannedOrder::reserve);
  EXPECT_NEAR(static_cast<double>(without), 500, 100);
}

TEST(OrderPlan, WhoRunsOutOfMoneyIsGivenSome) {
  OrderPlanner planner(small_world(), kOrdinary, 7);
  std::map<std::pair<std::int64_t, std::string>, std::int64_t> money;
  for (const auto& buyer : small_world().buyers) money[{buyer.user_id, buyer.currency}] = buyer.money;
  int deposits = 0;
  for (int i = 0; i < 2000; ++i) {
    const auto order = planner.next();
    for (const auto& deposit : planner.take_deposits()) {
      money[{deposit.user_id, deposit.currency}] += deposit.amount;
      ++deposits;
    }
    auto& left = money[{order.user_id, order.currency}];
    left -= order.amount;
    ASSERT_GE(left, 0);
  }
  EXPECT_GT(deposits, 0);
}

TEST(OrderPlan, TheSameSeedPlansTheSame) {
  const auto one = plan(LoadMix{}, 100);
  const auto two = plan(LoadMix{}, 100);
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].user_id, two[i].user_id);
    EXPECT_EQ(one[i].amount, two[i].amount);
  }
}

}  // namespace
}  // namespace saga::payment
