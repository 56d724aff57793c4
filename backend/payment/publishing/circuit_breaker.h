// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "backend/concurrency/clock.h"

namespace saga::payment {

struct BreakerPolicy {
  int failures = 5;                                 // in a row, and it opens
  std::chrono::milliseconds cool_down{1'000};       // until one delivery finds out; doubles each time that it fails …
  std::chrono::milliseconds cool_down_cap{30'000};  // … up to this
};

enum class BreakerState { Closed, Open, HalfOpen };
[[nodiscard]] std::string_view to_text(BreakerState state);  // "HALF_OPEN"

// Whether a target is worth a request. Only what says that it is not there or not well counts as a failure: a refusal
// is an answer. Every permit() that said yes is followed by succeeded(), failed() or unused(). Not thread-safe.
class CircuitBreaker {
 public:
  CircuitBreaker(BreakerPolicy policy, MonoTime now) : policy_(policy), cool_down_(policy.cool_down), since_(now) {}

  // Closed: yes. Open: yes once the cool-down is over, for a single delivery; until its end nobody else may.
  [[nodiscard]] bool permit(MonoTime now);
  void succeeded(MonoTime now);
  void failed(MonoTime now);
  void unused() { probing_ = false; }  // what was permitted was not sent

  // Whether permit() would say yes.
  [[nodiscard]] bool would_permit(MonoTime now) const;
  [[nodiscard]] BreakerState state() const { return state_; }
  [[nodiscard]] MonoTime since() const { return since_; }            // the state
  [[nodiscard]] MonoTime next_probe() const { return next_probe_; }  // while Open
  [[nodiscard]] int consecutive_failures() const { return in_a_row_; }
  [[nodiscard]] std::int64_t times_opened() const { return times_opened_; }

 private:
  void become(BreakerState state, MonoTime now);
  void open(MonoTime now);

  BreakerPolicy policy_;
  BreakerState state_ = BreakerState::Closed;
  std::chrono::milliseconds cool_down_;
  MonoTime since_;
  MonoTime next_probe_ = {};
  bool probing_ = false;  // in HalfOpen: the single delivery is on its way
  int in_a_row_ = 0;
  std::int64_t times_opened_ = 0;
};

}  // namespace saga::payment
