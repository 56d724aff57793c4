// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/publishing/circuit_breaker.h"

#include <algorithm>

namespace saga::payment {

std::string_view to_text(BreakerState state) {
  switch (state) {
    case BreakerState::Closed: return "CLOSED";
    case BreakerState::Open: return "OPEN";
    case BreakerState::HalfOpen: return "HALF_OPEN";
  }
  return "";
}

bool CircuitBreaker::would_permit(MonoTime now) const {
  switch (state_) {
    case BreakerState::Closed: return true;
    case BreakerState::Open: return now >= next_probe_;
    case BreakerState::HalfOpen: return !probing_;
  }
  return false;
}

bool CircuitBreaker::permit(MonoTime now) {
  if (!would_permit(now)) return false;
  if (state_ == BreakerState::Open) become(BreakerState::HalfOpen, now);
  if (state_ == BreakerState::HalfOpen) probing_ = true;
  return true;
}

void CircuitBreaker::succeeded(MonoTime now) {
  // The answer to a request from before it opened says nothing about now; the probe will.
  if (state_ == BreakerState::Open) return;
  in_a_row_ = 0;
  probing_ = false;
  if (state_ != BreakerState::HalfOpen) return;
  cool_down_ = policy_.cool_down;
  become(BreakerState::Closed, now);
}

void CircuitBreaker::failed(MonoTime now) {
  ++in_a_row_;
  if (state_ == BreakerState::HalfOpen) {
    cool_down_ = std::min(cool_down_ * 2, policy_.cool_down_cap);
    open(now);
  } else if (state_ == BreakerState::Closed && in_a_row_ >= policy_.failures) {
    ++times_opened_;
    open(now);
  }
}

void CircuitBreaker::open(MonoTime now) {
  probing_ = false;
  next_probe_ = now + cool_down_;
  become(BreakerState::Open, now);
}

void CircuitBreaker::become(BreakerState state, MonoTime now) {
  state_ = state;
  since_ = now;
}

}  // namespace saga::payment
