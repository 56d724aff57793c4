// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backend/domain/time.h"

namespace saga {

// An event and one target that is to hear of it: "event id/target". The same for every attempt and every replay.
using DeliveryId = std::string;

// nullopt unless it is a UUID, a slash and the name of a target; the UUID in lower case, as the database writes it.
[[nodiscard]] std::optional<DeliveryId> delivery_id_from(std::string_view text);

enum class DeliveryStatus {
  Pending,     // to be sent
  Failed,      // the last attempt failed, the next one is due later
  Sent,        // the target has answered 2xx
  DeadLetter,  // nobody tries it any more
  Discarded,   // a person has decided that it is not to be sent; it can be restored until it expires
  Unknown,     // a status this program does not know
};
[[nodiscard]] std::string_view to_text(DeliveryStatus status);  // "DEAD_LETTER"; empty for Unknown
[[nodiscard]] DeliveryStatus delivery_status_from(std::string_view text);

enum class DeadLetterAction { Replay, Discard, Restore };
[[nodiscard]] std::string_view to_text(DeadLetterAction action);  // "REPLAY"

// A delivery that died. Texts from outside are masked.
struct DeadLetter {
  DeliveryId id;
  std::string queue = {};   // "dead-letter:payment.completed"
  std::string target = {};  // "crm"
  std::string event_type = {};
  std::string saga_id = {};    // empty: no saga caused it
  std::string order_key = {};  // deliveries with the same key are sent in their order
  DeliveryStatus status = DeliveryStatus::DeadLetter;
  std::string raw_status = {};
  int generation = 0;  // how often it died; an action names the death that it means
  int retry_count = 0;
  std::string error = {};      // of the last attempt
  std::string group = {};      // the error without what differs from one delivery to the next
  std::string signature = {};  // of target and group, for a command line
  std::string payload = {};    // its beginning, if it is long
  std::int64_t payload_length = 0;
  TimePoint occurred_at = {};
  TimePoint created_at = {};
  std::optional<TimePoint> last_attempt_at = {};
  std::optional<TimePoint> sent_at = {};
  std::optional<TimePoint> died_at = {};
  friend bool operator==(const DeadLetter&, const DeadLetter&) = default;
};

}  // namespace saga
