// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include "backend/postgres/session.h"

namespace saga::bench {

// The server's time, planning included, for a page at every depth of every order, the stuck query and capped counts;
// with the plan of the slowest of each.
[[nodiscard]] Result<nlohmann::ordered_json> measure_pages(pg::Session& session);  // C6

// From the question to sagas in memory: the key index, jumps by it, and the first page of other filters. Painting is
// not part of it.
[[nodiscard]] Result<nlohmann::ordered_json> measure_jumps(const std::shared_ptr<pg::Session>& session);  // C3

}  // namespace saga::bench
