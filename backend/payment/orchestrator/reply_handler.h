// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/concurrency/clock.h"
#include "backend/payment/orchestrator/transition.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/handler.h"

namespace saga::payment {

[[nodiscard]] Policy policy_of(const Config& config);

// Reads what participants answer, and moves the sagas: many replies a transaction.
[[nodiscard]] std::unique_ptr<Handler> make_reply_handler(const Config& config, const Clock& clock);

}  // namespace saga::payment
