// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/load/report.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace saga::payment {
namespace {

double rounded(double value) { return std::round(value * 100) / 100; }

}  // namespace

std::string report_text(const LoadResult& result) {
  return fmt::format(
      "payments     {} sent, {} ended in {:.1f} s: {:.1f} sagas/s\n"
      "outcomes     {} completed, {} failed, {} parked, {} still open\n"
      "latency ms   p50 {:.1f}   p90 {:.1f}   p99 {:.1f}   max {:.1f}   (of {})\n",
      result.sent, result.ended(), result.span.count(), result.per_second(), result.completed, result.failed,
      result.parked, result.open, result.latencies.percentile_ms(50), result.latencies.percentile_ms(90),
      result.latencies.percentile_ms(99), result.latencies.max_ms(), result.latencies.count());
}

std::string report_json(const LoadResult& result, const LoadOptions& options) {
  const nlohmann::ordered_json json{
      {"sent", result.sent},
      {"ended", result.ended()},
      {"seconds", rounded(result.span.count())},
      {"sagasPerSecond", rounded(result.per_second())},
      {"latencyMs",
       {{"p50", rounded(result.latencies.percentile_ms(50))},
        {"p90", rounded(result.latencies.percentile_ms(90))},
        {"p99", rounded(result.latencies.percentile_ms(99))},
        {"max", rounded(result.latencies.max_ms())},
        {"measured", result.latencies.count()}}},
      {"outcomes",
       {{"completed", result.completed}, {"failed", result.failed}, {"parked", result.parked}, {"open", result.open}}},
      {"options",
       {{"rate", options.rate ? nlohmann::ordered_json(*options.rate) : nlohmann::ordered_json("max")},
        {"inFlight", options.in_flight},
        {"users", options.users},
        {"products", options.products},
        {"insufficientPercent", options.mix.insufficient},
        {"invalidPercent", options.mix.invalid},
        {"noStockPercent", options.mix.no_stock},
        {"couponPercent", options.mix.coupon},
        {"hotPercent", options.mix.hot}}}};
  return json.dump(2) + "\n";
}

}  // namespace saga::payment
