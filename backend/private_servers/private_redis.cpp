// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/private_servers/private_redis.h"

#include <cerrno>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "backend/private_servers/log_tail.h"
#include "backend/private_servers/private_directory.h"

namespace saga {
namespace {

constexpr std::chrono::seconds kPatience{30};

}  // namespace

Result<std::unique_ptr<PrivateRedis>> PrivateRedis::create(const RedisOptions& options) {
  const auto program = find_program("redis-server", {"/usr/bin", "/usr/local/bin"});
  if (!program) {
    return std::unexpected(
        Error{ErrorKind::Internal, "The Redis server binary was not found.", "apt-get install redis-server"});
  }
  std::unique_ptr<PrivateRedis> server(new PrivateRedis);
  server->program_ = *program;
  server->directory_ = options.directory / "redis";
  server->socket_path_ = server->directory_ / "redis.sock";
  server->log_file_ = server->directory_ / "server.log";
  server->arguments_ = options.arguments;
  server->append_only_ = options.append_only;
  if (auto fine = check_socket_path(server->socket_path_); !fine) return std::unexpected(fine.error());
  if (mkdir(server->directory_.c_str(), 0700) != 0) {
    return std::unexpected(Error{ErrorKind::Internal, fmt::format("No directory {}: {}.", server->directory_.string(),
                                                                  std::generic_category().message(errno))});
  }
  if (auto started = server->start(); !started) return std::unexpected(started.error());
  return server;
}

PrivateRedis::~PrivateRedis() {
  // Nobody is left to hear that it had to be killed.
  static_cast<void>(stop());
}

Result<void> PrivateRedis::start() {
  if (running()) return {};
  std::vector<std::string> argv{program_.string(),
                                "--port",
                                "0",
                                "--unixsocket",
                                socket_path_.string(),
                                "--unixsocketperm",
                                "700",
                                "--dir",
                                directory_.string(),
                                "--daemonize",
                                "no",
                                "--save",
                                "",
                                "--appendonly",
                                append_only_ ? "yes" : "no",
                                "--appendfsync",
                                "everysec"};
  argv.insert(argv.end(), arguments_.begin(), arguments_.end());
  auto child = ChildProcess::start({.argv = std::move(argv), .directory = directory_, .output = log_file_});
  if (!child) return std::unexpected(child.error());
  server_ = std::move(*child);
  auto ready = wait_until_ready();
  if (!ready) server_.reset();
  return ready;
}

Result<void> PrivateRedis::wait_until_ready() {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < deadline) {
    if (!server_->running()) return std::unexpected(failure("Redis did not start"));
    // LOADING is an error here, too. A user without rights is an answer.
    const auto client = redis::Client::open(endpoint());
    if (client || client.error().kind == ErrorKind::Permission) return {};
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return std::unexpected(failure("Redis was not ready in time"));
}

Result<void> PrivateRedis::stop() {
  if (!server_) return {};
  if (server_->running()) {
    server_->signal(SIGTERM);
    if (!server_->wait(kPatience)) {
      kill();
      return std::unexpected(failure("Redis did not stop and was killed"));
    }
  }
  server_.reset();
  return {};
}

Result<void> PrivateRedis::restart() {
  if (auto stopped = stop(); !stopped) return stopped;
  return start();
}

void PrivateRedis::kill() {
  if (!server_) return;
  server_->terminate(std::chrono::milliseconds(0), SIGKILL);
  server_.reset();
}

bool PrivateRedis::running() { return server_ && server_->running(); }

redis::Endpoint PrivateRedis::endpoint() const {
  redis::Endpoint endpoint;
  endpoint.unix_path = socket_path_.string();
  return endpoint;
}

Error PrivateRedis::failure(const std::string& what) const {
  return Error{ErrorKind::Internal, fmt::format("{}: {}", what, log_tail(log_file_)),
               fmt::format("Its log is {}.", log_file_.string())};
}

}  // namespace saga
