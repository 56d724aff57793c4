// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <sys/types.h>

#include <nlohmann/json.hpp>

#include "backend/postgres/routing_control.h"
#include "backend/redis/rollback_switch.h"
#include "backend/services/rollback.h"

namespace saga::bench {

// What an operator decides while payments run, until the gateways have confirmed it. They are asked every 50 ms, so
// that each time is up to as much too long. An Error if not all of them confirm.
class GatewayDrills {
 public:
  // `payments`: so many are to be on the event-driven route before each drill.
  GatewayDrills(std::shared_ptr<pg::Session> session, redis::Endpoint redis, int gateways, int payments);

  // {"count", "p50ms", …}: from the change of a toggle to the last gateway.
  [[nodiscard]] Result<nlohmann::ordered_json> flips(int count);
  // The same of the emergency rollback, and "startedAfterTheLastConfirmation": sagas, within a second each time.
  [[nodiscard]] Result<nlohmann::ordered_json> rollbacks(int count);
  // The names of those that have not confirmed within two seconds while this process is stopped.
  [[nodiscard]] Result<nlohmann::ordered_json> with_one_stopped(pid_t gateway);

 private:
  [[nodiscard]] RollbackWorld world();
  [[nodiscard]] Result<Confirmation> confirmed(const std::function<bool(const GatewayReport&)>& has, std::size_t by,
                                               std::chrono::milliseconds patience);
  [[nodiscard]] Result<void> engage();
  [[nodiscard]] Result<void> release();

  SystemClock clock_;
  std::shared_ptr<pg::Session> session_;
  pg::PgRoutingControl control_;
  redis::RedisRollbackSwitch switch_;
  std::size_t gateways_;
  int payments_;
};

}  // namespace saga::bench
