// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>

#include "backend/services/attachment.h"
#include "backend/services/event_hub.h"

namespace saga {

// How long to wait before the given attempt (0: the first) to get a lost connection back.
[[nodiscard]] inline std::chrono::milliseconds retry_delay(int attempt) {
  constexpr std::array<int, 5> kDelays{0, 500, 1000, 2000, 4000};
  constexpr int kLongest = 5000;
  if (attempt < 0) return std::chrono::milliseconds(0);
  const auto index = static_cast<std::size_t>(attempt);
  return std::chrono::milliseconds(index < kDelays.size() ? kDelays[index] : kLongest);
}

// Keeps and tells the state of one source. Used by one thread.
class SourceHealth {
 public:
  SourceHealth(Source source, const Clock& clock, std::shared_ptr<EventHub> hub) : clock_(clock), hub_(std::move(hub)) {
    state_.source = source;
    tell();
  }

  void answered(std::chrono::microseconds latency) {
    state_.health = SourceState::Health::Connected;
    state_.latency = latency;
    state_.last_answer = clock_.now();
    state_.lost_since.reset();
    state_.next_attempt.reset();
    state_.error.reset();
    state_.attempt = 0;
    tell();
  }

  void lost(const Error& error) {
    if (state_.health != SourceState::Health::Lost) {
      state_.health = SourceState::Health::Lost;
      state_.lost_since = clock_.now();
      state_.attempt = 0;
    }
    state_.error = error;
    tell();
  }

  // A connection was tried `attempt` times; the next try comes after `delay`.
  void will_retry(int attempt, std::chrono::milliseconds delay) {
    state_.attempt = attempt;
    state_.next_attempt = clock_.now() + delay;
    tell();
  }

  void tell() const { hub_->tell(state_); }
  [[nodiscard]] const SourceState& state() const { return state_; }

 private:
  const Clock& clock_;
  std::shared_ptr<EventHub> hub_;
  SourceState state_;
};

}  // namespace saga
