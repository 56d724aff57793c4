// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/payment/metrics/metrics.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/lease.h"
#include "backend/payment/runtime/loop.h"

namespace saga::payment {

// The publisher but for external.replay: a mover for each outbox, a deliverer for each target, and the lists of dead
// letters. Needs a lease; for a configuration without [external] there is nothing to do, and no loop.
[[nodiscard]] std::vector<std::unique_ptr<Loop>> start_publishing(const Config& config, const Clock& clock,
                                                                  const std::shared_ptr<Lease>& lease,
                                                                  Metrics& metrics);

}  // namespace saga::payment
