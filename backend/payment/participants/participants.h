// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/concurrency/clock.h"
#include "backend/payment/metrics/metrics.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/handler.h"
#include "backend/payment/runtime/role.h"

namespace saga::payment {

// The handler of one of the four participants: its requests of both directions, and the events that it follows.
// Null for a role that is no participant. `config`, `clock` and `metrics` must outlive it.
[[nodiscard]] std::unique_ptr<Handler> make_participant(Role role, const Config& config, const Clock& clock,
                                                        Metrics& metrics = Metrics::unread());

}  // namespace saga::payment
