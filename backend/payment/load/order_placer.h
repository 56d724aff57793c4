// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "backend/payment/load/order_plan.h"

namespace saga::payment {

// Places orders as the shop does: what is ordered is reserved, then the order exists. Few statements for many
// orders, each safe to repeat after an error, also after one in doubt.
class OrderPlacer {
 public:
  explicit OrderPlacer(ShopSessions& sessions) : sessions_(sessions) {}
  [[nodiscard]] Result<void> pay_in(const std::vector<Deposit>& deposits);
  // Gives every order its id, and its new coupon one.
  [[nodiscard]] Result<void> number(std::span<PlannedOrder> orders);
  [[nodiscard]] Result<void> place(std::span<const PlannedOrder> orders);

 private:
  [[nodiscard]] Result<void> reserve(std::span<const PlannedOrder> orders);
  [[nodiscard]] Result<void> write_orders(std::span<const PlannedOrder> orders);

  ShopSessions& sessions_;
};

}  // namespace saga::payment
