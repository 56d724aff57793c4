// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backend/domain/gateway_report.h"
#include "backend/domain/route_figures.h"
#include "backend/ports/routing_control.h"

namespace saga {

// A toggle as it was set, and what it was before; "": not known.
struct ToggleChange {
  Toggle toggle;
  std::string value_before = {};
  friend bool operator==(const ToggleChange&, const ToggleChange&) = default;
};

// The sagas that are in flight or wait for a person.
struct SagasInFlight {
  std::int64_t running = 0;  // neither of these two is stuck
  std::int64_t compensating = 0;
  std::int64_t stuck = 0;
  std::int64_t needs_attention = 0;
  bool capped = false;  // there are more than were looked at
  [[nodiscard]] std::int64_t moving() const { return running + compensating; }
  [[nodiscard]] std::int64_t waiting() const { return stuck + needs_attention; }
  [[nodiscard]] std::int64_t all() const { return moving() + waiting(); }
  friend bool operator==(const SagasInFlight&, const SagasInFlight&) = default;
};

// Which way payments take, and what comes of it.
struct RoutingSnapshot {
  std::vector<Toggle> toggles;
  std::vector<ToggleChange> history;    // newest first, at most kToggleChanges
  std::vector<GatewayReport> gateways;  // by name; their times are the server's
  std::vector<RouteSlot> flow;          // without gaps, the oldest first; the last one is not over yet
  SagasInFlight in_flight;
  TimePoint server_now = {};
  friend bool operator==(const RoutingSnapshot&, const RoutingSnapshot&) = default;
};

inline constexpr int kToggleChanges = 100;
// How far back the flow reaches. While the rollback is engaged it reaches as far back from its beginning, too, so that
// what was before it can be compared; but not further than kLongestRouteFlow.
inline constexpr std::chrono::minutes kRouteFlow{15};
inline constexpr std::chrono::minutes kLongestRouteFlow{60};

// Cheap enough to be asked every second or two beside any load; the first answer over a new connection costs more than
// the others. One thread.
class RoutingReader {
 public:
  virtual ~RoutingReader() = default;
  virtual Result<RoutingSnapshot> routing() = 0;
};

}  // namespace saga
