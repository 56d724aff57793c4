// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace saga {

// The toggles that decide which way a payment takes, as the contract names them.
inline constexpr std::string_view kEventDrivenToggle = "payment.event-driven.enabled";  // true or false
inline constexpr std::string_view kCanaryToggle = "payment.canary.percent";             // 0 to 100
inline constexpr std::string_view kRollbackToggle = "payment.emergency.rollback";       // true or false

enum class Route { Legacy, EventDriven };

// All that a decision depends on, beside the user. The defaults are the careful ones.
struct RoutingState {
  bool rollback = false;     // engaged, whoever says so: PostgreSQL or Redis
  bool unreadable = false;   // the toggles could not be read for too long to be believed
  bool enabled = false;      // the event-driven route
  int canary_percent = 0;    // of the users
  std::int64_t version = 0;  // the newest of the toggles
  friend bool operator==(const RoutingState&, const RoutingState&) = default;
};

// Why a payment takes its route, in the order in which the reasons are tried.
enum class RouteReason {
  EmergencyRollback,
  TogglesUnreadable,
  EventDrivenOff,
  FirstUsers,  // every hundredth user goes first, so that a flip is seen at once, and always with the same people
  VipUser,     // stays where it is known to work
  InCanary,
  OutsideCanary,
};

struct RoutingDecision {
  Route route = Route::Legacy;
  RouteReason reason = RouteReason::EventDrivenOff;
  friend bool operator==(const RoutingDecision&, const RoutingDecision&) = default;
};

// Pure: the same for the gateway, the command line and the console.
[[nodiscard]] RoutingDecision decide(const RoutingState& state, std::int64_t user_id, bool vip);

// Whether it has to be known if the user is a VIP.
[[nodiscard]] bool vip_matters(const RoutingState& state, std::int64_t user_id);

// Every user is routed LEGACY.
[[nodiscard]] bool closed(const RoutingState& state);

// As a sentence without a full stop, with the numbers that were compared: "canary, 4 < 50".
[[nodiscard]] std::string explain(const RoutingDecision& decision, const RoutingState& state, std::int64_t user_id);

[[nodiscard]] std::string_view to_text(Route route);         // "LEGACY", as the database says it
[[nodiscard]] std::string_view to_text(RouteReason reason);  // "EMERGENCY_ROLLBACK"

// What a toggle's text means. A value that cannot be read is its careful default: not enabled, nobody in the canary,
// but a rollback that says anything else than "false" is engaged.
[[nodiscard]] bool enabled_from(std::string_view value);
[[nodiscard]] int canary_percent_from(std::string_view value);
[[nodiscard]] bool rollback_from(std::string_view value);

}  // namespace saga
