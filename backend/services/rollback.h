// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/ports/rollback_switch.h"
#include "backend/ports/routing_control.h"

namespace saga {

// An engagement that PostgreSQL could not be told of: kept on this machine until it can.
struct PendingRollback {
  TimePoint engaged_at = {};
  std::string reason;
  friend bool operator==(const PendingRollback&, const PendingRollback&) = default;
};

// Both paths of the emergency rollback, and how to come by them. The switch is null where the system has no Redis.
struct RollbackWorld {
  std::function<Result<RoutingControl*>()> control;
  RollbackSwitch* second_path = nullptr;
  std::function<Result<void>(const PendingRollback&)> keep;  // returns when it is on the disk
  std::function<Result<std::vector<PendingRollback>>()> kept;
  std::function<Result<void>(std::size_t)> forget;  // the first so many
  const Clock& clock;
};

// What came of engaging or releasing, on each path.
struct RollbackReport {
  ToggleOutcome in_postgres;
  std::optional<Error> second_path_error = {};  // it could not be written
  bool second_path_written = false;
  bool kept = false;  // PostgreSQL is down: its journal entry waits on this machine
  std::vector<std::string> warnings = {};

  // In force by at least one path. Gateways obey either.
  [[nodiscard]] bool engaged() const;
};

// The second path first, since it is the quicker one and works while PostgreSQL is down.
[[nodiscard]] RollbackReport engage_rollback(const RollbackWorld& world, const std::string& reason);

// PostgreSQL first: as long as it says engaged, or cannot be asked, the second path stays as it is.
[[nodiscard]] RollbackReport release_rollback(const RollbackWorld& world, std::optional<std::int64_t> expected_version,
                                              const std::string& reason);

// Tells PostgreSQL of the engagements that were kept. While the second path still says engaged, it is engaged there,
// too; one that was taken back meanwhile is journalled only. How many were told.
[[nodiscard]] Result<std::size_t> tell_kept(const RollbackWorld& world);

struct SilentGateway {
  GatewayReport report;              // the last that was heard of it
  std::chrono::microseconds age{0};  // of that, when it was looked at
};

// Which gateways run, from both places: the newest of what each has said. `trouble` is why a place said nothing.
struct SeenGateways {
  std::vector<GatewayReport> live;    // in the order of their names
  std::vector<SilentGateway> silent;  // heard of within the last hour, but not lately
  std::vector<Error> trouble = {};
};
[[nodiscard]] SeenGateways seen_gateways(const RollbackWorld& world);

// What one place said, and what the time was then by the clock of those times.
struct ReportedGateways {
  std::vector<GatewayReport> reports;
  TimePoint now = {};
};
// The newest of what each has said, wherever it said it.
[[nodiscard]] SeenGateways merge_reports(const std::vector<ReportedGateways>& places);

// Who still ran so long ago, and has gone silent without confirming: it may be back at any moment, and then it does not
// know. One that ends in good order takes its report away and is not waited for.
[[nodiscard]] std::vector<std::string> lost_since(const SeenGateways& seen, std::chrono::microseconds ago,
                                                  const std::function<bool(const GatewayReport&)>& has_confirmed);

// Asks until every gateway that runs, or ran at `since`, has confirmed, or patience ends; the names of those that have
// not. Nothing if no place could be asked. `since` is when that which they confirm was begun.
struct Confirmation {
  std::vector<std::string> confirmed, stragglers;
  std::chrono::milliseconds took{0};
  std::vector<Error> trouble = {};
};
[[nodiscard]] Confirmation await_gateways(const RollbackWorld& world,
                                          const std::function<bool(const GatewayReport&)>& has_confirmed,
                                          const std::function<void(std::chrono::milliseconds)>& sleep,
                                          std::chrono::milliseconds patience, MonoTime since);

// What an engagement would have taken now.
struct DrillReport {
  ToggleOutcome in_postgres;
  std::optional<Error> second_path_error = {};
  bool second_path_written = false;
  Confirmation confirmation = {};   // that the gateways have the drill's version; `took` from the first gesture on
  [[nodiscard]] bool safe() const;  // every gateway that ran when it began would be on the legacy path
};

// What a drill writes, without the waiting.
[[nodiscard]] DrillReport request_drill(const RollbackWorld& world, const std::string& reason);

// As engage_rollback(), and then waits for the gateways; nothing is switched. One that is not confirmed within
// `patience` is a straggler.
[[nodiscard]] DrillReport drill_rollback(const RollbackWorld& world, const std::string& reason,
                                         const std::function<void(std::chrono::milliseconds)>& sleep,
                                         std::chrono::milliseconds patience);

}  // namespace saga
