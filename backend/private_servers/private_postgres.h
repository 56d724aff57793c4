// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "backend/outcome/error.h"
#include "backend/private_servers/child_process.h"

namespace saga {

struct PostgresOptions {
  std::filesystem::path directory = {};  // a PrivateDirectory's path; the server takes "postgres" below it
  bool durable = true;                   // false: fsync off, for tests; a killed server still loses no commit
  std::map<std::string, std::string> settings = {};  // further lines of postgresql.conf
};

// A PostgreSQL server of our own: a new cluster, reached by a socket in its directory only, superuser "postgres"
// without a password. Started by root it runs as the user postgres, or nobody. Its data stays in the directory
// until that is removed, over stop(), kill() and start(). Threads: one at a time.
class PrivatePostgres {
 public:
  enum class Stop {
    Fast,       // sessions are cut, data is flushed
    Immediate,  // as a crash: the next start recovers
  };

  // Makes the cluster and starts it; returns when it accepts connections.
  [[nodiscard]] static Result<std::unique_ptr<PrivatePostgres>> create(const PostgresOptions& options);
  ~PrivatePostgres();  // stops it
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;

  [[nodiscard]] Result<void> start();
  [[nodiscard]] Result<void> stop(Stop how = Stop::Fast);
  [[nodiscard]] Result<void> restart(Stop how = Stop::Fast);
  // SIGKILL to the server and to all its processes.
  void kill();
  [[nodiscard]] bool running();

  [[nodiscard]] std::string conninfo(const std::string& database = "postgres",
                                     const std::string& user = "postgres") const;
  [[nodiscard]] const std::filesystem::path& socket_directory() const { return socket_directory_; }
  [[nodiscard]] const std::filesystem::path& log_file() const { return log_file_; }
  [[nodiscard]] const std::filesystem::path& programs() const { return programs_; }  // where psql, pgbench … are
  [[nodiscard]] pid_t pid() const { return server_ ? server_->pid() : -1; }

 private:
  PrivatePostgres() = default;
  [[nodiscard]] Result<void> make_cluster(const PostgresOptions& options);
  [[nodiscard]] Result<void> wait_until_ready();
  [[nodiscard]] Error failure(const std::string& what) const;

  std::filesystem::path programs_;
  std::filesystem::path data_;
  std::filesystem::path socket_directory_;
  std::filesystem::path log_file_;
  std::optional<Account> account_;
  std::optional<ChildProcess> server_;
};

}  // namespace saga
