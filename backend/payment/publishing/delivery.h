// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace saga::payment {

// A row of saga.external_event_log that is to be sent.
struct OpenDelivery {
  std::string event_id = {};
  std::string event_type = {};
  std::string event_data = {};   // a JSON object
  std::string saga_id = {};      // empty: no saga caused it
  std::string traceparent = {};  // may be empty
  std::string order_key = {};
  std::string occurred_at = {};  // "2026-03-11T02:43:43.204123Z"
  int shard = 0;
  std::int64_t position = 0;
  int retry_count = 0;
  int generation = 0;
  std::int64_t epoch = 0;  // of the publisher that reads it
};

// Stable: the same for every attempt and every replay of it.
[[nodiscard]] std::string delivery_id(std::string_view event_id, std::string_view target);

// The event as it is sent, JSON of the same form as in the streams: eventId, eventType, sagaId, correlationId (empty),
// traceparent, occurredAt, payload. Data that is no JSON becomes a text.
[[nodiscard]] std::string event_text(const OpenDelivery& delivery);

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;
// Delivery-Id, Delivery-Attempt (1 is the first), Delivery-Generation (0: never replayed), Event-Type, Order-Key and
// Order-Position (of the deliveries with one key, a lower position comes first), and traceparent if there is one.
[[nodiscard]] HttpHeaders headers_of(const OpenDelivery& delivery, std::string_view target);

struct HttpAnswer {
  int status = 0;            // 0: there is no answer
  std::string text = {};     // the beginning of its body
  std::string problem = {};  // without an answer: why
};

enum class Verdict {
  Sent,     // 2xx
  Retry,    // no answer, 408, 429, 5xx, or anything else that is none: the target is not there or not well
  Refused,  // any other 4xx: it would be no better the next time
};
[[nodiscard]] Verdict verdict_of(const HttpAnswer& answer);
[[nodiscard]] std::string error_text(const HttpAnswer& answer);  // "HTTP 503: overloaded"

}  // namespace saga::payment
