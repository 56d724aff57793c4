// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/load/latencies.h"

#include <algorithm>
#include <cmath>

namespace saga::payment {
namespace {

constexpr double kLowest = 0.01;  // ms; the highest bucket begins at more than an hour
constexpr double kRatio = 1.02;

}  // namespace

void Latencies::add(double ms) {
  const double bucket = std::log(std::max(ms, kLowest) / kLowest) / std::log(kRatio);
  ++buckets_[std::min(static_cast<std::size_t>(bucket), kBuckets - 1)];
  ++count_;
  max_ = std::max(max_, ms);
}

double Latencies::percentile_ms(double percent) const {
  if (count_ == 0) return 0;
  const auto rank = std::clamp(static_cast<std::int64_t>(std::ceil(percent / 100 * static_cast<double>(count_))),
                               std::int64_t{1}, count_);
  std::int64_t below = 0;
  for (std::size_t i = 0; i < kBuckets; ++i) {
    below += buckets_[i];
    if (below >= rank) return std::min(max_, kLowest * std::pow(kRatio, static_cast<double>(i + 1)));
  }
  return max_;
}

}  // namespace saga::payment
