// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "backend/payment/orchestrator/writes.h"
#include "backend/payment/runtime/handler.h"

namespace saga::payment {

// What a batch of transitions does: rows to write, and after the commit the events to send.
class Effects {
 public:
  void add(const SagaRecord& before, const Transition& transition);

  [[nodiscard]] const Writes& writes() const { return writes_; }
  // Requests, and one hint for all sagas that changed. To be called after the commit.
  [[nodiscard]] std::vector<Outgoing> outgoing(WallTime now) const;
  // One line for each saga that needs a person, or that a person has acted on.
  void log() const;

 private:
  struct Request {
    SagaRecord record;
    std::string cause;
  };

  Writes writes_;
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
