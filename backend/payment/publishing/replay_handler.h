// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "backend/concurrency/clock.h"
#include "backend/payment/event.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/handler.h"

namespace saga::payment {

// Reads external.replay. Each entry names one delivery and the death that is meant; it is made PENDING unless that was
// done already, and whatever it is by then decides PostgreSQL (saga.replay_deliveries). So an entry that comes twice,
// or late, sends nothing twice, and nothing to another target. When the stream was not there, the lists of dead letters
// are taken for lost as well, and built again.
[[nodiscard]] std::unique_ptr<Handler> make_replay_handler(const Config& config);

// An entry of the stream: type DeliveryReplayed, payload eventId, target, generation.
[[nodiscard]] Event replay_event(std::string_view event_id, std::string_view target, int generation, WallTime now);

}  // namespace saga::payment
