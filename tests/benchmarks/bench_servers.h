// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

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

  // A new database with the contract installed and the event-driven route on.
  [[nodiscard]] Result<void> make_database(const std::string& name);
  // The configuration of payment-sagad and payment-load for it, as a file.
  [[nodiscard]] Result<std::filesystem::path> write_config(const std::string& database, const std::string& instance,
                                                           int participant_batch) const;
  // Commits in the database so far.
  [[nodiscard]] Result<std::int64_t> commits(const std::string& database) const;
  [[nodiscard]] Result<std::string> value(const std::string& database, const std::string& sql) const;
  [[nodiscard]] Result<void> run(const std::string& database, const std::string& sql) const;

  [[nodiscard]] PrivatePostgres& postgres() const { return *postgres_; }
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_->path(); }

 private:
  std::optional<PrivateDirectory> directory_;
  std::unique_ptr<PrivatePostgres> postgres_;
  std::unique_ptr<PrivateRedis> redis_;
};

}  // namespace saga::bench
