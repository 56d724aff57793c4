// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "backend/payment/event.h"
#include "backend/payment/topics.h"

namespace saga::payment {

// A request to a participant, read from a stream entry.
struct Request {
  const StepTopics* step = nullptr;
  Direction direction = Direction::Forward;
  std::string event_id;
  std::string saga_id;
  std::string traceparent;
  std::string order_id;
  std::int64_t user_id = 0;
  std::int64_t amount = 0;  // minor units
  std::string currency;
  int attempt = 1;
  std::string reason;  // of a compensation: the order status that the failure means

  [[nodiscard]] const StepTopics::Leg& leg() const {
    return direction == Direction::Forward ? step->forward : step->compensation;
  }
};

// Invalid, with what is missing or of the wrong type.
[[nodiscard]] Result<Request> read_request(std::string_view stream, const Event& event);

// What is sent back. The inbox keeps the encoded event.
struct Answer {
  std::string_view topic;
  Event event;
};

struct Failure {
  std::string code;   // BALANCE_INSUFFICIENT, 40001 …
  std::string error;  // a sentence for people
  bool retryable = false;
};

// `stood`: of a compensation, whether there was anything to undo.
[[nodiscard]] Answer done_answer(const Request& request, const nlohmann::json& result, bool stood, WallTime at);
[[nodiscard]] Answer failed_answer(const Request& request, const Failure& failure, WallTime at);
// A reply that the inbox kept, with the stream that its type belongs to.
[[nodiscard]] Result<Answer> kept_answer(const StepTopics::Leg& leg, const std::string& kept);
[[nodiscard]] bool is_done(const StepTopics::Leg& leg, const Answer& answer);

}  // namespace saga::payment
