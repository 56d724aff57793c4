// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

#include "backend/redis/client.h"

namespace saga::campaign {

// What a network and impatient clients do to the streams: one payment in twenty is asked for again, under an event id
// of its own, and one in thirty of all other entries comes a second time, up to five seconds late and therefore behind
// what came after it.
class Noise {
 public:
  Noise(redis::Endpoint redis, std::uint64_t seed);
  ~Noise() { stop(); }
  Noise(const Noise&) = delete;
  Noise& operator=(const Noise&) = delete;

  void stop();
  [[nodiscard]] std::int64_t resubmitted() const { return resubmitted_; }
  [[nodiscard]] std::int64_t repeated() const { return repeated_; }

 private:
  void run(const std::stop_token& stop, const redis::Endpoint& redis, std::uint64_t seed);

  std::atomic<std::int64_t> resubmitted_ = 0, repeated_ = 0;
  std::jthread thread_;  // last: it uses the others
};

}  // namespace saga::campaign
