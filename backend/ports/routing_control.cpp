// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ports/routing_control.h"

#include <algorithm>

namespace saga {

RoutingState routing_state_of(const std::vector<Toggle>& toggles) {
  RoutingState state;
  for (const Toggle& toggle : toggles) {
    if (toggle.name == kEventDrivenToggle) state.enabled = enabled_from(toggle.value);
    if (toggle.name == kCanaryToggle) state.canary_percent = canary_percent_from(toggle.value);
    if (toggle.name == kRollbackToggle) state.rollback = rollback_from(toggle.value);
    state.version = std::max(state.version, toggle.version);
  }
  return state;
}

const Toggle* find_toggle(const std::vector<Toggle>& toggles, std::string_view name) {
  const auto found = std::ranges::find(toggles, name, &Toggle::name);
  return found == toggles.end() ? nullptr : &*found;
}

}  // namespace saga
