// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/postgres/session.h"

namespace saga::pg {

// Whether this session can read the contract's schema as this program knows it. Errors:
//   Incompatible  it is missing, older or newer, or lacks a view or column; the message names what
//   Permission    it is there, but this role may not read it
[[nodiscard]] Result<void> check_contract(Session& session);

}  // namespace saga::pg
