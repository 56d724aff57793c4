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

std::string installed_database() {
  static const bool made = make_template();
  static int number = 0;
  const auto name = "installed_" + std::to_string(made ? ++number : 0);
  require(open_session(test_postgres().conninfo())->execute("CREATE DATABASE " + name + " TEMPLATE " + kTemplate),
          "copying the template database");
  return test_postgres().conninfo(name);
}

}  // namespace saga::test
