// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/private_servers/private_directory.h"
#include "backend/private_servers/private_postgres.h"
#include "backend/private_servers/private_redis.h"

namespace saga::bench {

// Durable servers of our own: PostgreSQL with fsync and synchronous_commit on, Redis with appendonly everysec. Gone
// with the object.
class BenchServers {
 public:
  [[nodiscard]] static Result<BenchServers> start();

  // A new database with the contract installed and every payment on the event-driven route.
  [[nodiscard]] Result<void> make_database(const std::string& name);
  // The same with a database for each domain: name_orders, name_balances …
  [[nodiscard]] Result<void> make_databases(const std::string& name);
  // A configuration of payment-sagad and payment-load, as a file. `more`: TOML to append.
  [[nodiscard]] Result<std::filesystem::path> write_config(const std::string& database, bool one_per_domain,
                                                           const std::string& instance, const std::string& more) const;
  // A profile with which a console attaches to the database, as a file of that name in the directory.
  [[nodiscard]] Result<std::filesystem::path> write_profile(const std::string& database, const std::string& name) const;
  [[nodiscard]] static std::vector<std::string> databases_of(const std::string& name, bool one_per_domain);
  // Commits so far in the database, and in those of its domains.
  [[nodiscard]] Result<std::int64_t> commits(const std::string& database) const;
  [[nodiscard]] Result<std::string> value(const std::string& database, const std::string& sql) const;
  [[nodiscard]] Result<void> run(const std::string& database, const std::string& sql) const;

  [[nodiscard]] PrivatePostgres& postgres() const { return *postgres_; }
  [[nodiscard]] PrivateRedis& redis() const { return *redis_; }
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_->path(); }

 private:
  [[nodiscard]] Result<void> install(const std::string& database, const std::vector<std::string>& schemas) const;

  std::optional<PrivateDirectory> directory_;
  std::unique_ptr<PrivatePostgres> postgres_;
  std::unique_ptr<PrivateRedis> redis_;
};

}  // namespace saga::bench
