// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "backend/concurrency/clock.h"
#include "backend/outcome/error.h"

namespace saga::payment {

// The one field `event` of a stream entry.
struct Event {
  std::string event_id;  // UUIDv7
  std::string event_type;
  std::string saga_id;         // empty on payment.requested
  std::string correlation_id;  // of the event that caused this one; empty for a first event
  std::string traceparent;     // W3C trace context
  WallTime occurred_at = {};   // written as "2026-03-11T02:43:43.204123Z"
  nlohmann::json payload = nlohmann::json::object();
};

// Payload of a request:
//   orderId, userId, amount (minor units), currency, step, attempt,
//   and on a compensation `reason`: the order status that the failure means (STOCK_INSUFFICIENT …).
// Payload of a reply: step, attempt, and
//   done:   `result`, an object of references (paymentId, balanceAfter …); on a compensation also `stood`, whether
//           there was anything to undo;
//   failed: `error` (text), `code` (BALANCE_INSUFFICIENT, 40001 …), `retryable`.

[[nodiscard]] std::string encode(const Event& event);
[[nodiscard]] Result<Event> decode(std::string_view text);  // Invalid, with what is missing or of the wrong type

[[nodiscard]] std::string new_uuid_v7(WallTime at);                   // random in its last 74 bits; any thread
[[nodiscard]] std::string new_trace_id();                             // 32 hex digits
[[nodiscard]] std::string traceparent_of(std::string_view trace_id);  // with a new span id
// The trace goes on with a span of its own; a text that is no traceparent is passed on as it is.
[[nodiscard]] std::string next_span(std::string_view traceparent);
[[nodiscard]] std::string trace_id_of(std::string_view traceparent);  // "": it is no trace context

}  // namespace saga::payment
