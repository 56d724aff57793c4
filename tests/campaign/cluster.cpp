// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/campaign/cluster.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "backend/postgres/migrations.h"
#include "backend/private_servers/log_tail.h"

namespace saga::campaign {
namespace {

using namespace std::chrono_literals;

constexpr auto kStartUp = 10s;  // of a process, on a machine that is busy
constexpr std::array<const char*, 5> kPoints{"before-prepare", "between-prepares", "prepared-all", "decided",
                                             "between-commits"};

constexpr const char* kIll = "domains-1";

template <class T>
T must(Result<T> result, const char* what) {
  if (!result) {
    std::cerr << what << ": " << result.error().message << ' ' << result.error().advice << '\n';
    std::exit(2);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace

Cluster::Cluster(const ClusterOptions& options) : options_(options) {
  PrivateDirectory::remove_stale("saga-campaign");
  directory_.emplace(must(PrivateDirectory::create("saga-campaign"), "directory"));
  postgres_ =
      must(PrivatePostgres::create({.directory = directory(),
                                    .durable = true,
                                    .settings = {{"max_connections", "300"}, {"max_prepared_transactions", "100"}}}),
           "PostgreSQL");
  redis_ = must(PrivateRedis::create({.directory = directory(), .append_only = true}), "Redis");
  for (const std::string& schema : pg::contract_schemas()) {
    if (database_of(schema) != "saga" || schema == "saga") {
      const auto admin = must(pg::Session::open({.conninfo = postgres_->conninfo()}), "PostgreSQL");
      must(admin->execute_script("create database " + database_of(schema)), "create database");
    }
    const auto target = session(schema);
    must(pg::install(*target, {schema}), "install");
  }
  constexpr std::pair<const char*, const char*> kNodes[] = {{"gateway-1", "gateway"},
                                                            {"gateway-2", "gateway"},
                                                            {"orchestrator-1", "orchestrator,janitor"},
                                                            {"orchestrator-2", "orchestrator"},
                                                            {kIll, "orders,balances,products,payments"},
                                                            {"domains-2", "orders,balances,products,payments"},
                                                            {"legacy-1", "legacy"}};
  for (const auto& [name, roles] : kNodes) nodes_.push_back({.name = name, .roles = roles});
  for (const Node& node : nodes_) write_config(node);
  config_ = must(payment::load_config(directory() / "gateway-1.toml"), "configuration");
  config_.instance = "campaign-load";
  for (int node = 0; node < size(); ++node) start(node);
}

Cluster::~Cluster() {
  for (Node& node : nodes_) {
    if (node.process) node.process->signal(SIGCONT);
  }
}

std::string Cluster::database_of(const std::string& schema) const { return options_.split ? schema : "saga"; }

std::unique_ptr<pg::Session> Cluster::session(const std::string& schema) const {
  return must(pg::Session::open({.conninfo = postgres_->conninfo(database_of(schema)), .application_name = "campaign"}),
              "PostgreSQL");
}

void Cluster::write_config(const Node& node, const std::string& more) const {
  std::ofstream file(directory() / (node.name + ".toml"));
  file << fmt::format("instance = \"{}\"\nlog_level = \"info\"\n[postgres]\n", node.name);
  for (const std::string& schema : pg::contract_schemas()) {
    file << fmt::format("{} = \"{}\"\n", schema, postgres_->conninfo(database_of(schema)));
  }
  const std::string& faults = node.name == kIll ? options_.ill : options_.faults;
  file << fmt::format("[redis]\nsocket = \"{}\"\n{}\n{}\n", redis_->socket_path().string(), faults, more);
}

void Cluster::start(int index) {
  Node& node = nodes_[static_cast<std::size_t>(index)];
  node.paused = false;
  node.expected_down = false;
  node.process =
      must(ChildProcess::start({.argv = {(options_.programs / "payment-sagad").string(), "--config",
                                         (directory() / (node.name + ".toml")).string(), "--roles", node.roles},
                                .output = directory() / (node.name + ".log"),
                                .death_signal = SIGKILL}),
           "payment-sagad");
}

void Cluster::kill(int index) {
  Node& node = nodes_[static_cast<std::size_t>(index)];
  if (node.process) node.process->terminate(0ms, SIGKILL);
  write_config(node);  // without the crash that it may have been about to have
  start(index);
}

void Cluster::pause(int index) {
  Node& node = nodes_[static_cast<std::size_t>(index)];
  if (!node.process || !node.process->running()) return;
  node.process->signal(SIGSTOP);
  node.paused = true;
}

void Cluster::resume(int index) {
  Node& node = nodes_[static_cast<std::size_t>(index)];
  if (node.process && std::exchange(node.paused, false)) node.process->signal(SIGCONT);
}

void Cluster::tend() {
  for (int i = 0; i < size(); ++i) {
    Node& node = nodes_[static_cast<std::size_t>(i)];
    if (node.process && node.process->running()) continue;
    const auto status = node.process ? node.process->wait(0ms) : std::nullopt;
    // Exit code 4: a server was out of reach at the start.
    const bool unreachable = std::chrono::steady_clock::now() < outage_until_ && status && status->code == 4;
    if (!node.expected_down && !unreachable) {
      surprises_.push_back(fmt::format("{} ended with {}: {}", node.name, status ? status->text() : "nothing",
                                       log_tail(directory() / (node.name + ".log"))));
    }
    // What was written for a crash has served.
    write_config(node);
    start(i);
  }
}

void Cluster::crash_legacy(int point) {
  for (int i = 0; i < size(); ++i) {
    Node& node = nodes_[static_cast<std::size_t>(i)];
    if (node.roles != "legacy") continue;
    if (node.process) node.process->terminate(0ms, SIGKILL);
    write_config(node, fmt::format("[faults.Legacy]\ncrash_at = \"{}\"\n", kPoints[static_cast<std::size_t>(point)]));
    start(i);
    node.expected_down = true;
  }
}

void Cluster::restart_postgres() {
  must(postgres_->restart(PrivatePostgres::Stop::Immediate), "PostgreSQL");
  outage_until_ = std::chrono::steady_clock::now() + kStartUp;
}

void Cluster::restart_redis() {
  redis_->kill();
  must(redis_->start(), "Redis");
  outage_until_ = std::chrono::steady_clock::now() + kStartUp;
}

std::string Cluster::logged(std::string_view text) const {
  for (const Node& node : nodes_) {
    std::ifstream log(directory() / (node.name + ".log"));
    for (std::string line; std::getline(log, line);) {
      if (line.contains(text)) return node.name + ": " + line;
    }
  }
  return {};
}

bool Cluster::stop() {
  bool all = true;
  for (Node& node : nodes_) {
    if (node.process) node.process->signal(SIGTERM);
  }
  for (Node& node : nodes_) {
    if (!node.process) continue;
    const auto status = node.process->wait(10s);
    all = all && status && status->ok();
    node.process.reset();
  }
  return all;
}

}  // namespace saga::campaign
