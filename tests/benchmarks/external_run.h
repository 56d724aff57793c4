// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

#include "tests/benchmarks/bench_servers.h"

namespace saga::bench {

struct ExternalOptions {
  std::filesystem::path programs;  // where payment-sagad and external-receiver are
  int orders = 20'000;             // that the outboxes hold the events of, five each: ten deliveries
  int users = 1'000;               // whose activities arrive in order
  int connections = 4;             // to each target
};

// E5: the publisher alone empties the outboxes to a receiver on this machine. Beside it, in the same run, how fast the
// same bodies are posted over as many connections to the same receiver without any database.
[[nodiscard]] Result<nlohmann::ordered_json> measure_external(BenchServers& servers, const ExternalOptions& options);

}  // namespace saga::bench
