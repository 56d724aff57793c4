// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

#include "tests/benchmarks/bench_servers.h"

namespace saga::bench {

struct FillOptions {
  std::int64_t sagas = 1'000'000;  // four steps each
  int days = 8;                    // over which they were created, evenly
  int in_flight = 5'000;           // of the youngest; a tenth of them is stuck
};

// Fills the database with sagas as a platform leaves them: 97 of 100 completed, the others compensated or waiting for
// a person, a few in flight; five steps, three currencies, one of a hundred a refund. Returns how long it took.
[[nodiscard]] Result<std::chrono::milliseconds> fill_list(const BenchServers& servers, const std::string& database,
                                                          const FillOptions& options);

}  // namespace saga::bench
