// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/schema_state.h"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace saga::pg {
namespace {

struct Applied {
  std::string name;
  std::string checksum;
};
using AppliedByVersion = std::map<int, Applied>;

bool in_contract(const std::string& schema) {
  return std::ranges::find(contract_schemas(), schema) != contract_schemas().end();
}

// By version, so that a schema's own files come before the participant's, which are numbered from 101.
std::vector<const Migration*> migrations_of(const std::string& schema, const std::vector<Migration>& known) {
  std::vector<const Migration*> mine;
  for (const auto& migration : known) {
    if (migration.folder == schema || (migration.folder == "participant" && schema != "saga")) {
      mine.push_back(&migration);
    }
  }
  std::ranges::sort(mine, {}, &Migration::version);
  return mine;
}

Result<AppliedByVersion> read_applied(Session& session, const std::string& schema) {
  const auto table = schema + ".schema_migration";
  auto there = session.read("SELECT to_regclass($1) IS NOT NULL AS there", {table});
  if (!there) return std::unexpected(there.error());
  const auto exists = there->one([](const Row& row) { return row.boolean("there"); });
  if (!exists) return std::unexpected(exists.error());
  AppliedByVersion applied;
  if (!*exists) return applied;
  // `table` is one of the contract's names, never foreign text.
  auto rows = session.read("SELECT version, name, checksum FROM " + table);
  if (!rows) return std::unexpected(rows.error());
  auto done = rows->each(
      [&](const Row& row) { applied.emplace(row.int32("version"), Applied{row.text("name"), row.text("checksum")}); });
  if (!done) return std::unexpected(done.error());
  return applied;
}

Error newer(const std::string& schema, int version, const std::string& name, int highest_known) {
  return {.kind = ErrorKind::Incompatible,
          .message = fmt::format("schema {} is newer than this program: it holds migration {} ({}), known here are "
                                 "those up to {}",
                                 schema, version, name, highest_known),
          .advice = "use a version of this program that is at least as new as the schema"};
}

Error edited(const std::string& schema, const Migration& migration) {
  return {.kind = ErrorKind::Incompatible,
          .message = fmt::format("schema {} was made by another text of migration {} ({}) than the one known here",
                                 schema, migration.version, migration.name),
          .advice = "use the version of this program that installed the schema, or compare the two by hand"};
}

}  // namespace

Result<SchemaState> read_schema_state(Session& session, const std::string& schema,
                                      const std::vector<Migration>& known) {
  if (!in_contract(schema)) {
    return std::unexpected(Error{.kind = ErrorKind::Invalid,
                                 .message = fmt::format("the contract has no schema \"{}\"", schema),
                                 .advice = fmt::format("name any of {}", fmt::join(contract_schemas(), ", "))});
  }
  const auto applied = read_applied(session, schema);
  if (!applied) return std::unexpected(applied.error());

  SchemaState state{.schema = schema, .missing = {}};
  const auto mine = migrations_of(schema, known);
  for (const auto* migration : mine) {
    const auto found = applied->find(migration->version);
    if (found == applied->end()) {
      state.missing.push_back(migration);
    } else if (found->second.checksum != migration->checksum) {
      return std::unexpected(edited(schema, *migration));
    }
  }
  for (const auto& [version, row] : *applied) {
    state.version = std::max(state.version, version);
    if (std::ranges::find(mine, version, &Migration::version) == mine.end()) {
      return std::unexpected(newer(schema, version, row.name, mine.empty() ? 0 : mine.back()->version));
    }
  }
  return state;
}

}  // namespace saga::pg
