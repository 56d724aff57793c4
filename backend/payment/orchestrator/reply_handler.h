// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/concurrency/clock.h"
#include "backend/payment/metrics/metrics.h"
#include "backend/payment/orchestrator/transition.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/handler.h"
#include "backend/payment/runtime/lease.h"

namespace saga::payment {

[[nodiscard]] Policy policy_of(const Config& config);

// Reads what participants answer, and moves the sagas: many replies a transaction. Replies of sagas that another
// release knows stay pending, until a process of that release takes them over.
[[nodiscard]] std::unique_ptr<Handler> make_reply_handler(const Config& config, const Clock& clock,
                                                          std::shared_ptr<Lease> lease,
                                                          Metrics& metrics = Metrics::unread());

}  // namespace saga::payment
