// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "backend/outcome/error.h"
#include "backend/redis/client.h"

namespace saga::payment {

// Removes from every group of a stream the consumers that hold nothing and were not heard of for `idle`; returns how
// many. Looking and removing are one step in the server: a consumer that comes back in between keeps what it is
// given. A stream that does not exist has none.
[[nodiscard]] Result<std::int64_t> remove_gone_consumers(redis::Client& client, std::string_view stream,
                                                         std::chrono::milliseconds idle);

}  // namespace saga::payment
