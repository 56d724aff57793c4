// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "backend/outcome/error.h"

namespace saga::attach {

// Where a user's files lie, by the XDG base directory specification. Nothing is created here.
[[nodiscard]] std::filesystem::path profile_directory();  // $XDG_CONFIG_HOME/saga-console/profiles
[[nodiscard]] std::filesystem::path anchor_directory();   // $XDG_STATE_HOME/saga-console/anchors
[[nodiscard]] std::filesystem::path pending_directory();  // $XDG_STATE_HOME/saga-console/pending
[[nodiscard]] std::filesystem::path runtime_directory();  // $XDG_RUNTIME_DIR/saga-console, else one below /tmp

// "~/x" below the user's home; everything else as it is.
[[nodiscard]] std::filesystem::path expanded(std::string_view path);

// Creates the directory and its parents for us alone. Permission if it belongs to somebody else or is open to
// others: what we read from there would be theirs.
[[nodiscard]] Result<void> make_private(const std::filesystem::path& directory);
[[nodiscard]] Result<void> check_private(const std::filesystem::path& directory);

}  // namespace saga::attach
