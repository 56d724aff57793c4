// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "backend/payment/metrics/saga_meter.h"
#include "backend/payment/orchestrator/writes.h"
#include "backend/payment/runtime/handler.h"

namespace saga::payment {

// What a batch of transitions does: rows to write, and after the commit the events to send.
class Effects {
 public:
  // `now`: of the transaction.
  void add(const SagaRecord& before, const Transition& transition, TimePoint now);

  [[nodiscard]] const Writes& writes() const { return writes_; }
  // Requests, and one hint for all sagas that changed. To be called after the commit.
  [[nodiscard]] std::vector<Outgoing> outgoing(WallTime now) const;
  // One line for each saga that needs a person, or that a person has acted on. After the commit, likewise.
  void log() const;
  void measure(SagaMeter& meter) const;

 private:
  struct Request {
    SagaRecord record;
    std::string cause;
  };

  // What is measured of one transition.
  struct Event {
    enum class Kind { Completed, Failed, Reopened, Parked, Retried } kind;
    std::string saga_type, step, reason;
    Direction direction = Direction::Forward;
    std::chrono::microseconds took{0};
  };
  void note(const SagaRecord& before, const Transition& transition, TimePoint now);

  Writes writes_;
  std::vector<EndedAttempt> ended_;
  std::vector<Event> events_;
  std::map<SagaId, Request> requests_;  // the last one of each saga: an earlier one of the batch is overtaken
};

struct ChangedSaga {
  SagaId saga_id;
  std::string order_id;
  std::string kind;  // STARTED, STEP, PARKED, COMPLETED, FAILED, COMMAND
};
// Says on saga.changed which sagas changed; the truth is in the change feed.
[[nodiscard]] Outgoing hint_of(const std::vector<ChangedSaga>& sagas, WallTime now);

}  // namespace saga::payment
