// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/services/attachment.h"
#include "backend/services/rollback.h"

namespace saga {

// What PostgreSQL knows of the rollback.
struct RollbackInPostgres {
  std::vector<Toggle> toggles;
  GatewayReports gateways;
  std::size_t untold = 0;                  // engagements by the second path that it has not been told of yet
  std::optional<Error> untold_error = {};  // why
};

// What the second path knows of it. The times of the reports are those of the gateways' own clocks.
struct RollbackInRedis {
  bool engaged = false;
  std::vector<GatewayReport> gateways;
  TimePoint now = {};  // this workstation's clock, when it was asked
};

// The emergency rollback, seen from the console. It shares no connection and no thread with an Attachment, so that it
// works while everything else waits. Every call returns at once and answers once, on a worker thread, unless this is
// destroyed first; the two paths are asked apart, so that one that hangs does not hide the other.
class EmergencyRollback {
 public:
  virtual ~EmergencyRollback() = default;
  [[nodiscard]] virtual bool has_second_path() const = 0;  // the system has a Redis
  // The second path has been written long before the answer comes, if PostgreSQL hangs: ask_redis() says so.
  virtual void engage(std::string reason, Reply<RollbackReport> reply) = 0;
  virtual void release(std::int64_t expected_version, std::string reason, Reply<RollbackReport> reply) = 0;
  // All that engaging takes, with nothing switched. It does not wait for the gateways: ask_postgres() and ask_redis()
  // say who has the version of the report.
  virtual void drill(std::string reason, Reply<DrillReport> reply) = 0;
  virtual void ask_postgres(Reply<Result<RollbackInPostgres>> reply) = 0;
  virtual void ask_redis(Reply<Result<RollbackInRedis>> reply) = 0;
};

}  // namespace saga
