// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace saga {

// The last lines of a server's log, for the message that says why it did not start.
[[nodiscard]] std::string log_tail(const std::filesystem::path& file, std::size_t lines = 5);

}  // namespace saga
