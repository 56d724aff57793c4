// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/installed_database.h"

#include <cstdlib>
#include <iostream>

#include "backend/postgres/migrations.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

constexpr const char* kTemplate = "installed_template";

template <class T>
void require(const Result<T>& result, const char* what) {
  if (result) return;
  std::cerr << what << ": " << result.error().message << '\n';
  std::exit(1);
}

// Its session must be closed before a copy is made: PostgreSQL copies no database that somebody uses.
bool make_template() {
  require(open_session(test_postgres().conninfo())->execute(std::string("CREATE DATABASE ") + kTemplate),
          "the template database");
  const auto session = open_session(test_postgres().conninfo(kTemplate));
  require(pg::install(*session, pg::contract_schemas()), "installing the contract");
  return true;
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

std::string installed_database() {
  static const bool made = make_template();
  static int number = 0;
  const auto name = "installed_" + std::to_string(made ? ++number : 0);
  require(open_session(test_postgres().conninfo())->execute("CREATE DATABASE " + name + " TEMPLATE " + kTemplate),
          "copying the template database");
  return test_postgres().conninfo(name);
}

std::map<std::string, std::string> installed_databases(Layout layout) {
  std::map<std::string, std::string> places;
  std::string shared;
  if (layout == Layout::OneDatabase) shared = installed_database();
  for (const std::string& schema : pg::contract_schemas()) {
    std::string& conninfo = places[schema];
    conninfo = layout == Layout::OneDatabase ? shared : installed_database();
    if (layout == Layout::OneDatabase) continue;
    const auto session = open_session(conninfo);
    for (const std::string& other : pg::contract_schemas()) {
      if (other != schema)
        require(session->execute_script("DROP SCHEMA " + other + " CASCADE"), "separating the schemas");
    }
  }
  return places;
}

}  // namespace saga::test
