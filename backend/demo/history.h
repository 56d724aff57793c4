// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "backend/outcome/error.h"

namespace saga::demo {

// People, products and toggles, then `sagas` finished sagas of the last 24 hours with everything that they left in
// the domains, and a few that wait for a person. The database holds the installed contract and nothing else, and
// the conninfo is its owner's. `cancelled` is asked ten times a second; once it says true the answer is an Error.
[[nodiscard]] Result<void> write_history(const std::string& conninfo, int sagas,
                                         const std::function<bool()>& cancelled);

// What an interrupted start answers with.
[[nodiscard]] Error cancelled_error();

}  // namespace saga::demo
