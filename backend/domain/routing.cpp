// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/routing.h"

#include <charconv>

namespace saga {
namespace {

constexpr int kGroups = 100;

// 0 to 99, for a negative id as well.
int group_of(std::int64_t user_id) {
  const auto rest = static_cast<int>(user_id % kGroups);
  return rest < 0 ? rest + kGroups : rest;
}

}  // namespace

RoutingDecision decide(const RoutingState& state, std::int64_t user_id, bool vip) {
  if (state.rollback) return {Route::Legacy, RouteReason::EmergencyRollback};
  if (state.unreadable) return {Route::Legacy, RouteReason::TogglesUnreadable};
  if (!state.enabled) return {Route::Legacy, RouteReason::EventDrivenOff};
  if (group_of(user_id) == 0) return {Route::EventDriven, RouteReason::FirstUsers};
  if (vip) return {Route::Legacy, RouteReason::VipUser};
  if (group_of(user_id) < state.canary_percent) return {Route::EventDriven, RouteReason::InCanary};
  return {Route::Legacy, RouteReason::OutsideCanary};
}

bool vip_matters(const RoutingState& state, std::int64_t user_id) {
  return decide(state, user_id, true) != decide(state, user_id, false);
}

bool closed(const RoutingState& state) { return state.rollback || state.unreadable || !state.enabled; }

std::string explain(const RoutingDecision& decision, const RoutingState& state, std::int64_t user_id) {
  const std::string group = std::to_string(group_of(user_id));
  const std::string percent = std::to_string(state.canary_percent);
  switch (decision.reason) {
    case RouteReason::EmergencyRollback: return "the emergency rollback is engaged";
    case RouteReason::TogglesUnreadable: return "the toggles could not be read";
    case RouteReason::EventDrivenOff: return "the event-driven route is off";
    case RouteReason::FirstUsers: return "first users, id % 100 = 0";
    case RouteReason::VipUser: return "VIP user";
    case RouteReason::InCanary: return "canary, " + group + " < " + percent;
    case RouteReason::OutsideCanary: return "outside the canary, " + group + " >= " + percent;
  }
  return "";
}

std::string_view to_text(Route route) { return route == Route::EventDriven ? "EVENT_DRIVEN" : "LEGACY"; }

std::string_view to_text(RouteReason reason) {
  switch (reason) {
    case RouteReason::EmergencyRollback: return "EMERGENCY_ROLLBACK";
    case RouteReason::TogglesUnreadable: return "TOGGLES_UNREADABLE";
    case RouteReason::EventDrivenOff: return "EVENT_DRIVEN_OFF";
    case RouteReason::FirstUsers: return "FIRST_USERS";
    case RouteReason::VipUser: return "VIP_USER";
    case RouteReason::InCanary: return "IN_CANARY";
    case RouteReason::OutsideCanary: return "OUTSIDE_CANARY";
  }
  return "";
}

bool enabled_from(std::string_view value) { return value == "true"; }

int canary_percent_from(std::string_view value) {
  int percent = 0;
  const char* end = value.data() + value.size();
  const auto [last, error] = std::from_chars(value.data(), end, percent);
  return error == std::errc{} && last == end && percent >= 0 && percent <= kGroups ? percent : 0;
}

bool rollback_from(std::string_view value) { return !value.empty() && value != "false"; }

}  // namespace saga
