// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/servers.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "backend/private_servers/private_directory.h"

namespace saga::test {
namespace {

template <class Value>
Value demand(Result<Value> result, const char* what) {
  if (result) return std::move(*result);
  fmt::print(stderr, "{}: {} {}\n", what, result.error().message, result.error().advice);
  std::exit(EXIT_FAILURE);
}

struct Servers {
  std::optional<PrivateDirectory> directory;
  std::unique_ptr<PrivatePostgres> postgres;
  std::unique_ptr<PrivateRedis> redis;
  int databases = 0;

  const std::filesystem::path& path() {
    if (!directory) {
      PrivateDirectory::remove_stale("saga-test");
      directory = demand(PrivateDirectory::create("saga-test"), "No directory for the test's servers");
    }
    return directory->path();
  }

  void stop() {
    postgres.reset();
    redis.reset();
    directory.reset();
  }
};

Servers& servers() {
  static Servers instance;
  return instance;
}

// Ends the servers while the program still runs, whatever statics were made before or after them.
class StopServers final : public testing::Environment {
 public:
  void TearDown() override { servers().stop(); }
};

[[maybe_unused]] testing::Environment* const kStopServers = testing::AddGlobalTestEnvironment(new StopServers);

}  // namespace

PrivatePostgres& test_postgres() {
  Servers& all = servers();
  if (!all.postgres) {
    all.postgres =
        demand(PrivatePostgres::create({.directory = all.path(), .durable = false}), "No PostgreSQL for the test");
  }
  return *all.postgres;
}

PrivateRedis& test_redis() {
  Servers& all = servers();
  if (!all.redis) all.redis = demand(PrivateRedis::create({.directory = all.path()}), "No Redis for the test");
  return *all.redis;
}

std::string fresh_database() {
  PrivatePostgres& postgres = test_postgres();
  const std::string name = fmt::format("test_{}", ++servers().databases);
  const auto session = open_session(postgres.conninfo());
  demand(session->execute("CREATE DATABASE " + name), "No database for the test");
  return postgres.conninfo(name);
}

redis::Endpoint fresh_redis() {
  const redis::Endpoint endpoint = test_redis().endpoint();
  const auto client = open_client(endpoint);
  demand(redis::expect_ok(client->call({"FLUSHALL"})), "Redis cannot be emptied");
  return endpoint;
}

std::unique_ptr<pg::Session> open_session(const std::string& conninfo, bool read_only) {
  return demand(pg::Session::open({.conninfo = conninfo, .read_only = read_only}), "No session for the test");
}

std::unique_ptr<redis::Client> open_client(const redis::Endpoint& endpoint) {
  return demand(redis::Client::open(endpoint), "No Redis client for the test");
}

}  // namespace saga::test
