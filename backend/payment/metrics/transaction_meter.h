// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "backend/payment/metrics/metrics.h"

namespace saga::payment {

// Where the transactions of one domain are measured.
struct TransactionMeter {
  Distribution* committed = nullptr;
  Distribution* rolled_back = nullptr;
  Distribution* lock_hold = nullptr;
};
[[nodiscard]] TransactionMeter transaction_meter(Metrics& metrics, std::string_view domain);

// Measures one transaction: from here to committed(), or else to its own end. Without a meter it does nothing.
//
// Locks count from the answer to the first statement that took some, so that waiting for those of others is no holding;
// a statement that waits for its second row while it holds the first is the exception that is not seen.
class TransactionTimer {
 public:
  explicit TransactionTimer(const TransactionMeter* meter) : meter_(meter) {
    if (meter_ != nullptr) began_ = Clock::now();
  }
  TransactionTimer(TransactionTimer&& other) noexcept
      : meter_(std::exchange(other.meter_, nullptr)), began_(other.began_), locked_(other.locked_) {}
  TransactionTimer& operator=(TransactionTimer&& other) noexcept {
    std::swap(meter_, other.meter_);
    std::swap(began_, other.began_);
    std::swap(locked_, other.locked_);
    return *this;
  }
  TransactionTimer(const TransactionTimer&) = delete;
  TransactionTimer& operator=(const TransactionTimer&) = delete;
  ~TransactionTimer() {
    if (meter_ != nullptr) record(*meter_->rolled_back);
  }

  // A statement that locks rows has found some.
  void locked() {
    if (meter_ != nullptr && !locked_) locked_ = Clock::now();
  }
  void committed() {
    if (meter_ != nullptr) record(*meter_->committed);
  }

 private:
  using Clock = std::chrono::steady_clock;
  void record(Distribution& whole);

  const TransactionMeter* meter_;
  Clock::time_point began_ = {};
  std::optional<Clock::time_point> locked_ = {};
};

}  // namespace saga::payment
