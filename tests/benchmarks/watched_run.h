// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/benchmarks/engine_run.h"

namespace saga::bench {

// C5, what being watched costs: E1 by turns without and with a saga-console attached, its window offscreen at the
// Sagas page. Throughput, and processor time of the system and its servers for each saga; what the console itself uses
// of the same cores is told beside it.
[[nodiscard]] Result<nlohmann::ordered_json> measure_watched(BenchServers& servers, const EngineOptions& options);

}  // namespace saga::bench
