// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>

#include "backend/payment/load/in_flight.h"
#include "backend/payment/runtime/config.h"
#include "backend/postgres/session.h"

namespace saga::payment {

// The newest entry of saga.changed: what is added after it concerns payments sent from now on.
[[nodiscard]] Result<std::string> newest_hint(const redis::Endpoint& endpoint);

// Follows saga.changed from `after` on until asked to stop, and tells of the ends it reads there. Reconnects; what it
// misses meanwhile, look_up() finds.
void follow_hints(const std::stop_token& stop, const redis::Endpoint& endpoint, std::string after, InFlight& in_flight);

// What PostgreSQL says about those that are in flight for longer than `age`.
[[nodiscard]] Result<void> look_up(pg::Session& saga_session, std::chrono::milliseconds age, InFlight& in_flight);

}  // namespace saga::payment
