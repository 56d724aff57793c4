// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "backend/payment/gateway/payment_request.h"
#include "backend/payment/orchestrator/transition.h"
#include "backend/postgres/session.h"

namespace saga::payment {

[[nodiscard]] Result<void> prepare_start(pg::Session& session);

struct Toggles {
  bool event_driven = false;
  bool rollback = false;
  std::int64_t version = 0;  // the newest of both
  TimePoint now = {};        // of the server
  [[nodiscard]] bool open() const { return event_driven && !rollback; }
};
// Locks the rollback for share: while this transaction may still start sagas, nobody can have engaged it, so a
// gateway that was paused cannot start one behind the operator's back.
[[nodiscard]] Result<Toggles> lock_toggles(pg::Transaction& tx);
[[nodiscard]] Result<Toggles> read_toggles(pg::Session& session);

struct NewSaga {
  PaymentRequest request;
  Transition start;
  std::string cause;  // id of the event that asked for it
};
// Claims the orders and writes the sagas of those that were not claimed before; returns the ids of these sagas.
// In the order of the order ids, so that two gateways cannot wait for each other in a circle.
[[nodiscard]] Result<std::vector<SagaId>> claim_and_start(pg::Transaction& tx, const std::vector<NewSaga>& sagas,
                                                          std::int64_t toggle_version);

// The sagas of these orders whose very first request is still unanswered.
struct UnansweredStart {
  SagaId saga_id;
  std::string order_id;
  std::string trace_id;
};
[[nodiscard]] Result<std::vector<UnansweredStart>> unanswered_starts(pg::Transaction& tx,
                                                                     const std::vector<std::string>& order_ids);

}  // namespace saga::payment
