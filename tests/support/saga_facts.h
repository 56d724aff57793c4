// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/outcome/error.h"
#include "tests/support/invariants.h"

namespace saga::test {

struct SagaFacts {
  std::string saga_id, status;
  std::int64_t amount = 0;
  int open_effects = 0;
  bool parked = false;
  bool parked_without_reason = false;
};

// All that the databases say about one order.
struct OrderFacts {
  bool routed = false;  // EVENT_DRIVEN
  bool legacy = false;
  std::optional<std::string> legacy_outcome = {};
  std::string routed_saga = {};
  std::vector<SagaFacts> sagas = {};    // that paid it
  std::vector<SagaFacts> refunds = {};  // that gave the money back
  std::optional<std::string> order_status = {};
  std::int64_t order_amount = 0;
  bool uses_coupon = false;  // a coupon is marked as used by it
  std::optional<std::int64_t> debit = {}, refund = {};
  int reserved = 0, confirmed = 0, released = 0;  // lines
  int completed_payments = 0;                     // by whatever route
  int legacy_payments = 0;                        // of those, by the legacy route
  std::int64_t paid = 0;                          // by them
};

[[nodiscard]] Result<std::map<std::string, OrderFacts>> read_facts(const PaymentDatabases& databases);

}  // namespace saga::test
