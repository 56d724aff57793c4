// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace saga::payment {

// Waits, unless asked to stop; false: stop.
inline bool wait_for(const std::stop_token& stop, std::chrono::milliseconds time) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, time, [] { return false; });
  return !stop.stop_requested();
}

// How long to wait between attempts to get something back: short at first, since most outages are restarts.
class Patience {
 public:
  [[nodiscard]] std::chrono::milliseconds next() {
    const auto wait = wait_;
    wait_ = std::min(wait_ * 2, std::chrono::milliseconds(1000));
    return wait;
  }
  void reset() { wait_ = kFirst; }

 private:
  static constexpr std::chrono::milliseconds kFirst{50};
  std::chrono::milliseconds wait_ = kFirst;
};

}  // namespace saga::payment
