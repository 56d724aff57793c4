// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "backend/payment/orchestrator/transition.h"
#include "backend/postgres/session.h"

namespace saga::payment {

// Refunds that operators asked for (saga.refund), and the sagas that they become.
struct RefundRequest {
  std::string order_id;
  SagaId saga_id;
  std::string requested_by;
  std::string reason;
  // Of the saga that paid. A payment of the legacy route has none: who paid how much is learnt from the payment.
  std::int64_t user_id = 0;
  Money amount = {0, "XXX"};  // ISO 4217: no currency
  std::string trace_id = {};  // of the payment, on whichever route; empty: it was paid before traces were kept
};

[[nodiscard]] Result<void> prepare_refunds(pg::Session& session);

// Orders whose refund waits, oldest first.
[[nodiscard]] Result<std::vector<std::string>> waiting_refunds(pg::Session& session, int limit);

struct LockedRefunds {
  std::vector<RefundRequest> requests;
  TimePoint now = {};  // of the transaction, by the server's clock
};
// Those of the orders that still wait and that nobody else works on. Holds the epoch (see store.h).
[[nodiscard]] Result<LockedRefunds> lock_refunds(pg::Transaction& tx, const std::vector<std::string>& orders,
                                                 std::int64_t epoch);

struct NewRefund {
  RefundRequest request;
  Transition start;
};
// Writes the sagas, settles the requests, and journals them; the journal's chain is locked here, so this comes last.
[[nodiscard]] Result<void> start_refund_sagas(pg::Transaction& tx, const std::vector<NewRefund>& refunds,
                                              std::int64_t epoch);

}  // namespace saga::payment
