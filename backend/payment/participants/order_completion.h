// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "backend/payment/participants/follower.h"
#include "backend/payment/participants/work.h"

namespace saga::payment {

// Of schema orders; DomainEvents::statement("orders") is needed beside them.
[[nodiscard]] std::span<const Statement> completion_statements();

// Paid orders are COMPLETED, unless they are no longer VALIDATED, and the world learns of the purchase: OrderCompleted,
// a ProductPurchased for each item, UserActivity. Only here is a purchase final. `work` is on the database of orders.
[[nodiscard]] Result<void> complete_orders(Work& work, std::span<const Followed> paid);

}  // namespace saga::payment
