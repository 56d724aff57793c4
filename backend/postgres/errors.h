// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "backend/outcome/error.h"

namespace saga::pg {

// What the caller can still do after an error of this SQLSTATE.
[[nodiscard]] ErrorKind kind_of(std::string_view sqlstate);

// An Error from what the server said. Only the first line is kept: the detail behind it may quote a row whose
// columns are masked elsewhere.
[[nodiscard]] Error server_error(std::string_view sqlstate, std::string_view message);

// An Error from what libpq said when no session came to be. It gives no SQLSTATE then, only text.
[[nodiscard]] Error connect_error(std::string_view message);

}  // namespace saga::pg
