// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/private_servers/private_postgres.h"

#include <cerrno>
#include <fstream>
#include <locale.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "backend/private_servers/log_tail.h"
#include "backend/private_servers/postgres_programs.h"
#include "backend/private_servers/private_directory.h"
#include "backend/private_servers/process_tree.h"

namespace saga {
namespace {

constexpr int kPort = 5432;  // only a part of the socket's name
constexpr std::chrono::seconds kPatience{60};

// C.UTF-8 sorts by code point on every machine; some have no such locale.
const char* locale_name() {
  const locale_t found = newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
  if (found == nullptr) return "C";
  freelocale(found);
  return "C.UTF-8";
}

// In single quotes; postgresql.conf and libpq both take a backslash before a quote and before a backslash.
std::string in_quotes(std::string_view value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

std::map<std::string, std::string> configuration(const PostgresOptions& options,
                                                 const std::filesystem::path& socket_directory) {
  std::map<std::string, std::string> settings{
      {"listen_addresses", ""},
      {"unix_socket_directories", socket_directory.string()},
      {"unix_socket_permissions", "0700"},
      {"port", std::to_string(kPort)},
      {"max_connections", "100"},
      {"max_prepared_transactions", "64"},
      {"max_wal_size", "512MB"},
      {"timezone", "UTC"},
      {"log_timezone", "UTC"},
      {"lc_messages", "C"},
  };
  if (!options.durable) {
    // Commits still reach the operating system before they are answered: only its crash could lose them.
    settings["fsync"] = "off";
    settings["full_page_writes"] = "off";
  }
  for (const auto& [name, value] : options.settings) settings[name] = value;
  return settings;
}

}  // namespace

Result<std::unique_ptr<PrivatePostgres>> PrivatePostgres::create(const PostgresOptions& options) {
  const auto programs = find_postgres_programs();
  if (!programs) return std::unexpected(programs.error());
  const auto account = server_account();
  if (!account) return std::unexpected(account.error());
  std::unique_ptr<PrivatePostgres> server(new PrivatePostgres);
  server->programs_ = *programs;
  server->account_ = *account;
  server->socket_directory_ = options.directory / "postgres";
  server->data_ = server->socket_directory_ / "data";
  server->log_file_ = server->socket_directory_ / "server.log";
  if (auto made = server->make_cluster(options); !made) return std::unexpected(made.error());
  if (auto started = server->start(); !started) return std::unexpected(started.error());
  return server;
}

Result<void> PrivatePostgres::make_cluster(const PostgresOptions& options) {
  const auto socket = socket_directory_ / fmt::format(".s.PGSQL.{}", kPort);
  if (auto fine = check_socket_path(socket); !fine) return fine;
  if (mkdir(socket_directory_.c_str(), 0700) != 0 ||
      (account_ && chown(socket_directory_.c_str(), account_->uid, account_->gid) != 0)) {
    return std::unexpected(Error{ErrorKind::Internal, fmt::format("No directory {}: {}.", socket_directory_.string(),
                                                                  std::generic_category().message(errno))});
  }
  // --no-sync for the empty cluster only: there is nothing yet that could be lost.
  const auto made =
      run_program({.argv = {(programs_ / "initdb").string(), "-D", data_.string(), "-U", "postgres", "--auth=trust",
                            "-E", "UTF8", fmt::format("--locale={}", locale_name()), "--no-sync"},
                   .environment = {{"LC_ALL", "C"}, {"HOME", socket_directory_.string()}},
                   .directory = socket_directory_,
                   .run_as = account_},
                  kPatience);
  if (!made) return std::unexpected(made.error());
  if (!made->status.ok()) {
    return std::unexpected(
        Error{ErrorKind::Internal, fmt::format("initdb failed ({}): {}", made->status.text(), made->output)});
  }
  std::ofstream file(data_ / "postgresql.conf", std::ios::app);
  for (const auto& [name, value] : configuration(options, socket_directory_)) {
    file << name << " = " << in_quotes(value) << '\n';
  }
  file.close();
  if (!file) return std::unexpected(Error{ErrorKind::Internal, "postgresql.conf cannot be written."});
  return {};
}

PrivatePostgres::~PrivatePostgres() {
  // Nobody is left to hear that it had to be killed.
  static_cast<void>(stop());
}

Result<void> PrivatePostgres::start() {
  if (running()) return {};
  Result<void> ready;
  // A server that was killed leaves processes for a moment, and a new one refuses to start beside them.
  for (int attempt = 0; attempt < 4; ++attempt) {
    if (attempt > 0) std::this_thread::sleep_for(std::chrono::milliseconds(300));
    auto child = ChildProcess::start({.argv = {(programs_ / "postgres").string(), "-D", data_.string()},
                                      .environment = {{"LC_ALL", "C"}, {"HOME", socket_directory_.string()}},
                                      .directory = socket_directory_,
                                      .output = log_file_,
                                      .run_as = account_,
                                      .death_signal = SIGQUIT});  // at once, but shared memory is given back
    if (!child) return std::unexpected(child.error());
    server_ = std::move(*child);
    ready = wait_until_ready();
    if (ready || !log_tail(log_file_).contains("still in use")) break;
  }
  if (!ready) static_cast<void>(stop(Stop::Immediate));
  return ready;
}

Result<void> PrivatePostgres::wait_until_ready() {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < deadline) {
    if (!server_->running()) return std::unexpected(failure("PostgreSQL did not start"));
    // The file's eighth line tells what pg_ctl waits for, too; its first is the process the line is of.
    std::ifstream file(data_ / "postmaster.pid");
    std::string line;
    std::string first;
    for (int number = 1; number <= 8 && std::getline(file, line); ++number) {
      if (number == 1) first = line;
      if (number == 8 && first == std::to_string(server_->pid()) && line.starts_with("ready")) return {};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return std::unexpected(failure("PostgreSQL was not ready in time"));
}

Result<void> PrivatePostgres::stop(Stop how) {
  if (!server_) return {};
  if (server_->running()) {
    server_->signal(how == Stop::Fast ? SIGINT : SIGQUIT);
    if (!server_->wait(kPatience)) {
      kill();
      return std::unexpected(failure("PostgreSQL did not stop and was killed"));
    }
  }
  server_.reset();
  return {};
}

Result<void> PrivatePostgres::restart(Stop how) {
  if (auto stopped = stop(how); !stopped) return stopped;
  return start();
}

void PrivatePostgres::kill() {
  if (!server_) return;
  kill_tree(server_->pid());
  server_->terminate(std::chrono::milliseconds(0), SIGKILL);
  server_.reset();
}

bool PrivatePostgres::running() { return server_ && server_->running(); }

std::string PrivatePostgres::conninfo(const std::string& database, const std::string& user) const {
  return fmt::format("host={} port={} dbname={} user={}", in_quotes(socket_directory_.string()), kPort,
                     in_quotes(database), in_quotes(user));
}

Error PrivatePostgres::failure(const std::string& what) const {
  return Error{ErrorKind::Internal, fmt::format("{}: {}", what, log_tail(log_file_)),
               fmt::format("Its log is {}.", log_file_.string())};
}

}  // namespace saga
