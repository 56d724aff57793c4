// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "tests/support/invariants.h"

namespace saga::test {

// Each domain's event store against its rows: numbered without a gap, and folding to just the state that is there.
// And nothing is left prepared by a two-phase commit.
void check_events(const PaymentDatabases& databases, std::vector<std::string>& found);

}  // namespace saga::test
