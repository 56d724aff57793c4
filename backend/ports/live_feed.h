// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "backend/domain/saga.h"
#include "backend/outcome/error.h"

namespace saga {

struct FeedBatch {
  std::vector<SagaId> changed;  // each once, however often it changed
  bool gap = false;             // changes were trimmed before they were read: read everything again
  TimePoint newest = {};        // when the youngest of these changes was made; the epoch if there is none
  TimePoint server_now = {};
};

// The change feed, read by snapshots (design: each change once, no stall behind a long transaction).
class LiveFeed {
 public:
  virtual ~LiveFeed() = default;
  // What became visible since the last poll. The first poll only sets the starting point.
  virtual Result<FeedBatch> poll() = 0;
};

}  // namespace saga
