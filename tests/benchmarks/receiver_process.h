// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "backend/private_servers/child_process.h"
#include "tests/benchmarks/bench_servers.h"

namespace saga::bench {

// external-receiver as a process of its own, which says at its end what has arrived.
class ReceiverProcess {
 public:
  [[nodiscard]] static Result<ReceiverProcess> start(const BenchServers& servers,
                                                     const std::filesystem::path& programs);

  struct Arrived {
    std::int64_t accepted = 0, repeated = 0, order_violations = 0;
  };
  [[nodiscard]] Result<Arrived> end();

  [[nodiscard]] pid_t pid() const { return process_.pid(); }
  [[nodiscard]] const std::string& address() const { return address_; }  // "http://127.0.0.1:4711"
  // TOML by which payment-sagad publishes all targets there.
  [[nodiscard]] std::string targets(int connections) const;

 private:
  ReceiverProcess(ChildProcess process, std::filesystem::path log, std::string address)
      : process_(std::move(process)), log_(std::move(log)), address_(std::move(address)) {}

  ChildProcess process_;
  std::filesystem::path log_;
  std::string address_;
};

}  // namespace saga::bench
