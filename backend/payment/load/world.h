// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backend/payment/load/load_options.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {

// The sessions of the load: it writes where the shop would, not where the participants do.
struct ShopSessions {
  explicit ShopSessions(const Config& config);
  ReconnectingSession orders, balances, products;
};

struct Buyer {
  std::int64_t user_id = 0;
  std::string currency;
  std::int64_t money = 0;
};

struct Product {
  std::int64_t product_id = 0;
  std::int64_t price = 0;
  std::string currency;  // the category "global" is priced in USD, all others in KRW
};

// A coupon, and somebody who may not use it.
struct ForeignCoupon {
  std::string coupon_id;
  std::int64_t user_id = 0;
};

// Who can buy, and what.
struct World {
  std::vector<Buyer> buyers, poor;
  std::vector<Product> products;
  std::vector<ForeignCoupon> foreign_coupons;
};

inline constexpr std::int64_t kFirstUser = 1001;
inline constexpr std::int64_t kFirstPoorUser = 501;
inline constexpr std::int64_t kFirstVip = 401;
inline constexpr int kPoorUsers = 100;
inline constexpr int kVips = 50;
inline constexpr std::int64_t kPoorMoney = 500;

// Adds the users, balances, products, stock and coupons that are missing. Safe to repeat; what is there stays.
[[nodiscard]] Result<void> seed_world(ShopSessions& sessions, const LoadOptions& options);
[[nodiscard]] Result<World> read_world(ShopSessions& sessions);

}  // namespace saga::payment
