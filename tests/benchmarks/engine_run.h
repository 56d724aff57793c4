// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

#include "tests/benchmarks/bench_servers.h"

namespace saga::bench {

struct EngineOptions {
  std::filesystem::path programs;  // where payment-sagad and payment-load are
  int sagas = 30'000;
  int in_flight = 1000;
  int participant_batch = 64;
  double compensated_percent = 5;
  bool split = false;  // the four participants as processes of their own
};

// payment-sagad under payment-load --rate max; the orders are placed before the clock starts.
[[nodiscard]] Result<nlohmann::ordered_json> run_engine(BenchServers& servers, const EngineOptions& options);

}  // namespace saga::bench
