// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace saga::demo {

// The text of resources/demo/<name>.sql. The name must be one of those files'.
[[nodiscard]] std::string_view script(std::string_view name);

}  // namespace saga::demo
