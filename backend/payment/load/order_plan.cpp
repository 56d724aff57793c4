// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/load/order_plan.h"

#include <algorithm>
#include <utility>

namespace saga::payment {
namespace {

constexpr std::int64_t kRich = 40'000'000;

}  // namespace

OrderPlanner::OrderPlanner(World world, const LoadMix& mix, std::uint64_t seed)
    : world_(std::move(world)), mix_(mix), random_(seed != 0 ? seed : std::random_device{}()) {
  for (const Product& product : world_.products) shelf_[product.currency].push_back(product);
  // Who has money of a currency in which nothing is sold buys nothing.
  std::erase_if(world_.buyers, [&](const Buyer& buyer) { return !shelf_.contains(buyer.currency); });
  std::erase_if(world_.poor, [&](const Buyer& buyer) { return !shelf_.contains(buyer.currency); });
}

bool OrderPlanner::chance(double percent) { return std::uniform_real_distribution(0.0, 100.0)(random_) < percent; }

std::size_t OrderPlanner::below(std::size_t size) {
  return std::uniform_int_distribution<std::size_t>(0, size - 1)(random_);
}

std::vector<PlannedItem> OrderPlanner::basket(const std::string& currency) {
  const auto& shelf = shelf_.at(currency);
  std::vector<PlannedItem> items;
  const int kinds = chance(25) ? 2 : 1;
  for (int i = 0; i < kinds; ++i) {
    const Product& product = i == 0 && chance(mix_.hot) ? shelf.front() : shelf[below(shelf.size())];
    if (std::ranges::find(items, product.product_id, &PlannedItem::product_id) != items.end()) continue;
    items.push_back({product.product_id, chance(20) ? 2 : 1, product.price});
  }
  return items;
}

void OrderPlanner::spend(Buyer& buyer, std::int64_t amount) {
  if (buyer.money < 2 * amount) {
    const std::int64_t deposit = std::max(kRich, 10 * amount);
    deposits_.push_back({buyer.user_id, buyer.currency, deposit});
    buyer.money += deposit;
  }
  buyer.money -= amount;
}

PlannedOrder OrderPlanner::next() {
  const bool poor = chance(mix_.insufficient) && !world_.poor.empty();
  Buyer& buyer = poor ? world_.poor[below(world_.poor.size())] : world_.buyers[below(world_.buyers.size())];
  PlannedOrder order{.user_id = buyer.user_id, .currency = buyer.currency, .items = basket(buyer.currency)};
  for (const PlannedItem& item : order.items) order.amount += item.unit_price * item.quantity;
  if (poor) {
    order.amount = std::max(order.amount, buyer.money + 1);
    return order;
  }
  spend(buyer, order.amount);
  if (chance(mix_.invalid) && !world_.foreign_coupons.empty()) {
    const ForeignCoupon& coupon = world_.foreign_coupons[below(world_.foreign_coupons.size())];
    order.user_id = coupon.user_id;
    order.coupon_id = coupon.coupon_id;
  } else if (chance(mix_.coupon)) {
    order.discount = order.amount / 10;
    order.amount -= *order.discount;
  } else if (chance(mix_.no_stock)) {
    order.reserve = false;
  }
  return order;
}

std::vector<Deposit> OrderPlanner::take_deposits() { return std::exchange(deposits_, {}); }

}  // namespace saga::payment
