// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/payment/runtime/config.h"
#include "backend/postgres/session.h"
#include "backend/private_servers/private_directory.h"
#include "backend/private_servers/private_postgres.h"
#include "backend/private_servers/private_redis.h"

namespace saga::campaign {

struct ClusterOptions {
  std::filesystem::path programs;  // where payment-sagad is
  bool split = false;              // a database for each domain; else one for all
  std::string faults = {};         // TOML, appended to every configuration …
  std::string ill = {};            // … but that of domains-1, which gets this
};

// Private servers and several processes of payment-sagad that share the work, two of every role but janitor and
// legacy. A process that ends is started again, as a service manager would. Threads: one at a time. Errors end the test
// program: without its cluster it has nothing to say.
class Cluster {
 public:
  explicit Cluster(const ClusterOptions& options);
  ~Cluster();

  [[nodiscard]] int size() const { return static_cast<int>(nodes_.size()); }
  void start(int node);
  void kill(int node);
  void pause(int node);
  void resume(int node);
  // Starts what is down. A process that ended in another way than expected is remembered.
  void tend();
  // The process that plays the legacy path starts anew, to kill itself at this point of its next commit.
  void crash_legacy(int point);
  void restart_postgres();
  void restart_redis();
  // In good order; true if every one ended by itself with exit code 0.
  [[nodiscard]] bool stop();

  [[nodiscard]] const payment::Config& config() const { return config_; }
  [[nodiscard]] redis::Endpoint redis() const { return redis_->endpoint(); }
  // A session of the superuser to the database of a schema.
  [[nodiscard]] std::unique_ptr<pg::Session> session(const std::string& schema) const;
  [[nodiscard]] const std::vector<std::string>& surprises() const { return surprises_; }
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_->path(); }
  // The first line of any process's log that has it; "": none has.
  [[nodiscard]] std::string logged(std::string_view text) const;
  void keep_logs() { directory_->keep(); }

 private:
  struct Node {
    std::string name;
    std::string roles;
    std::optional<ChildProcess> process = {};
    bool paused = false;
    bool expected_down = false;  // its end was our doing
  };
  void write_config(const Node& node, const std::string& more = {}) const;
  [[nodiscard]] std::string database_of(const std::string& schema) const;

  ClusterOptions options_;
  std::optional<PrivateDirectory> directory_;
  std::unique_ptr<PrivatePostgres> postgres_;
  std::unique_ptr<PrivateRedis> redis_;
  std::vector<Node> nodes_;
  payment::Config config_;
  std::chrono::steady_clock::time_point outage_until_ =
      {};  // who starts until then may have met a server that was down
  std::vector<std::string> surprises_;
};

}  // namespace saga::campaign
