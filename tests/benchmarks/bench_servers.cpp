// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/bench_servers.h"

#include <fstream>
#include <thread>

#include <fmt/format.h>

#include "backend/postgres/migrations.h"
#include "backend/postgres/session.h"

namespace saga::bench {
namespace {

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
  if (auto made = run("postgres", "create database " + name); !made) return made;
  const auto session = open(*postgres_, name);
  if (!session) return std::unexpected(session.error());
  if (auto installed = pg::install(**session, pg::contract_schemas()); !installed) {
    return std::unexpected(installed.error());
  }
  return (*session)->execute_script(
      "update saga.feature_toggle set value = 'true', version = nextval('saga.toggle_version'), reason = 'benchmark'"
      " where name = 'payment.event-driven.enabled'");
}

Result<std::filesystem::path> BenchServers::write_config(const std::string& database, const std::string& instance,
                                                         int participant_batch) const {
  const auto path = directory() / (instance + ".toml");
  std::ofstream file(path);
  file << fmt::format(
      "instance = \"{}\"\nlog_level = \"warn\"\n[postgres]\nsaga = \"{}\"\n[redis]\nsocket = \"{}\"\n"
      "[batch]\nparticipant = {}\n",
      instance, postgres_->conninfo(database), redis_->socket_path().string(), participant_batch);
  file.close();
  if (!file) return std::unexpected(Error{ErrorKind::Internal, path.string() + " cannot be written."});
  return path;
}

Result<std::int64_t> BenchServers::commits(const std::string& database) const {
  // Sessions report their counts about once a second while they work.
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  const auto text =
      value("postgres", fmt::format("select xact_commit from pg_stat_database where datname = '{}'", database));
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
