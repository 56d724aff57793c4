// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace saga {

// A UUID as it is written: 8-4-4-4-12 hex digits. Nothing else may reach a ::uuid cast, since one text that does not
// parse fails the whole statement.
[[nodiscard]] bool is_uuid(std::string_view text);

// The lowest and the highest UUID that begin like this; nothing if none can, or if it is too short to mean one.
[[nodiscard]] std::optional<std::pair<std::string, std::string>> uuid_range(std::string_view beginning);

}  // namespace saga
