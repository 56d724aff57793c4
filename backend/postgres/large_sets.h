// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string_view>

#include "backend/outcome/error.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// How long freezing a million targets, or comparing them with their hash, may take, also on a session whose other
// statements answer a click.
inline constexpr std::chrono::seconds kLargeSetTimeout{60};

// One statement in a transaction of its own, with that timeout instead of the session's. As Session::query, but a
// connection that is lost before the COMMIT is Connection rather than InDoubt: nothing was done.
[[nodiscard]] Result<Rows> query_large_set(Session& session, std::string_view sql, const Params& params);

}  // namespace saga::pg
