// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/outcome/error.h"
#include "backend/private_servers/child_process.h"
#include "backend/redis/client.h"

namespace saga {

struct RedisOptions {
  std::filesystem::path directory = {};     // a PrivateDirectory's path; the server takes "redis" below it
  bool append_only = true;                  // appendfsync everysec; false: nothing is kept over a stop
  std::vector<std::string> arguments = {};  // further arguments of redis-server
};

// A Redis server of our own, reached by a socket in its directory only. Threads: one at a time.
class PrivateRedis {
 public:
  // Starts it; returns when it answers.
  [[nodiscard]] static Result<std::unique_ptr<PrivateRedis>> create(const RedisOptions& options);
  ~PrivateRedis();  // stops it
  PrivateRedis(const PrivateRedis&) = delete;
  PrivateRedis& operator=(const PrivateRedis&) = delete;

  [[nodiscard]] Result<void> start();
  [[nodiscard]] Result<void> stop();
  [[nodiscard]] Result<void> restart();
  void kill();  // SIGKILL; what the append-only file holds comes back with start()
  [[nodiscard]] bool running();

  [[nodiscard]] redis::Endpoint endpoint() const;
  [[nodiscard]] const std::filesystem::path& socket_path() const { return socket_path_; }
  [[nodiscard]] const std::filesystem::path& log_file() const { return log_file_; }
  [[nodiscard]] pid_t pid() const { return server_ ? server_->pid() : -1; }

 private:
  PrivateRedis() = default;
  [[nodiscard]] Result<void> wait_until_ready();
  [[nodiscard]] Error failure(const std::string& what) const;

  std::filesystem::path program_;
  std::filesystem::path directory_;
  std::filesystem::path socket_path_;
  std::filesystem::path log_file_;
  std::vector<std::string> arguments_;
  bool append_only_ = true;
  std::optional<ChildProcess> server_;
};

}  // namespace saga
