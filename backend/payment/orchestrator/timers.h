// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>

#include "backend/concurrency/clock.h"
#include "backend/payment/metrics/metrics.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/lease.h"
#include "backend/payment/runtime/loop.h"

namespace saga::payment {

// Deadlines and retries. Deadlines count only while replies could arrive: after a start, and after PostgreSQL or
// Redis was out of reach, everybody first gets the time to work off what has piled up.
inline constexpr std::chrono::milliseconds kGrace{2000};

[[nodiscard]] std::unique_ptr<Loop> start_timers(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease,
                                                 Metrics& metrics);

// Applies what operators asked for (saga_command), and notes in the journal what came of it.
[[nodiscard]] std::unique_ptr<Loop> start_commands(const Config& config, const Clock& clock,
                                                   std::shared_ptr<Lease> lease, Metrics& metrics);

// Starts the refunds that operators asked for (refund_request), and notes it in the journal.
[[nodiscard]] std::unique_ptr<Loop> start_refunds(const Config& config, const Clock& clock,
                                                  std::shared_ptr<Lease> lease, Metrics& metrics);

}  // namespace saga::payment
