// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "tests/support/invariants.h"

namespace saga::test {

// Each domain by itself: what its own entries say about its own counters.
void check_ledgers(const PaymentDatabases& databases, std::vector<std::string>& found);

}  // namespace saga::test
