// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "backend/domain/gateway_report.h"
#include "backend/outcome/error.h"

namespace saga {

// The second path of the emergency rollback, and of its confirmation: it works while PostgreSQL is down. One thread.
class RollbackSwitch {
 public:
  virtual ~RollbackSwitch() = default;
  virtual Result<bool> engaged() = 0;
  virtual Result<void> set(bool engaged) = 0;
  virtual Result<void> rehearse() = 0;  // writes beside it, so that nothing is switched
  // What each gateway said last, here; the times are those of the gateways' own clocks.
  virtual Result<std::vector<GatewayReport>> gateways() = 0;
};

}  // namespace saga
