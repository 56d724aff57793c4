// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/postgres/session.h"

namespace saga::pg {

// One file of resources/sql. The folder is the schema it belongs to, or "participant": then it goes into
// every domain schema, with @schema@ replaced by its name.
struct Migration {
  std::string folder;
  int version = 0;
  std::string name;
  std::string checksum;  // SHA-256 of the file
  std::string sql;
};

// Those that this program was built with.
[[nodiscard]] const std::vector<Migration>& contract_migrations();

// saga, orders, balances, products, payments: all of them in one database, or each where its owner keeps it.
[[nodiscard]] const std::vector<std::string>& contract_schemas();

// A migration that a schema lacks.
struct PendingMigration {
  std::string schema;
  int version = 0;
  std::string name;
  friend bool operator==(const PendingMigration&, const PendingMigration&) = default;
};

struct SchemaVersion {
  std::string schema;
  int before = 0;  // the highest migration found; 0: the schema was not there
  int after = 0;
  friend bool operator==(const SchemaVersion&, const SchemaVersion&) = default;
};

struct InstallReport {
  bool dry_run = false;
  std::vector<PendingMigration> migrations;  // applied, or with a dry run those that would be
  std::vector<SchemaVersion> schemas;
};

// What install() would apply, in its order. Errors:
//   Incompatible  a schema holds a migration that is not known here, or one whose text differs
//   Invalid       there is no such schema in the contract
[[nodiscard]] Result<std::vector<PendingMigration>> plan(Session& session, const std::vector<std::string>& schemas,
                                                         const std::vector<Migration>& known = contract_migrations());

// Brings the schemas up to date. Safe to repeat, and safe beside another install: the second one waits. Every
// file is a transaction of its own, so an error leaves the files before it applied and the failed one without
// a trace; the errors of plan() change nothing at all.
[[nodiscard]] Result<InstallReport> install(Session& session, const std::vector<std::string>& schemas,
                                            bool dry_run = false,
                                            const std::vector<Migration>& known = contract_migrations());

// For a program that is about to work with the schema: Incompatible unless it is exactly as this program
// knows it.
[[nodiscard]] Result<void> check_installed(Session& session, std::string_view schema,
                                           const std::vector<Migration>& known = contract_migrations());

}  // namespace saga::pg
