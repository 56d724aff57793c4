// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "backend/outcome/error.h"
#include "backend/redis/client.h"
#include "backend/redis/streams.h"

namespace saga::payment {

// Moves an entry that can never be handled from its group to the list dead-letter:<topic>, in one Redis
// transaction: it is never lost, and never comes again.
[[nodiscard]] Result<void> park_entry(redis::Client& client, std::string_view group, const redis::StreamEntry& entry,
                                      std::string_view why);

// What is kept of it: deliveryId, target, error, and the event as text (as hex if it is not UTF-8).
[[nodiscard]] std::string parked_text(std::string_view group, const redis::StreamEntry& entry, std::string_view why);

}  // namespace saga::payment
