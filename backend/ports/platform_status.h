// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "backend/domain/time.h"
#include "backend/outcome/error.h"

namespace saga {

// The degree to which the console is attached.
enum class Degree { Watch, Operate };

// Whether this console writes where nothing may be written by accident: see WriteLock.
enum class Writing {
  Open,      // it is never locked here
  Locked,    // until a person unlocks it
  Unlocked,  // until it is locked, or nobody is at it for a time
};

struct PlatformStatus {
  std::string user;  // session_user
  std::string role;  // the strongest of saga_operator, saga_viewer; "" without either
  Degree degree = Degree::Watch;
  int schema_version = 0;
  std::string server_version;
  bool may_retry = false;
  bool may_compensate = false;
  bool may_note = false;     // also take and give back sagas
  bool may_route = false;    // change toggles, engage and release the rollback
  bool may_approve = false;  // be the second person
  std::string route;         // the route in force, "EVENT_DRIVEN" or "LEGACY"
  int canary_percent = 0;    // meaningful with EVENT_DRIVEN
  bool rollback_engaged = false;
  int toggle_version = 0;
  Writing writing = Writing::Open;
  std::chrono::seconds locks_in{0};  // Unlocked: if nobody touches it from now on
  TimePoint server_now = {};
  std::chrono::microseconds round_trip{0};
};

class PlatformReader {
 public:
  virtual ~PlatformReader() = default;
  virtual Result<PlatformStatus> status() = 0;
};

}  // namespace saga
