// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/domain/gateway_report.h"
#include "backend/domain/routing.h"
#include "backend/outcome/action_outcome.h"
#include "backend/outcome/error.h"

namespace saga {

struct Toggle {
  std::string name;
  std::string value;
  std::int64_t version = 0;  // one sequence for all toggles: the newest change has the highest
  std::string updated_by;
  std::string reason;
  TimePoint updated_at = {};
  friend bool operator==(const Toggle&, const Toggle&) = default;
};

struct GatewayReports {
  std::vector<GatewayReport> gateways;
  TimePoint server_now = {};  // their heartbeats are measured against this clock
};

// A route over its payments of the last quarter of an hour. Latencies in milliseconds, none without an end.
struct RouteStatistics {
  std::string route;
  std::int64_t payments = 0;
  std::int64_t completed = 0;
  std::int64_t failed = 0;
  std::int64_t unfinished = 0;
  std::optional<double> p50_ms = {}, p95_ms = {}, p99_ms = {};
  friend bool operator==(const RouteStatistics&, const RouteStatistics&) = default;
};

// A toggle as somebody wants it, who has seen it at this version. The reason must not be empty.
struct ToggleRequest {
  std::string name;
  std::string value;
  std::int64_t expected_version = 0;
  std::string reason;
  friend bool operator==(const ToggleRequest&, const ToggleRequest&) = default;
};

// What came of a change. It is in force when it is applied; that a gateway obeys is seen in its report.
struct ToggleOutcome {
  ActionOutcome outcome;     // never Applied with a command id; the versions are those of the toggle
  std::string value = {};    // now
  std::int64_t version = 0;  // now
  std::string detail = {};   // "it was false"
};

// The state of these toggles, as a decision takes it. What is missing is its careful default.
[[nodiscard]] RoutingState routing_state_of(const std::vector<Toggle>& toggles);
// nullptr if there is none of that name.
[[nodiscard]] const Toggle* find_toggle(const std::vector<Toggle>& toggles, std::string_view name);

// Reads and changes the toggles, through the contract's SECURITY DEFINER functions and its journal. One thread.
class RoutingControl {
 public:
  virtual ~RoutingControl() = default;
  virtual Result<std::vector<Toggle>> toggles() = 0;
  virtual Result<GatewayReports> gateways() = 0;
  virtual Result<std::vector<RouteStatistics>> statistics() = 0;

  // `reason` must not be empty. A Conflict if the toggle is not at the expected version any more.
  virtual ToggleOutcome set(const std::string& name, const std::string& value, std::int64_t expected_version,
                            const std::string& reason) = 0;
  virtual ToggleOutcome engage_rollback(const std::string& reason) = 0;
  // All that engaging takes, without switching anything: the version is a new one. Refused while it is engaged.
  virtual ToggleOutcome drill_rollback(const std::string& reason) = 0;
  virtual ToggleOutcome release_rollback(std::int64_t expected_version, const std::string& reason) = 0;
  // Journals an engagement by the second path, which this one could not be told of then.
  virtual ToggleOutcome note_rollback(TimePoint engaged_at, const std::string& reason) = 0;
};

}  // namespace saga
