// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "backend/payment/load/load_options.h"
#include "backend/payment/load/world.h"

namespace saga::payment {

struct PlannedItem {
  std::int64_t product_id = 0;
  int quantity = 0;
  std::int64_t unit_price = 0;
};

struct PlannedOrder {
  std::string order_id = {};  // none yet: the shop numbers orders when it places them
  std::int64_t user_id = 0;
  std::int64_t amount = 0;  // after the discount
  std::string currency;
  std::vector<PlannedItem> items = {};
  std::optional<std::string> coupon_id = {};  // somebody else's; a new one is named after the order
  std::optional<std::int64_t> discount = {};  // given: a new coupon must be issued
  bool reserve = true;
};

struct Deposit {
  std::int64_t user_id = 0;
  std::string currency;
  std::int64_t amount = 0;
};

// Decides who buys what, by the mix. Users who run out of money are given some, so that it can go on for ever.
class OrderPlanner {
 public:
  OrderPlanner(World world, const LoadMix& mix, std::uint64_t seed);

  [[nodiscard]] PlannedOrder next();
  // What has to be paid in before the orders planned so far can be paid.
  [[nodiscard]] std::vector<Deposit> take_deposits();

 private:
  [[nodiscard]] bool chance(double percent);
  [[nodiscard]] std::size_t below(std::size_t size);
  [[nodiscard]] std::vector<PlannedItem> basket(const std::string& currency);
  void spend(Buyer& buyer, std::int64_t amount);

  World world_;
  LoadMix mix_;
  std::mt19937_64 random_;
  std::map<std::string, std::vector<Product>, std::less<>> shelf_;  // by currency
  std::vector<Deposit> deposits_;
};

}  // namespace saga::payment
