// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/payment/metrics/metrics.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/loop.h"
#include "backend/redis/client.h"

namespace saga::payment {

// How a consumer group stands in a stream.
struct GroupState {
  std::string group;
  double lag = 0;      // entries that it was not given yet; Gauge::kUnknown: Redis cannot tell
  double pending = 0;  // that it was given and has not acknowledged
};
// From the answer of XINFO GROUPS.
[[nodiscard]] Result<std::vector<GroupState>> group_states(const redis::Reply& groups);

// Measures what no process knows of itself: how far the groups are behind in their streams, what waits in the outboxes
// and for the targets outside, what lies in the lists of dead letters, whether the rollback is engaged. Every five
// seconds; a part of the role janitor, so that it is asked once.
[[nodiscard]] std::vector<std::unique_ptr<Loop>> watch_platform(const Config& config, Metrics& metrics);

}  // namespace saga::payment
