// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/concurrency/clock.h"
#include "backend/payment/gateway/routing_knowledge.h"
#include "backend/payment/metrics/metrics.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/handler.h"
#include "backend/payment/runtime/lease.h"

namespace saga::payment {

// Reads payment.requested and decides the route of each order (backend/domain/routing.h). EVENT_DRIVEN: claims the
// order and starts its saga, many a transaction, with the toggles locked. LEGACY: forwards the request to
// payment.legacy.requested, with "route": {"reason", "toggleVersion"} in its payload; who reads that claims it.
// An order that has a route already joins it: nothing is sent a second time.
//
// `knowledge` may be kept up to date by watch_toggles(); without it the gateway still reads what it needs, but knows
// of an outage only when it runs into it.
[[nodiscard]] std::unique_ptr<Handler> make_gateway(const Config& config, const Clock& clock,
                                                    std::shared_ptr<Lease> lease,
                                                    std::shared_ptr<RoutingKnowledge> knowledge,
                                                    Metrics& metrics = Metrics::unread());

}  // namespace saga::payment
