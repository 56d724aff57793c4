// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "backend/domain/saga.h"
#include "backend/outcome/error.h"
#include "backend/ports/saga_reader.h"

namespace saga {

struct SagaNote {
  std::int64_t number = 0;
  std::string author;
  std::string text;
  TimePoint at = {};
  friend bool operator==(const SagaNote&, const SagaNote&) = default;
};

struct SagaNotes {
  std::vector<SagaNote> notes;  // newest first
  bool more = false;            // there are older ones
  std::optional<SagaClaim> claim = {};
  friend bool operator==(const SagaNotes&, const SagaNotes&) = default;
};

enum class PayloadPart { Input, Output, Error };

// One payload of one attempt.
struct PayloadKey {
  SagaId saga;
  std::string step;
  Direction direction = Direction::Forward;
  int attempt = 1;
  PayloadPart part = PayloadPart::Input;
  friend bool operator==(const PayloadKey&, const PayloadKey&) = default;
};

// One event of an aggregate that the saga has changed.
struct StoredEvent {
  std::string domain;     // "orders", "balances" …
  std::string aggregate;  // "order/O-4812933"
  std::int64_t number = 0;
  std::string type;
  std::string data;  // JSON text as stored, masked
  TimePoint at = {};
  friend bool operator==(const StoredEvent&, const StoredEvent&) = default;
};

struct StoredEvents {
  std::vector<StoredEvent> events;  // oldest first
  // What was not looked at: domains that lie in another database or may not be read, by name.
  std::vector<std::string> elsewhere = {};
  // Accounts have many events; more than this many of the newest were not searched, by aggregate.
  std::vector<std::string> searched_in_part = {};
  friend bool operator==(const StoredEvents&, const StoredEvents&) = default;
};

// An event on its way to a target outside.
struct ExternalDelivery {
  std::string event_id;
  std::string target;
  std::string event_type;
  std::string status;  // PENDING, SENT, FAILED, DEAD_LETTER
  int retry_count = 0;
  int generation = 0;  // how often it died
  std::string error = {};
  TimePoint created_at = {};
  std::optional<TimePoint> ended_at = {};  // of one that was sent, or died
  std::optional<TimePoint> last_attempt_at = {};
  std::optional<TimePoint> next_attempt_at = {};  // of FAILED: not before
  // The circuit breaker of its target while it is to be sent, the worst of all publishers' that have reported lately:
  // CLOSED, OPEN, HALF_OPEN, or NO_URL: nobody knows where the target is. Empty: none has.
  std::string breaker = {};
  friend bool operator==(const ExternalDelivery&, const ExternalDelivery&) = default;
};

// What stands beside a saga and is asked for only when somebody looks. Worker threads; blocks.
class SagaContext {
 public:
  virtual ~SagaContext() = default;
  virtual Result<SagaNotes> notes(const SagaId& id) = 0;
  // The whole of it, masked; nullopt: there is no such attempt any more, or it has no such payload.
  virtual Result<std::optional<std::string>> payload(const PayloadKey& key) = 0;
  virtual Result<StoredEvents> stored_events(const Saga& saga) = 0;
  // What its events became outside, in the order in which they were to be sent; of a system that sends nothing, or an
  // older one: none.
  virtual Result<std::vector<ExternalDelivery>> deliveries(const Saga& saga) = 0;
};

}  // namespace saga
