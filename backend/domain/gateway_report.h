// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "backend/domain/time.h"

namespace saga {

// What a gateway says about itself, once a second and at each change. It says it twice, in PostgreSQL and in Redis,
// so that an operator sees what it does while one of them is down.
struct GatewayReport {
  std::string instance;
  std::int64_t version = 0;  // of the toggles it has applied
  bool rollback = false;     // it sends every new payment to the legacy route because of the rollback
  bool unreadable = false;   // it cannot read the toggles, and so sends every payment to the legacy route
  std::int64_t legacy = 0;   // payments it has sent each way since it started
  std::int64_t event_driven = 0;
  TimePoint applied_at = {};    // when it applied what it has applied
  TimePoint heartbeat_at = {};  // by its own clock in Redis, by the server's in PostgreSQL
  friend bool operator==(const GatewayReport&, const GatewayReport&) = default;
};

// One that has said nothing for longer does not count as running. It may be stopped or cut off: the check in the
// transaction that starts sagas is what keeps it from harm.
inline constexpr std::chrono::seconds kGatewayIsGone{10};

[[nodiscard]] inline bool is_live(const GatewayReport& report, TimePoint now) {
  return now - report.heartbeat_at < kGatewayIsGone;
}

}  // namespace saga
