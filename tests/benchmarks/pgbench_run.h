// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include <nlohmann/json.hpp>

#include "tests/benchmarks/bench_servers.h"

namespace saga::bench {

struct PgbenchOptions {
  std::filesystem::path script;
  int clients = 32;
  int seconds = 20;
};

// The baseline: what PostgreSQL does of the same statements when nothing is batched, sent or recovered.
[[nodiscard]] Result<nlohmann::ordered_json> run_pgbench(BenchServers& servers, const PgbenchOptions& options);

}  // namespace saga::bench
