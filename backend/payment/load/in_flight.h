// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "backend/payment/load/latencies.h"

namespace saga::payment {

enum class Outcome { Completed, Failed, Parked };

struct LoadResult {
  std::int64_t sent = 0;
  std::int64_t completed = 0, failed = 0, parked = 0;
  std::int64_t open = 0;                  // sent, and no end seen
  std::chrono::duration<double> span{0};  // from the first payment sent to the last end
  Latencies latencies = {};               // of those whose end was seen as it happened

  [[nodiscard]] std::int64_t ended() const { return completed + failed + parked; }
  [[nodiscard]] double per_second() const { return span.count() > 0 ? static_cast<double>(ended()) / span.count() : 0; }
};

// The payments that were sent and have not ended, and what became of the others. Any thread.
class InFlight {
 public:
  using Time = std::chrono::steady_clock::time_point;

  void sent(std::span<const std::string> orders, Time at);
  // Only the first end of an order counts; orders that are not ours are ignored.
  void ended(std::string_view order, Outcome outcome, Time at);
  // The same, when it is not known at what time it ended.
  void found_ended(std::string_view order, Outcome outcome, Time seen);

  [[nodiscard]] std::size_t size() const;
  // Waits until fewer than `limit` are in flight; false if asked to stop before.
  [[nodiscard]] bool wait_below(std::size_t limit, std::chrono::milliseconds patience, const std::stop_token& stop);
  [[nodiscard]] std::vector<std::string> older_than(Time at, std::size_t limit) const;
  [[nodiscard]] LoadResult result() const;

 private:
  void end(std::string_view order, Outcome outcome, Time at, bool timed);

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  mutable std::mutex mutex_;
  std::condition_variable_any fewer_;
  std::unordered_map<std::string, Time, Hash, std::equal_to<>> open_;
  LoadResult result_;
  Time first_ = {}, last_ = {};
};

}  // namespace saga::payment
