// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "backend/concurrency/clock.h"
#include "backend/services/emergency_rollback.h"

namespace saga {

// How to come by both paths, again and again, and where engagements wait that PostgreSQL could not be told of.
struct RollbackConnectors {
  std::function<Result<std::unique_ptr<RoutingControl>>()> control;
  std::function<Result<std::unique_ptr<RollbackSwitch>>()> second_path = {};  // unset: the system has no Redis
  std::function<Result<void>(const PendingRollback&)> keep;
  std::function<Result<std::vector<PendingRollback>>()> kept;
  std::function<Result<void>(std::size_t)> forget;
};

// Its threads: rollback, which acts, rollback-drill, which rehearses, and rollback-pg and rollback-redis, which ask.
// Each has connections of its own, so that a rehearsal that waits does not keep an engagement waiting. What was engaged
// while PostgreSQL was away is told to it as soon as it answers again.
class LiveRollback final : public EmergencyRollback {
 public:
  explicit LiveRollback(RollbackConnectors connectors);
  LiveRollback(RollbackConnectors connectors, const Clock& clock);
  ~LiveRollback() override;  // lets what runs finish
  LiveRollback(const LiveRollback&) = delete;
  LiveRollback& operator=(const LiveRollback&) = delete;

  [[nodiscard]] bool has_second_path() const override;
  void engage(std::string reason, Reply<RollbackReport> reply) override;
  void release(std::int64_t expected_version, std::string reason, Reply<RollbackReport> reply) override;
  void drill(std::string reason, Reply<DrillReport> reply) override;
  void ask_postgres(Reply<Result<RollbackInPostgres>> reply) override;
  void ask_redis(Reply<Result<RollbackInRedis>> reply) override;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace saga
