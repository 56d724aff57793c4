// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <vector>

#include "backend/domain/routing.h"
#include "backend/payment/gateway/payment_request.h"
#include "backend/payment/orchestrator/transition.h"
#include "backend/postgres/session.h"

namespace saga::payment {

[[nodiscard]] Result<void> prepare_start(pg::Session& session);

struct NewSaga {
  PaymentRequest request;
  Transition start;
  std::string cause;     // id of the event that asked for it
  std::string reason;    // why it takes this route
  RouteReason why = {};  // the same, for those who count
};
// Claims the orders and writes the sagas of those that were not claimed before; returns the ids of these sagas.
// In the order of the order ids, so that two gateways cannot wait for each other in a circle. Holds the epoch of this
// process; fails with the code kFenced if it is over.
[[nodiscard]] Result<std::vector<SagaId>> claim_and_start(pg::Transaction& tx, const std::vector<NewSaga>& sagas,
                                                          std::int64_t toggle_version, std::int64_t epoch);

// Which of these orders have a route already, whichever it is.
[[nodiscard]] Result<std::set<std::string>> claimed_orders(pg::Transaction& tx,
                                                           const std::vector<std::string>& order_ids);

// The sagas of these orders whose very first request is still unanswered.
struct UnansweredStart {
  SagaId saga_id;
  std::string order_id;
  std::string trace_id;
};
[[nodiscard]] Result<std::vector<UnansweredStart>> unanswered_starts(pg::Transaction& tx,
                                                                     const std::vector<std::string>& order_ids);

}  // namespace saga::payment
