// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "backend/payment/gateway/routing_knowledge.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/loop.h"

namespace saga::payment {

// Keeps a gateway's knowledge up to date and reports it, in two threads, so that neither server can keep it from
// hearing the other: PostgreSQL is read once a second and at each hint; Redis is waited on for hints, and its
// rollback key read five times a second. Both are told once a second, and at each change, what has been applied.
[[nodiscard]] std::vector<std::unique_ptr<Loop>> watch_toggles(const Config& config, const Clock& clock,
                                                               const std::shared_ptr<RoutingKnowledge>& knowledge);

// Publishes feature-toggle.changed when PostgreSQL has a newer toggle than was seen before: operators may not write
// streams. It looks twenty times a second, so that gateways know of a change within a tenth.
[[nodiscard]] std::unique_ptr<Loop> relay_toggles(const Config& config, const Clock& clock);

}  // namespace saga::payment
