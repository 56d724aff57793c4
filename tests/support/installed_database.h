// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace saga::test {

// The conninfo of a new database with all schemas of the contract and no rows. They are installed once a test
// program; each further database is a copy of that first one.
std::string installed_database();

}  // namespace saga::test
