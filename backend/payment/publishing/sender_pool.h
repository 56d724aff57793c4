// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "backend/payment/publishing/circuit_breaker.h"
#include "backend/payment/publishing/delivery.h"
#include "backend/payment/publishing/http_connection.h"

namespace saga::payment {

// What became of a delivery that was given to the pool.
struct Attempt {
  enum class Outcome { Sent, Retry, Refused, NotTried };
  OpenDelivery delivery;
  Outcome outcome = Outcome::NotTried;
  std::string error = {};             // of Retry and Refused
  std::chrono::microseconds took{0};  // from the request to the answer
};

struct PoolOptions {
  std::string target;
  int connections = 8;
  std::chrono::milliseconds timeout{5'000};  // of one delivery, from its begin to its answer
  BreakerPolicy breaker = {};
  std::function<std::unique_ptr<Connection>()> connect;
  std::function<bool(const OpenDelivery&)> may_send;  // asked before each; false: it is not this process's any more
};

// Sends the deliveries of one target over several connections at once, those of one key over one connection and in the
// order in which they were added. Once a delivery of a key has to be tried again, the later ones of the key come back
// untried, and no more of them are taken until release(): the caller has then written down what comes first.
// One thread calls; the pool has a thread for each connection.
class SenderPool {
 public:
  SenderPool(PoolOptions options, const Clock& clock);
  ~SenderPool() { stop(std::chrono::milliseconds(0)); }
  SenderPool(const SenderPool&) = delete;
  SenderPool& operator=(const SenderPool&) = delete;

  // False: its key is held back at the moment.
  [[nodiscard]] bool add(OpenDelivery delivery);
  // Waits until so many are done, or all that were added, or for so long.
  void wait(std::size_t enough, std::chrono::milliseconds patience);
  [[nodiscard]] std::size_t finished() const;
  [[nodiscard]] bool idle() const;  // nothing waits to be sent, nothing is being sent
  [[nodiscard]] std::vector<Attempt> take_finished();
  // Their keys are taken again.
  void release(std::span<const Attempt> attempts);

  // Ends what has no answer after the time of a delivery; to be called now and then.
  void watch();
  [[nodiscard]] CircuitBreaker breaker() const;  // as it is now

  // What waits comes back untried; what is being sent is given `grace`, and then ended.
  void stop(std::chrono::milliseconds grace);

 private:
  struct Lane {
    std::unique_ptr<Connection> connection;
    std::deque<OpenDelivery> queue = {};
    std::condition_variable wake = {};
    bool sending = false;
    MonoTime begun = {};
    std::thread thread = {};
  };

  void run(Lane& lane);
  void send_front(Lane& lane, std::unique_lock<std::mutex>& lock);
  // With the mutex held.
  void finish(Lane& lane, Attempt attempt);
  [[nodiscard]] bool nothing_under_way() const;

  PoolOptions options_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable progress_;
  CircuitBreaker breaker_;
  std::multiset<std::string, std::less<>> held_;  // keys, once for each attempt that is to be released
  std::vector<Attempt> finished_;
  bool stopping_ = false;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace saga::payment
