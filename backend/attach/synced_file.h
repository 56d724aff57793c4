// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string_view>

#include "backend/outcome/error.h"

namespace saga::attach {

// Both make the directory for this user alone, and return when text and name are on the disk.
[[nodiscard]] Result<void> append_synced(const std::filesystem::path& file, std::string_view text);
// Whole or not at all: others read while we write.
[[nodiscard]] Result<void> replace_synced(const std::filesystem::path& file, std::string_view text);

}  // namespace saga::attach
