// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/migrations.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "backend/postgres/schema_state.h"

namespace saga::pg {
namespace {

// Of the advisory lock that installs of one database queue for ("saga" in ASCII).
constexpr int kInstallLock = 0x73616761;

// Held by the session, since every file is a transaction of its own; a session that dies gives it back by
// itself.
class InstallLock {
 public:
  static Result<InstallLock> take(Session& session) {
    if (auto taken = session.read("SELECT pg_advisory_lock($1)", {kInstallLock}); !taken) {
      return std::unexpected(taken.error());
    }
    return InstallLock(session);
  }
  InstallLock(InstallLock&& other) noexcept : session_(std::exchange(other.session_, nullptr)) {}
  InstallLock& operator=(InstallLock&&) = delete;
  ~InstallLock() {
    // If this fails the session is gone, and the lock with it.
    if (session_) (void)session_->read("SELECT pg_advisory_unlock($1)", {kInstallLock});
  }

 private:
  explicit InstallLock(Session& session) : session_(&session) {}
  Session* session_;
};

std::string sql_for(const Migration& migration, const std::string& schema) {
  if (migration.folder != "participant") return migration.sql;
  static constexpr std::string_view kPlace = "@schema@";
  auto sql = migration.sql;
  for (auto at = sql.find(kPlace); at != std::string::npos; at = sql.find(kPlace, at + schema.size())) {
    sql.replace(at, kPlace.size(), schema);
  }
  return sql;
}

// The schema and its list of migrations. `CREATE SCHEMA IF NOT EXISTS` would ask for the right to create
// schemas even where there is nothing to create.
std::string prologue(const std::string& schema) {
  return fmt::format(R"(
DO $prologue$ BEGIN
  IF to_regnamespace('{0}') IS NULL THEN
    CREATE SCHEMA {0};
  END IF;
  IF to_regclass('{0}.schema_migration') IS NULL THEN
    CREATE TABLE {0}.schema_migration (
      version    integer     PRIMARY KEY,
      name       text        NOT NULL,
      checksum   text        NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    );
  END IF;
END $prologue$)",
                     schema);
}

Error in_migration(Error error, const std::string& schema, const Migration& migration) {
  error.message =
      fmt::format("migration {} ({}) of schema {}: {}", migration.version, migration.name, schema, error.message);
  return error;
}

Result<void> apply_in(Transaction& transaction, const std::string& schema, const Migration& migration) {
  if (auto done = transaction.execute_script(prologue(schema)); !done) return done;
  if (auto done = transaction.execute_script(sql_for(migration, schema)); !done) return done;
  const auto noted =
      transaction.execute("INSERT INTO " + schema + ".schema_migration (version, name, checksum) VALUES ($1, $2, $3)",
                          {migration.version, migration.name, migration.checksum});
  if (!noted) return std::unexpected(noted.error());
  return transaction.commit();
}

Result<void> apply(Session& session, const std::string& schema, const Migration& migration) {
  auto transaction = session.begin();
  if (!transaction) return std::unexpected(transaction.error());
  auto done = apply_in(*transaction, schema, migration);
  if (!done) return std::unexpected(in_migration(std::move(done.error()), schema, migration));
  return done;
}

Result<std::vector<SchemaState>> read_states(Session& session, const std::vector<std::string>& schemas,
                                             const std::vector<Migration>& known) {
  std::vector<SchemaState> states;
  for (const auto& schema : schemas) {
    if (std::ranges::find(states, schema, &SchemaState::schema) != states.end()) continue;  // named twice
    auto state = read_schema_state(session, schema, known);
    if (!state) return std::unexpected(std::move(state.error()));
    states.push_back(std::move(*state));
  }
  return states;
}

std::vector<PendingMigration> pending(const std::vector<SchemaState>& states) {
  std::vector<PendingMigration> all;
  for (const auto& state : states) {
    for (const auto* migration : state.missing) {
      all.push_back({state.schema, migration->version, migration->name});
    }
  }
  return all;
}

int version_after(const SchemaState& state) {
  return state.missing.empty() ? state.version : std::max(state.version, state.missing.back()->version);
}

}  // namespace

const std::vector<std::string>& contract_schemas() {
  static const std::vector<std::string> schemas{"saga", "orders", "balances", "products", "payments"};
  return schemas;
}

Result<std::vector<PendingMigration>> plan(Session& session, const std::vector<std::string>& schemas,
                                           const std::vector<Migration>& known) {
  const auto states = read_states(session, schemas, known);
  if (!states) return std::unexpected(states.error());
  return pending(*states);
}

Result<InstallReport> install(Session& session, const std::vector<std::string>& schemas, bool dry_run,
                              const std::vector<Migration>& known) {
  std::optional<InstallLock> lock;
  if (!dry_run) {
    auto taken = InstallLock::take(session);
    if (!taken) return std::unexpected(taken.error());
    lock.emplace(std::move(*taken));
  }
  const auto states = read_states(session, schemas, known);
  if (!states) return std::unexpected(states.error());

  InstallReport report{.dry_run = dry_run, .migrations = pending(*states), .schemas = {}};
  for (const auto& state : *states) {
    report.schemas.push_back({state.schema, state.version, version_after(state)});
    if (dry_run) continue;
    for (const auto* migration : state.missing) {
      if (auto done = apply(session, state.schema, *migration); !done) return std::unexpected(done.error());
    }
  }
  return report;
}

Result<void> check_installed(Session& session, std::string_view schema, const std::vector<Migration>& known) {
  const auto state = read_schema_state(session, std::string(schema), known);
  if (!state) return std::unexpected(state.error());
  if (state->missing.empty()) return {};
  const auto& first = *state->missing.front();
  return std::unexpected(Error{.kind = ErrorKind::Incompatible,
                               .message = state->version == 0 ? fmt::format("schema {} is not installed", schema)
                                                              : fmt::format("schema {} lacks migration {} ({})", schema,
                                                                            first.version, first.name),
                               .advice = "run: sagactl install"});
}

}  // namespace saga::pg
