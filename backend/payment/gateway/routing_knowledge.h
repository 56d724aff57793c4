// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

#include "backend/concurrency/clock.h"
#include "backend/domain/routing.h"
#include "backend/domain/time.h"

namespace saga::payment {

// What PostgreSQL says.
struct Toggles {
  bool event_driven = false;
  bool rollback = false;
  int canary_percent = 0;
  std::int64_t version = 0;  // the newest of them
  TimePoint now = {};        // of the server
};

struct RouteCounts {
  std::int64_t legacy = 0;
  std::int64_t event_driven = 0;
};

// What one gateway knows of the toggles, and since when. Shared by the thread that routes and those that watch. Any
// thread.
class RoutingKnowledge {
 public:
  // Who has read nothing for so long routes LEGACY.
  static constexpr std::chrono::seconds kBelieved{3};
  // Who was paused may have missed a change: before it starts a saga it looks at the rollback's second path again.
  static constexpr std::chrono::seconds kFresh{1};

  explicit RoutingKnowledge(const Clock& clock) : clock_(clock), began_(clock.monotonic()) {}

  void postgres_says(const Toggles& toggles);
  void redis_says(bool engaged);

  // As it is now. Without any reading the age counts from the beginning.
  [[nodiscard]] RoutingState state() const;
  // The same with toggles that are locked, and so are the truth.
  [[nodiscard]] RoutingState state_with(const Toggles& locked) const;
  // How old the older one of the two looks is.
  [[nodiscard]] MonoTime::duration age() const;
  // Whether the second path was read a moment ago.
  [[nodiscard]] bool fresh() const;

  void routed(RouteCounts more);
  [[nodiscard]] RouteCounts counts() const;

  // Wakes who waits for news.
  void poke();
  // Whether there was news before the time was over.
  [[nodiscard]] bool wait(std::chrono::milliseconds time);

 private:
  [[nodiscard]] RoutingState combined(const Toggles& toggles) const;

  const Clock& clock_;
  MonoTime began_;
  mutable std::mutex mutex_;
  std::condition_variable news_;
  bool poked_ = false;
  Toggles toggles_ = {};
  bool engaged_in_redis_ = false;
  std::optional<MonoTime> postgres_read_ = {};
  std::optional<MonoTime> redis_read_ = {};
  RouteCounts counts_ = {};
};

}  // namespace saga::payment
