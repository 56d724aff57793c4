// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/concurrency/clock.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/loop.h"

namespace saga::payment {

// Verifies the books every `[verification] every_minutes` minutes: what has changed since the last time, and from time
// to time all of it. Of all processes that could, one does it at a time (an advisory lock in the saga database). It
// takes a small share of the time of one connection a database, and ends within a window when it is stopped. What it
// finds is logged and kept in saga.verification_run. Nothing if it is switched off.
[[nodiscard]] std::unique_ptr<Loop> schedule_verification(const Config& config, const Clock& clock);

}  // namespace saga::payment
