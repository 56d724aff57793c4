// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

#include "tests/benchmarks/bench_servers.h"

namespace saga::bench {

struct RoutingOptions {
  std::filesystem::path programs;  // where payment-sagad and payment-load are
  int gateways = 3;
  int rate = 500;      // payments a second
  int stuck = 10'000;  // sagas of a job
  int flips = 20;      // of a toggle
  int drills = 10;     // of the rollback, without a job and beside one
};

// {"O1", "O2"}. The gateways are asked every 50 ms what they obey, so that each time is up to as much too long.
[[nodiscard]] Result<nlohmann::ordered_json> measure_routing(BenchServers& servers, const RoutingOptions& options);

}  // namespace saga::bench
