// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <vector>

#include <nlohmann/json.hpp>

namespace saga::bench {

// Milliseconds of many.
class Times {
 public:
  void add(double millis) { all_.push_back(millis); }
  void add(std::chrono::steady_clock::duration took) { add(std::chrono::duration<double, std::milli>(took).count()); }
  [[nodiscard]] std::size_t count() const { return all_.size(); }
  // `share` of them are at most this; 0 if there are none.
  [[nodiscard]] double percentile(double share) const;
  [[nodiscard]] double max() const { return percentile(1); }
  // {"count", "p50ms", "p99ms", "maxms"}
  [[nodiscard]] nlohmann::ordered_json json() const;

 private:
  std::vector<double> all_;
};

}  // namespace saga::bench
