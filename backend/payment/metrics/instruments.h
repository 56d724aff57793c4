// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>

#include "backend/domain/histogram.h"

namespace saga::payment {

// What measured code writes to. Any thread, without a lock; each write is one or two relaxed additions. Whoever reads
// while others write may see a value of which the count has arrived and the sum has not.

class alignas(64) Counter {  // a cache line of its own: counters of different threads lie side by side
 public:
  void add(std::uint64_t more = 1) noexcept { value_.fetch_add(more, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

// The last value that was set; none, and it is not shown.
class Gauge {
 public:
  static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  void set(double value) noexcept { value_.store(value, std::memory_order_relaxed); }
  [[nodiscard]] double value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{kUnknown};
};

// A histogram that is written to: durations in microseconds, or numbers of things.
class Distribution {
 public:
  void record(std::int64_t value) noexcept {
    counts_[static_cast<std::size_t>(Histogram::class_of(value))].fetch_add(1, std::memory_order_relaxed);
    if (value > 0) sum_.fetch_add(value, std::memory_order_relaxed);
  }
  void record(std::chrono::microseconds time) noexcept { record(std::int64_t{time.count()}); }
  [[nodiscard]] Histogram read() const;

 private:
  std::array<std::atomic<std::int64_t>, Histogram::kClasses> counts_{};
  std::atomic<std::int64_t> sum_{0};
};

}  // namespace saga::payment
