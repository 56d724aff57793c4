// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>

namespace saga::campaign {

// Whoever looks after the parked sagas: retries or compensates each within moments, so that a compensation meets
// attempts whose requests are still on their way. Lives as long as the object; a lost server is tried again.
class Operator {
 public:
  Operator(std::string conninfo, std::uint64_t seed);
  ~Operator() { stop(); }
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;

  void stop();

  [[nodiscard]] int retried() const { return retried_; }
  [[nodiscard]] int compensated() const { return compensated_; }

 private:
  void run(const std::stop_token& stop, const std::string& conninfo, std::uint64_t seed);

  std::atomic<int> retried_{0};
  std::atomic<int> compensated_{0};
  std::jthread thread_;  // last: everything above exists before it runs
};

}  // namespace saga::campaign
