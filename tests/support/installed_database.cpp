// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/installed_database.h"

#include <cstdlib>
#include <iostream>
#include <set>
#include <vector>

#include "backend/postgres/migrations.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

template <class T>
void require(const Result<T>& result, const char* what) {
  if (result) return;
  std::cerr << what << ": " << result.error().message << '\n';
  std::exit(1);
}

// A database with these schemas of the contract and no others, to be copied. It is made when it is first asked for,
// and its session is closed by then: PostgreSQL copies no database that somebody uses.
const std::string& template_of(const std::string& name, const std::vector<std::string>& schemas) {
  static std::set<std::string> made;
  const auto [place, is_new] = made.insert("template_" + name);
  if (is_new) {
    require(open_session(test_postgres().conninfo())->execute("CREATE DATABASE " + *place), "the template database");
    require(pg::install(*open_session(test_postgres().conninfo(*place)), schemas), "installing the contract");
  }
  return *place;
}

std::string copy_of(const std::string& installed) {
  static int number = 0;
  const auto name = "installed_" + std::to_string(++number);
  require(open_session(test_postgres().conninfo())->execute("CREATE DATABASE " + name + " TEMPLATE " + installed),
          "copying the template database");
  return test_postgres().conninfo(name);
}

}  // namespace

Layout chosen_layout() {
  const char* chosen = std::getenv("SAGA_TEST_DATABASES");
  const std::string_view name = chosen != nullptr ? chosen : "one";
  if (name == "split") return Layout::OneADomain;
  require(name == "one" || name.empty() ? Result<void>{}
                                        : std::unexpected(Error{ErrorKind::Invalid, "it is neither one nor split"}),
          "SAGA_TEST_DATABASES");
  return Layout::OneDatabase;
}

std::string installed_database() { return copy_of(template_of("all", pg::contract_schemas())); }

std::map<std::string, std::string> installed_databases(Layout layout) {
  std::map<std::string, std::string> places;
  std::string shared;
  if (layout == Layout::OneDatabase) shared = installed_database();
  for (const std::string& schema : pg::contract_schemas())
    places[schema] = layout == Layout::OneDatabase ? shared : copy_of(template_of(schema, {schema}));
  return places;
}

}  // namespace saga::test
