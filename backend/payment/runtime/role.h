// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace saga::payment {

// What one process of payment-sagad can play. Each runs in threads of its own.
enum class Role {
  Gateway,
  Orchestrator,
  Orders,
  Balances,
  Products,
  Payments,
  Legacy,
  Publisher,
  Jobs,
  Projector,
  Janitor
};

inline constexpr std::array<Role, 11> kAllRoles{Role::Gateway,  Role::Orchestrator, Role::Orders, Role::Balances,
                                                Role::Products, Role::Payments,     Role::Legacy, Role::Publisher,
                                                Role::Jobs,     Role::Projector,    Role::Janitor};

// As on the command line and in the configuration. The four participants are named like their schema.
[[nodiscard]] constexpr std::string_view to_text(Role role) {
  switch (role) {
    case Role::Gateway: return "gateway";
    case Role::Orchestrator: return "orchestrator";
    case Role::Orders: return "orders";
    case Role::Balances: return "balances";
    case Role::Products: return "products";
    case Role::Payments: return "payments";
    case Role::Legacy: return "legacy";
    case Role::Publisher: return "publisher";
    case Role::Jobs: return "jobs";
    case Role::Projector: return "projector";
    case Role::Janitor: return "janitor";
  }
  return "";
}

[[nodiscard]] constexpr std::optional<Role> role_from(std::string_view text) {
  for (const Role role : kAllRoles) {
    if (to_text(role) == text) return role;
  }
  return std::nullopt;
}

}  // namespace saga::payment
