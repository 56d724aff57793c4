// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/concurrency/clock.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/handler.h"

namespace saga::payment {

// Reads payment.requested: claims each order and starts its saga, many a transaction. While the event-driven route
// is off, or the rollback is engaged, requests stay unread in their stream.
[[nodiscard]] std::unique_ptr<Handler> make_gateway(const Config& config, const Clock& clock);

}  // namespace saga::payment
