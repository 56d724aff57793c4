// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/sagactl/json.h"
#include "backend/services/rollback.h"

namespace saga::ctl {

[[nodiscard]] Json to_json(const Toggle& toggle);
[[nodiscard]] Json to_json(const GatewayReport& gateway);
[[nodiscard]] Json to_json(const RouteStatistics& route);
[[nodiscard]] Json to_json(const Confirmation& confirmation);

// The outcome of a change with its exit status.
struct Told {
  std::string_view outcome;  // applied, refused, conflict, unverified, failed
  int status;
};
[[nodiscard]] Told told(const ToggleOutcome& outcome);
// What there is to say about it: the reason of a refusal, the error, or what changed.
[[nodiscard]] std::string detail_of(const ToggleOutcome& outcome);
[[nodiscard]] std::string advice_of(const ToggleOutcome& outcome);

}  // namespace saga::ctl
