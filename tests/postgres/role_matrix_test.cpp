// SPDX-License-Identifier: GPL-3.0-or-later
// resources/sql/saga/ROLES.md against the catalogue, and against what sessions of each role can really do.
//
// Planted and seen red: EXECUTE of saga.reveal left to PUBLIC (EveryObject…, EveryFunction…), approve_job without a
// search path (WhatRunsAs…), the views of 007 still writable for payment-sagad (EveryObject…).
#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/postgres/saga_database.h"

namespace saga {
namespace {

constexpr std::array kRoles{"saga_viewer", "saga_operator", "saga_approver", "saga_engine", "public"};
constexpr std::array kPeople{"vera", "kim", "park", "sagad", "nobody"};  // a member of each, in the same order
constexpr std::string_view kNothing = "·";
constexpr std::string_view kPartition = "a partition of any table";

// By object: for a function first how it runs, then a cell for each role.
using Table = std::map<std::string, std::vector<std::string>>;

struct Matrix {
  Table views, tables, sequences, functions;
};

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream parts(line.substr(1));
  for (std::string cell; std::getline(parts, cell, '|');) {
    const auto from = cell.find_first_not_of(" `");
    cells.push_back(from == std::string::npos ? "" : cell.substr(from, cell.find_last_not_of(" `") - from + 1));
  }
  return cells;
}

Matrix documented() {
  const char* source = std::getenv("SAGA_SOURCE");
  std::ifstream file(std::string(source != nullptr ? source : ".") + "/resources/sql/saga/ROLES.md");
  Matrix matrix;
  Table* table = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("## ")) {
      const std::map<std::string, Table*> sections{{"## Views", &matrix.views},
                                                   {"## Tables", &matrix.tables},
                                                   {"## Sequences", &matrix.sequences},
                                                   {"## Functions", &matrix.functions}};
      const auto found = sections.find(line);
      table = found == sections.end() ? nullptr : found->second;
    }
    if (table == nullptr || !line.starts_with("| `")) continue;
    auto cells = cells_of(line);
    const std::string name = cells.front();
    cells.erase(cells.begin());
    EXPECT_TRUE(table->emplace(name, cells).second) << name << " is there twice";
  }
  return matrix;
}

class RoleMatrix : public testing::Test {
 protected:
  RoleMatrix() {
    for (const auto& [name, role] : {std::pair{"park", "saga_approver"}, {"sagad", "saga_engine"}}) {
      database.run(
          fmt::format("do $$ begin create role {} login in role {}; exception when duplicate_object then null; end $$",
                      name, role));
    }
  }

  // A privilege of the server's each, as the letters of the document.
  Table relations(const std::string& kinds, const std::vector<std::pair<std::string, std::string>>& letters,
                  const std::string& test) {
    Table table;
    for (const char* role : kRoles) {
      std::string cell = "''";
      for (const auto& [letter, privilege] : letters) {
        cell += fmt::format(" || case when {}('{}', c.oid, '{}') then '{}' else '' end", test, role, privilege, letter);
      }
      const auto rows = database.admin().read(fmt::format(
          "select case when c.relispartition then '{}' else c.relname end as name, {} as cell from pg_class c "
          "where c.relnamespace = 'saga'::regnamespace and c.relkind in ({}) order by c.relname",
          kPartition, cell, kinds));
      EXPECT_TRUE(rows) << rows.error().message;
      std::map<std::string, std::string> cells;
      (void)rows->each([&](const pg::Row& row) {
        const std::string text = row.text("cell");
        const auto [at, is_new] = cells.emplace(row.text("name"), text);
        EXPECT_TRUE(is_new || at->second == text) << "partitions differ: " << text;
      });
      for (const auto& [name, text] : cells) table[name].push_back(text.empty() ? std::string(kNothing) : text);
    }
    return table;
  }

  Table functions() {
    Table table;
    std::string cells;
    for (const char* role : kRoles) {
      cells += fmt::format(", case when has_function_privilege('{}', p.oid, 'execute') then 'x' else '·' end", role);
    }
    const auto rows = database.admin().read(fmt::format(
        "select replace(p.oid::regprocedure::text, 'saga.', '') as name, case when p.prosecdef then 'owner' else "
        "'caller' end {} from pg_proc p where p.pronamespace = 'saga'::regnamespace",
        cells));
    EXPECT_TRUE(rows) << rows.error().message;
    (void)rows->each([&](const pg::Row& row) {
      auto& mine = table[row.text(0)];
      for (int column = 1; column <= 6; ++column) mine.push_back(row.text(column));
    });
    return table;
  }

  static const std::vector<std::pair<std::string, std::string>>& all_privileges() {
    static const std::vector<std::pair<std::string, std::string>> kAll{
        {"r", "select"},   {"a", "insert"},     {"w", "update"}, {"d", "delete"},
        {"D", "truncate"}, {"x", "references"}, {"t", "trigger"}};
    return kAll;
  }

  test::SagaDatabase database;
  Matrix matrix = documented();
};

// The names of the functions carry the types of the schema without its name, as the document does.
Table without_schema(const Table& table) {
  Table plain;
  for (const auto& [name, cells] : table) {
    std::string short_name = name;
    for (auto at = short_name.find("saga."); at != std::string::npos; at = short_name.find("saga.")) {
      short_name.erase(at, 5);
    }
    plain.emplace(short_name, cells);
  }
  return plain;
}

void expect_same(const Table& documented, const Table& found) {
  EXPECT_GT(found.size(), 5U);
  for (const auto& [name, cells] : found) {
    const auto row = documented.find(name);
    if (row == documented.end()) {
      ADD_FAILURE() << name << " is not in ROLES.md; it has: " << testing::PrintToString(cells);
    } else {
      EXPECT_EQ(row->second, cells) << name;
    }
  }
  for (const auto& [name, cells] : documented) EXPECT_TRUE(found.contains(name)) << name << " is only in ROLES.md";
}

TEST_F(RoleMatrix, EveryObjectIsDocumentedAsTheCatalogueHasIt) {
  const std::string test = "has_table_privilege";
  expect_same(matrix.views, relations("'v', 'm'", all_privileges(), test));
  expect_same(matrix.tables, relations("'r', 'p', 'f'", all_privileges(), test));
  expect_same(matrix.sequences,
              relations("'S'", {{"U", "usage"}, {"w", "update"}, {"r", "select"}}, "has_sequence_privilege"));
  expect_same(without_schema(matrix.functions), without_schema(functions()));
  for (const char* role : kRoles) {
    const bool uses = std::string_view(role) != "public";
    EXPECT_EQ(database.value(fmt::format("select has_schema_privilege('{0}', 'saga', 'usage') || ' ' || "
                                         "has_schema_privilege('{0}', 'saga', 'create')",
                                         role)),
              uses ? "true false" : "false false")
        << role;
  }
  EXPECT_EQ(
      database.value("select string_agg(a.attname, ', ') from pg_attribute a join pg_class c on c.oid = a.attrelid "
                     "where c.relnamespace = 'saga'::regnamespace and a.attacl is not null"),
      "")
      << "nobody has a right on a single column";
}

// A function that runs as its owner looks names up where the owner has put them, and never first where its caller can.
TEST_F(RoleMatrix, WhatRunsAsTheOwnerHasASearchPathOfItsOwn) {
  EXPECT_EQ(
      database.value("select string_agg(p.proname || ': ' || coalesce(path, 'none'), ', ') from (select p.proname, "
                     "(select c from unnest(p.proconfig) c where c like 'search_path=%') as path from pg_proc p "
                     "where p.pronamespace = 'saga'::regnamespace and p.prosecdef) p where path is null or path not "
                     "in ('search_path=pg_catalog, saga, pg_temp', 'search_path=pg_catalog, pg_temp')"),
      "");
  EXPECT_EQ(database.value("select count(distinct o) from (select proowner as o from pg_proc where pronamespace = "
                           "'saga'::regnamespace union select relowner from pg_class where relnamespace = "
                           "'saga'::regnamespace) s"),
            "1");
}

bool denied(const Result<pg::Rows>& rows) {
  return !rows && rows.error().code == "42501" && rows.error().message.find("permission denied") != std::string::npos;
}

// What the catalogue says is what the server does: each statement is sent, by a session of each role.
TEST_F(RoleMatrix, EveryStatementOnATableOrViewIsTriedByEveryRole) {
  const auto columns = database.admin().read(
      "select c.relname, c.relkind = 'v' as view, (select quote_ident(a.attname) from pg_attribute a where a.attrelid "
      "= "
      "c.oid and a.attnum > 0 and a.attgenerated = '' and a.attidentity = '' and not a.attisdropped order by a.attnum "
      "limit 1) as col from pg_class c where c.relnamespace = 'saga'::regnamespace and c.relkind in ('r', 'p', 'v') "
      "and "
      "not c.relispartition");
  ASSERT_TRUE(columns) << columns.error().message;
  int tried = 0;
  for (std::size_t role = 0; role < kPeople.size(); ++role) {
    const auto session = database.session(kPeople[role]);
    (void)columns->each([&](const pg::Row& row) {
      const std::string name = row.text("relname");
      const bool view = row.boolean("view");
      const Table& table = view ? matrix.views : matrix.tables;
      const auto documented = table.find(name);
      if (documented == table.end()) return;  // the other test says so
      const std::string& cell = documented->second.at(role);
      for (const auto& [letter, sql] :
           {std::pair<char, std::string>{'r', fmt::format("select * from saga.{} limit 0", name)},
            {'a', fmt::format("insert into saga.{} default values", name)},
            {'w', fmt::format("update saga.{} set {} = null where false", name, row.text("col"))},
            {'d', fmt::format("delete from saga.{} where false", name)},
            {'D', fmt::format("truncate saga.{}", name)}}) {
        const auto rows = session->query(sql);
        ++tried;
        if (cell.find(letter) != std::string::npos) {
          EXPECT_FALSE(denied(rows)) << kPeople[role] << ": " << sql;
        } else if (view && letter != 'r') {
          EXPECT_FALSE(rows) << kPeople[role] << ": " << sql;  // most views cannot be written by anybody
        } else {
          EXPECT_TRUE(denied(rows)) << kPeople[role] << ": " << sql << (rows ? "" : " " + rows.error().message);
        }
      }
    });
  }
  EXPECT_GT(tried, 1000);
}

// Called with nulls: what is allowed may fail, but never for the right to call it.
TEST_F(RoleMatrix, EveryFunctionIsCalledByEveryRole) {
  const auto all = database.admin().read(
      "select replace(p.oid::regprocedure::text, 'saga.', '') as name, p.proname, coalesce((select string_agg('null::' "
      "|| "
      "format_type(t, null) || ' as a' || n, ', ' order by n) from unnest(p.proargtypes) with ordinality u (t, n)), '1 "
      "as "
      "a0') as given, coalesce((select string_agg('v.a' || n, ', ' order by n) from unnest(p.proargtypes) with "
      "ordinality "
      "u (t, n)), '') as arguments from pg_proc p where p.pronamespace = 'saga'::regnamespace");
  ASSERT_TRUE(all) << all.error().message;
  const Table table = without_schema(matrix.functions);
  int allowed = 0;
  int refused = 0;
  for (std::size_t role = 0; role < kPeople.size(); ++role) {
    const auto session = database.session(kPeople[role]);
    (void)all->each([&](const pg::Row& row) {
      const auto documented = table.find(row.text("name"));
      if (documented == table.end()) return;  // the other test says so
      // Not constants: the planner would not call a strict function at all.
      const std::string sql = fmt::format("select saga.{}({}) from (select {} offset 0) v", row.text("proname"),
                                          row.text("arguments"), row.text("given"));
      const auto rows = session->query(sql);
      const bool may = documented->second.at(role + 1) == "x";
      (may ? allowed : refused) += 1;
      EXPECT_TRUE(may || denied(rows)) << kPeople[role] << ": " << sql << (rows ? "" : " " + rows.error().message);
      if (may && denied(rows)) {
        EXPECT_EQ(rows.error().message.find("permission denied for function " + row.text("proname")), std::string::npos)
            << kPeople[role] << ": " << sql;
      }
    });
  }
  EXPECT_GT(allowed, 100);
  EXPECT_GT(refused, 300);
}

}  // namespace
}  // namespace saga
