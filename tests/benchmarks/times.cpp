// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/times.h"

#include <algorithm>
#include <cmath>

namespace saga::bench {

double Times::percentile(double share) const {
  if (all_.empty()) return 0;
  auto sorted = all_;
  std::ranges::sort(sorted);
  const auto index = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
  return std::round(sorted[index] * 1000) / 1000;
}

nlohmann::ordered_json Times::json() const {
  return {{"count", count()}, {"p50ms", percentile(0.5)}, {"p99ms", percentile(0.99)}, {"maxms", max()}};
}

}  // namespace saga::bench
