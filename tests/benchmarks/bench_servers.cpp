// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/bench_servers.h"

#include <fstream>
#include <thread>

#include <fmt/format.h>

#include "backend/attach/profile.h"
#include "backend/postgres/migrations.h"
#include "backend/postgres/session.h"

namespace saga::bench {
namespace {

constexpr const char* kEverythingEventDriven =
    "update saga.feature_toggle t set value = n.value, version = nextval('saga.toggle_version'), reason = 'benchmark'"
    " from (values ('payment.event-driven.enabled', 'true'), ('payment.canary.percent', '100')) as n (name, value)"
    " where t.name = n.name";

std::string database_of(const std::string& name, bool one_per_domain, const std::string& schema) {
  return one_per_domain && schema != "saga" ? name + "_" + schema : name;
}

Result<std::unique_ptr<pg::Session>> open(const PrivatePostgres& postgres, const std::string& database) {
  return pg::Session::open({.conninfo = postgres.conninfo(database), .application_name = "benchmark"});
}

}  // namespace

Result<BenchServers> BenchServers::start() {
  BenchServers servers;
  PrivateDirectory::remove_stale("saga-bench");
  auto directory = PrivateDirectory::create("saga-bench");
  if (!directory) return std::unexpected(directory.error());
  servers.directory_.emplace(std::move(*directory));
  auto postgres = PrivatePostgres::create(
      {.directory = servers.directory(),
       .durable = true,
       .settings = {
           {"shared_buffers", "512MB"}, {"max_wal_size", "8GB"}, {"checkpoint_timeout", "30min"}, {"jit", "off"}}});
  if (!postgres) return std::unexpected(postgres.error());
  servers.postgres_ = std::move(*postgres);
  auto redis = PrivateRedis::create({.directory = servers.directory(), .append_only = true});
  if (!redis) return std::unexpected(redis.error());
  servers.redis_ = std::move(*redis);
  return servers;
}

Result<void> BenchServers::make_database(const std::string& name) {
  if (auto made = install(name, pg::contract_schemas()); !made) return made;
  return run(name, kEverythingEventDriven);
}

Result<void> BenchServers::make_databases(const std::string& name) {
  for (const std::string& schema : pg::contract_schemas()) {
    if (auto made = install(database_of(name, true, schema), {schema}); !made) return made;
  }
  return run(name, kEverythingEventDriven);
}

std::vector<std::string> BenchServers::databases_of(const std::string& name, bool one_per_domain) {
  std::vector<std::string> databases{name};
  for (const std::string& schema : pg::contract_schemas()) {
    if (one_per_domain && schema != "saga") databases.push_back(database_of(name, true, schema));
  }
  return databases;
}

Result<void> BenchServers::install(const std::string& database, const std::vector<std::string>& schemas) const {
  if (auto made = run("postgres", "create database " + database); !made) return made;
  const auto session = open(*postgres_, database);
  if (!session) return std::unexpected(session.error());
  if (auto installed = pg::install(**session, schemas); !installed) return std::unexpected(installed.error());
  return {};
}

Result<std::filesystem::path> BenchServers::write_config(const std::string& database, bool one_per_domain,
                                                         const std::string& instance, const std::string& more) const {
  const auto path = directory() / (instance + ".toml");
  std::ofstream file(path);
  file << fmt::format("instance = \"{}\"\nlog_level = \"warn\"\n[postgres]\n", instance);
  for (const std::string& schema : pg::contract_schemas()) {
    file << fmt::format("{} = \"{}\"\n", schema, postgres_->conninfo(database_of(database, one_per_domain, schema)));
  }
  file << fmt::format("[redis]\nsocket = \"{}\"\n{}\n", redis_->socket_path().string(), more);
  file.close();
  if (!file) return std::unexpected(Error{ErrorKind::Internal, path.string() + " cannot be written."});
  return path;
}

Result<std::filesystem::path> BenchServers::write_profile(const std::string& database, const std::string& name) const {
  attach::Profile profile;
  profile.name = name;
  profile.postgres.host = postgres_->socket_directory().string();
  profile.postgres.dbname = database;
  profile.postgres.user = "postgres";
  profile.redis.emplace().socket = redis_->socket_path().string();
  const auto path = directory() / (name + ".toml");
  std::ofstream file(path);
  file << attach::to_toml(profile);
  file.close();
  if (!file) return std::unexpected(Error{ErrorKind::Internal, path.string() + " cannot be written."});
  return path;
}

Result<std::int64_t> BenchServers::commits(const std::string& database) const {
  // Sessions report their counts about once a second while they work.
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  const auto text = value("postgres", fmt::format("select sum(xact_commit)::bigint from pg_stat_database "
                                                  "where datname = '{0}' or starts_with(datname, '{0}_')",
                                                  database));
  if (!text) return std::unexpected(text.error());
  return std::stoll(*text);
}

Result<std::string> BenchServers::value(const std::string& database, const std::string& sql) const {
  const auto session = open(*postgres_, database);
  if (!session) return std::unexpected(session.error());
  const auto rows = (*session)->query(sql);
  if (!rows) return std::unexpected(rows.error());
  return rows->one([](const pg::Row& row) { return row.text(0); });
}

Result<void> BenchServers::run(const std::string& database, const std::string& sql) const {
  const auto session = open(*postgres_, database);
  if (!session) return std::unexpected(session.error());
  return (*session)->execute_script(sql);
}

}  // namespace saga::bench
