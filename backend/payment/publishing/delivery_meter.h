// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "backend/payment/metrics/metrics.h"
#include "backend/payment/publishing/circuit_breaker.h"
#include "backend/payment/publishing/sender_pool.h"

namespace saga::payment {

// How a delivery ends, until somebody replays it. All but the first are deaths.
enum class DeliveryEnd {
  Sent,
  Refused,    // by the target
  Exhausted,  // the last of its attempts failed
  Expired,    // the target was gone for too long
};
[[nodiscard]] std::string_view to_text(DeliveryEnd end);  // "sent"

// Counts and times what a publisher does for one target. One thread writes; asks for its instruments once, so that all
// of them are there from the beginning, as 0: a rate needs two points.
class DeliveryMeter {
 public:
  DeliveryMeter(Metrics& metrics, std::string_view target);

  // Once for each attempt that came back; one that was not made does not count.
  void attempted(const Attempt& attempt);
  // Once it is written down.
  void ended(DeliveryEnd end, std::uint64_t deliveries = 1);
  void stands(const CircuitBreaker& breaker);

 private:
  std::array<Counter*, 4> ends_{};            // by DeliveryEnd
  std::array<Distribution*, 3> durations_{};  // by Attempt::Outcome
  std::array<Gauge*, 3> states_{};            // by BreakerState
  Counter& retries_;
  Counter& opened_;
  std::int64_t times_opened_ = 0;  // of what opened_ was told
};

}  // namespace saga::payment
