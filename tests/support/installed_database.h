// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

namespace saga::test {

// The conninfo of a new database with all schemas of the contract and no rows. They are installed once a test
// program; each further database is a copy of that first one.
std::string installed_database();

// Where the five schemas are: in one new database, or each in one of its own, which then has no other schema.
enum class Layout { OneDatabase, OneADomain };
std::map<std::string, std::string> installed_databases(Layout layout);  // conninfo by schema
// Of a test that runs on either: the environment's SAGA_TEST_DATABASES, "one" (if unset) or "split".
Layout chosen_layout();
inline std::string to_text(Layout layout) { return layout == Layout::OneDatabase ? "OneDatabase" : "OneADomain"; }

}  // namespace saga::test
