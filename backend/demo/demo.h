// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/attach/demo_profile.h"
#include "backend/demo/traffic.h"
#include "backend/outcome/error.h"
#include "backend/private_servers/private_directory.h"
#include "backend/private_servers/private_postgres.h"
#include "backend/private_servers/private_redis.h"
#include "backend/redis/client.h"

namespace saga::demo {

struct Options {
  int sagas = 52'000;                   // of history, finished during the last 24 hours
  int rate = 50;                        // payments a second; 0: neither payment-load nor its orders
  std::filesystem::path programs = {};  // where payment-sagad and payment-load are; default: beside us, or in PATH
  // Both are called from within start(), on its thread.
  std::function<void(std::string_view)> progress = {};  // "Starting PostgreSQL …", for people
  std::function<bool()> cancelled = {};  // asked often; true makes start() clean up and answer with an Error
};

// A whole system of our own: private servers, the contract, a day of history, payment-sagad and live traffic, and the
// profile by which other programs find it. Everything is stopped and removed by the destructor; if the process dies
// without one, the kernel ends the children, and the next demo removes the directory.
// Threads: one at a time.
class Demo {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Demo>> start(Options options);
  ~Demo();
  Demo(const Demo&) = delete;
  Demo& operator=(const Demo&) = delete;

  // The profile by which other programs find it: "demo", or "demo-2" beside another demo, as the operator kim.sujin;
  // with "-viewer" behind it as lee.jiwon.
  [[nodiscard]] const std::string& profile() const { return registration_->name(); }
  [[nodiscard]] std::string conninfo(const std::string& user = "kim.sujin") const;
  [[nodiscard]] redis::Endpoint redis() const { return redis_->endpoint(); }
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_->path(); }  // with all logs

  // What ended without being asked to since the last call, each with the end of its log.
  [[nodiscard]] std::vector<std::string> take_failures();

  // No more payments; those under way go on to their end.
  void stop_load();

  // To show the disconnected state for real.
  [[nodiscard]] Result<void> stop_postgres();
  [[nodiscard]] Result<void> start_postgres();
  [[nodiscard]] Result<void> stop_redis();
  [[nodiscard]] Result<void> start_redis();

 private:
  explicit Demo(Options options) : options_(std::move(options)) {}
  [[nodiscard]] Result<void> start_everything();
  [[nodiscard]] Result<void> start_servers();
  [[nodiscard]] Result<void> fill_database();
  [[nodiscard]] Result<void> start_traffic();
  [[nodiscard]] Result<void> register_profile();
  [[nodiscard]] Result<void> step(std::string_view what) const;  // tells progress, and stops if cancelled

  Options options_;
  // In the order in which they start; they end in the reverse one.
  std::optional<PrivateDirectory> directory_;
  std::unique_ptr<PrivatePostgres> postgres_;
  std::unique_ptr<PrivateRedis> redis_;
  std::optional<Traffic> traffic_;
  std::optional<attach::DemoProfile> registration_;
  bool postgres_expected_ = false;
  bool redis_expected_ = false;
};

}  // namespace saga::demo
