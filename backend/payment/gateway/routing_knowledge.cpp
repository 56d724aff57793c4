// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/gateway/routing_knowledge.h"

#include <algorithm>
#include <utility>

namespace saga::payment {

void RoutingKnowledge::postgres_says(const Toggles& toggles) {
  const std::lock_guard lock(mutex_);
  postgres_read_ = clock_.monotonic();
  // Two threads read, and the one that read earlier may come later; but a database that was restored has less.
  if (toggles.version >= toggles_.version || toggles.now > toggles_.now + std::chrono::seconds(1)) toggles_ = toggles;
}

void RoutingKnowledge::redis_says(bool engaged) {
  {
    const std::lock_guard lock(mutex_);
    redis_read_ = clock_.monotonic();
    if (std::exchange(engaged_in_redis_, engaged) == engaged) return;
  }
  poke();
}

MonoTime::duration RoutingKnowledge::age() const {
  const MonoTime now = clock_.monotonic();
  const std::lock_guard lock(mutex_);
  return now - std::min(postgres_read_.value_or(began_), redis_read_.value_or(began_));
}

RoutingState RoutingKnowledge::state() const {
  const MonoTime now = clock_.monotonic();
  const std::lock_guard lock(mutex_);
  RoutingState state = combined(toggles_);
  state.unreadable = now - std::min(postgres_read_.value_or(began_), redis_read_.value_or(began_)) > kBelieved;
  return state;
}

RoutingState RoutingKnowledge::state_with(const Toggles& locked) const {
  const std::lock_guard lock(mutex_);
  return combined(locked);
}

RoutingState RoutingKnowledge::combined(const Toggles& toggles) const {
  return {.rollback = toggles.rollback || engaged_in_redis_,
          .enabled = toggles.event_driven,
          .canary_percent = toggles.canary_percent,
          .version = toggles.version};
}

bool RoutingKnowledge::fresh() const {
  const MonoTime now = clock_.monotonic();
  const std::lock_guard lock(mutex_);
  return redis_read_ && now - *redis_read_ <= kFresh;
}

void RoutingKnowledge::routed(RouteCounts more) {
  const std::lock_guard lock(mutex_);
  counts_.legacy += more.legacy;
  counts_.event_driven += more.event_driven;
}

RouteCounts RoutingKnowledge::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

void RoutingKnowledge::poke() {
  {
    const std::lock_guard lock(mutex_);
    poked_ = true;
  }
  news_.notify_all();
}

bool RoutingKnowledge::wait(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  news_.wait_for(lock, time, [this] { return poked_; });
  return std::exchange(poked_, false);
}

}  // namespace saga::payment
