// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "backend/attach/profile.h"
#include "backend/outcome/error.h"
#include "backend/redis/client.h"

namespace saga::attach {

// Loopback, or the directory of a socket.
[[nodiscard]] bool on_this_machine(std::string_view host);

// Why a connection to there would not be safe; nothing if it is.
[[nodiscard]] std::optional<Error> transport_error(const PostgresPart& postgres);
[[nodiscard]] std::optional<Error> transport_error(const RedisPart& redis);

// As libpq takes it, without any password in it. Permission if a file with a secret is open to others.
[[nodiscard]] Result<std::string> conninfo_of(const PostgresPart& postgres);
[[nodiscard]] Result<redis::Endpoint> endpoint_of(const RedisPart& redis);

}  // namespace saga::attach
