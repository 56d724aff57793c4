// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/benchmarks/bench_servers.h"
#include "tests/benchmarks/receiver_process.h"

namespace saga::bench {

struct EngineOptions {
  std::filesystem::path programs;  // where payment-sagad and payment-load are
  int sagas = 30'000;
  int in_flight = 1000;
  int participant_batch = 64;
  std::string settings = {};  // more TOML for payment-sagad
  double compensated_percent = 5;
  bool split = true;           // the four participants and a second orchestrator as processes of their own
  bool one_per_domain = true;  // a database for each domain
  // Also what leaves the system and watches it: publisher with a receiver, projector, jobs, the legacy path, metrics of
  // every process, and the verification every minute.
  bool everything = false;
  std::vector<std::string> roles = {};  // "gateway,orchestrator", one a process; empty: as `split` says
};

// payment-sagad on a database of its own, with payment-load to drive it. Ends with the object.
class Engine {
 public:
  // `faults`: TOML for payment-sagad. Warmed up, so that nobody measures an empty table.
  [[nodiscard]] static Result<Engine> start(BenchServers& servers, const EngineOptions& options,
                                            const std::string& database, const std::string& faults = {});

  // Runs payment-load to its end and returns what it prints.
  [[nodiscard]] Result<nlohmann::ordered_json> load(std::vector<std::string> arguments) const;
  // E1: all of EngineOptions::sagas as fast as they go.
  [[nodiscard]] Result<nlohmann::ordered_json> at_full_speed() const;
  // payment-load beside us.
  [[nodiscard]] Result<ChildProcess> load_beside(std::vector<std::string> arguments) const;
  // SIGKILL to all of payment-sagad at once.
  void kill();
  // Of the processes that are started from now on.
  void set_faults(std::string faults) { faults_ = std::move(faults); }
  [[nodiscard]] Result<void> start_processes();
  [[nodiscard]] const std::string& database() const { return database_; }
  [[nodiscard]] std::vector<pid_t> processes() const;

 private:
  Engine(BenchServers& servers, const EngineOptions& options, std::string database, std::string faults)
      : servers_(&servers), options_(options), database_(std::move(database)), faults_(std::move(faults)) {}
  [[nodiscard]] std::string toml() const;
  [[nodiscard]] Result<void> start_one(const std::string& roles);
  [[nodiscard]] Result<std::vector<std::string>> load_command(std::vector<std::string> arguments) const;

  BenchServers* servers_;
  EngineOptions options_;
  std::string database_, faults_;
  std::optional<ReceiverProcess> receiver_ = {};
  std::vector<ChildProcess> processes_ = {};
};

// E1: payment-load --rate max; the orders are placed before the clock starts.
[[nodiscard]] Result<nlohmann::ordered_json> measure_throughput(BenchServers& servers, const EngineOptions& options);
// E2: latencies at 500 payments a second offered.
[[nodiscard]] Result<nlohmann::ordered_json> measure_latency(BenchServers& servers, const EngineOptions& options);
// E3: everything is killed with `in_flight` payments under way, and started again at once.
[[nodiscard]] Result<nlohmann::ordered_json> measure_recovery(BenchServers& servers, const EngineOptions& options);
// E4: as E1, with every payment refused at the last step.
[[nodiscard]] Result<nlohmann::ordered_json> measure_compensation(BenchServers& servers, const EngineOptions& options);

}  // namespace saga::bench
