// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/payment/orchestrator/saga_record.h"
#include "backend/redis/client.h"

namespace saga::payment {

// How far a consumer group is in a stream.
struct GroupPosition {
  std::uint64_t delivered_ms = 0;  // id of the last entry it was given
  bool behind = false;             // there are newer ones
  bool working = false;            // it was given some within the last second
};

// Whether a reply could not yet have been seen, since the participant or the orchestrator is still working off
// what came before. Without it a burst would let deadlines pass, each bringing one more request into the queue that
// caused it. A group that stands still gets no such credit.
class Backlog {
 public:
  explicit Backlog(std::string_view orchestrator_group) : orchestrator_group_(orchestrator_group) {}

  // Looks at the streams of the attempts that these sagas wait for; in one round trip.
  [[nodiscard]] Result<void> look(redis::Client& client, const std::vector<SagaRecord>& sagas, MonoTime now);

  // The attempt was sent at `sent` and should have been answered by `due`.
  [[nodiscard]] bool hides(const SagaRecord& saga, TimePoint sent, TimePoint due) const;

  // For look(), and for tests.
  void note(const std::string& stream, std::uint64_t delivered_ms, bool behind, MonoTime now);

 private:
  struct Seen {
    GroupPosition position;
    MonoTime moved = {};
  };
  [[nodiscard]] bool hides_before(std::string_view stream, TimePoint time) const;

  std::string orchestrator_group_;
  std::map<std::string, Seen, std::less<>> seen_;  // by stream: each has one group that matters here
};

}  // namespace saga::payment
