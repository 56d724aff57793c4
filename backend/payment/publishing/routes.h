// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace saga::payment {

// Who hears of an event for the outside.
struct ExternalRoute {
  std::string_view event_type;
  std::string_view topic;      // its dead letters are listed in dead-letter:<topic>
  std::string_view aggregate;  // whose events arrive in their order: aggregate/<value of id_field>
  std::string_view id_field;   // of the event's data
  std::array<std::string_view, 3> targets;

  [[nodiscard]] constexpr std::size_t target_count() const {
    std::size_t count = 0;
    while (count < targets.size() && !targets[count].empty()) ++count;
    return count;
  }
};

inline constexpr std::array<ExternalRoute, 5> kExternalRoutes{{
    {"PaymentCompleted", "payment.completed", "payment", "paymentId", {"analytics", "warehouse", "crm"}},
    {"OrderCompleted", "order.completed", "order", "orderId", {"analytics", "inventory", "recommendation"}},
    {"OrderCreated", "order.created", "order", "orderId", {"analytics"}},
    {"ProductPurchased", "product.purchased", "order", "orderId", {"analytics", "recommendation"}},
    {"UserActivity", "user.activity", "user", "userId", {"crm"}},
}};

inline constexpr std::array<std::string_view, 5> kExternalTargets{"analytics", "warehouse", "crm", "inventory",
                                                                  "recommendation"};

[[nodiscard]] constexpr const ExternalRoute* route_of(std::string_view event_type) {
  for (const ExternalRoute& route : kExternalRoutes) {
    if (route.event_type == event_type) return &route;
  }
  return nullptr;
}

}  // namespace saga::payment
