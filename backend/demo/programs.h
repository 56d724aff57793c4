// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "backend/outcome/error.h"

namespace saga::demo {

// The path of one of our own programs: in `folder` if that is given, else beside the running program, else in PATH.
[[nodiscard]] Result<std::filesystem::path> own_program(const std::string& name, const std::filesystem::path& folder);

}  // namespace saga::demo
