// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace saga::payment {

// How often each latency was seen, to within two per cent, in a size that does not grow with a load that runs for days.
class Latencies {
 public:
  void add(double ms);
  [[nodiscard]] std::int64_t count() const { return count_; }
  [[nodiscard]] double max_ms() const { return max_; }
  [[nodiscard]] double percentile_ms(double percent) const;  // at least so many per cent were not above; 0 if empty

 private:
  static constexpr std::size_t kBuckets = 1024;
  std::array<std::int64_t, kBuckets> buckets_{};
  std::int64_t count_ = 0;
  double max_ = 0;
};

}  // namespace saga::payment
