// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "tests/benchmarks/engine_run.h"

namespace saga::bench {

struct SoakOptions {
  std::chrono::minutes minutes{120};
  int rate = 150;  // payments a second offered
};

// E4 for hours: every payment is refused at the last step and undone, with retention on. What it costs in processor
// time a saga shows a drift that is not the neighbours'; sizes are those of all databases together.
[[nodiscard]] Result<nlohmann::ordered_json> measure_soak(BenchServers& servers, const EngineOptions& options,
                                                          const SoakOptions& soak);

}  // namespace saga::bench
