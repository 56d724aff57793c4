// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "backend/postgres/session.h"

namespace saga::bench {

// The one whole number that a query gives.
[[nodiscard]] Result<std::int64_t> count_of(pg::Session& session, const std::string& sql);
// Asks until it is at least so large, for a minute at most.
[[nodiscard]] Result<void> reach(pg::Session& session, const std::string& sql, std::int64_t least);

}  // namespace saga::bench
