// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/concurrency/clock.h"
#include "backend/payment/legacy/recovery.h"
#include "backend/payment/metrics/metrics.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/handler.h"

namespace saga::payment {

// The monolith's way to pay: reads payment.legacy.requested and settles each order in one transaction over all
// domains. `config` and `clock` must outlive it.
[[nodiscard]] std::unique_ptr<Handler> make_legacy(const Config& config, const Clock& clock,
                                                   Metrics& metrics = Metrics::unread());

// Incompatible, with what to set, if the databases are separated and one of them cannot prepare transactions.
[[nodiscard]] Result<void> check_two_phase(const Config& config);

}  // namespace saga::payment
