// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "backend/payment/events/fold.h"
#include "backend/payment/verification/reader.h"

namespace saga::payment {

struct Sum {
  std::int64_t user_id = 0;
  std::int64_t amount = 0;
  std::string currency = {};
  friend bool operator==(const Sum&, const Sum&) = default;
};
[[nodiscard]] std::string to_text(const Sum& sum);  // "100 KRW of user 7"

struct StepFacts {
  bool done = false;    // SUCCESS or COMPENSATED
  bool failed = false;  // an attempt with the result FAILED
  bool late = false;    // done, but only after the saga had ended: its row does not count it
};

struct ReplyFacts {
  std::optional<std::string> action = {};  // the type of the kept event
  std::optional<std::string> compensation = {};
};

struct SagaFacts {
  std::string id, type, status;
  Sum sum;
  int open_effects = 0;
  bool parked = false, resolved = false, active = false;
  std::string failed_step = {};
  bool replies_kept = false;  // of its day; where not, that a reply is missing means nothing
  std::map<std::string, StepFacts, std::less<>> forward = {}, compensation = {};  // by step
  std::map<std::string, ReplyFacts, std::less<>> replies = {};                    // by step
};

struct ClaimFacts {
  std::string route;
  std::string saga_id = {};
  std::optional<std::string> outcome = {};
};

struct LineFacts {  // of one product
  std::int64_t reserved = 0, confirmed = 0, released = 0;
  bool released_confirmed = false;  // what the release says that it released
};

struct PaymentFacts {
  std::string id;
  PaymentState state;
  std::vector<StoredEvent> events = {};
};

// All that the places say about one order.
struct OrderFacts {
  std::string id;
  bool moving = false;  // something of it changed a moment ago: places may tell of different moments
  std::optional<ClaimFacts> claim = {};
  std::vector<SagaFacts> payments_sagas = {}, refund_sagas = {};
  bool refund_asked = false;
  bool saga_dropped = false;  // the claim's saga is not there, because it was dropped by age

  bool order_known = false, money_known = false, stock_known = false, payments_known = false;  // the place was read
  std::optional<OrderState> order = {};
  std::string coupon_used_by = {};  // the order that uses the coupon that this one names
  std::vector<Sum> debits = {}, refunds = {};
  std::map<std::int64_t, LineFacts> lines = {};  // by product
  std::vector<PaymentFacts> payments = {};
  std::vector<StoredEvent> order_events = {}, reservation_events = {};

  [[nodiscard]] std::vector<const PaymentFacts*> completed() const;
  [[nodiscard]] bool all_known() const { return order_known && money_known && stock_known && payments_known; }
};

using OrderBatch = std::map<std::string, OrderFacts>;

// What the saga schema says about the batch's orders; `by_order` finds also the sagas that no claim names. Recent
// changes, by `margin`, make an order a moving one.
[[nodiscard]] Result<void> read_claims(Reader& reader, OrderBatch& batch, bool by_order,
                                       std::chrono::milliseconds margin);
// What the domains that can be read say about them, and the kept replies for their sagas.
[[nodiscard]] Result<void> read_domains(Reader& reader, OrderBatch& batch);

}  // namespace saga::payment
