// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/request.h"

#include <fmt/format.h>

namespace saga::payment {
namespace {

std::unexpected<Error> invalid(std::string_view field, std::string_view type) {
  return std::unexpected(Error{ErrorKind::Invalid, fmt::format("the request has no {} \"{}\"", type, field)});
}

const std::string* text_of(const nlohmann::json& payload, const char* field) {
  const auto found = payload.find(field);
  return found == payload.end() ? nullptr : found->get_ptr<const std::string*>();
}

std::optional<std::int64_t> number_of(const nlohmann::json& payload, const char* field) {
  const auto found = payload.find(field);
  if (found == payload.end() || !found->is_number_integer()) return std::nullopt;
  return found->get<std::int64_t>();
}

Answer answer(const Request& request, bool done, nlohmann::json payload, WallTime at) {
  const StepTopics::Leg& leg = request.leg();
  payload["orderId"] = request.order_id;
  payload["step"] = request.step->step;
  payload["attempt"] = request.attempt;
  Event event{.event_id = new_uuid_v7(at),
              .event_type = std::string(done ? leg.done_type : leg.failed_type),
              .saga_id = request.saga_id,
              .correlation_id = request.event_id,
              .traceparent = next_span(request.traceparent),
              .occurred_at = at,
              .payload = std::move(payload)};
  return {done ? leg.done : leg.failed, std::move(event)};
}

}  // namespace

Result<Request> read_request(std::string_view stream, const Event& event) {
  const auto meaning = meaning_of(stream);
  if (!meaning || meaning->kind != TopicMeaning::Kind::Request) {
    return std::unexpected(Error{ErrorKind::Invalid, fmt::format("\"{}\" is not a stream of requests", stream)});
  }
  if (event.saga_id.empty()) return invalid("sagaId", "text");
  const auto& payload = event.payload;
  const std::string* order_id = text_of(payload, "orderId");
  const std::string* currency = text_of(payload, "currency");
  const std::string* reason = text_of(payload, "reason");
  const auto user_id = number_of(payload, "userId");
  const auto amount = number_of(payload, "amount");
  const auto attempt = number_of(payload, "attempt");
  if (order_id == nullptr) return invalid("orderId", "text");
  if (currency == nullptr) return invalid("currency", "text");
  if (!user_id) return invalid("userId", "number");
  if (!amount || *amount < 0) return invalid("amount", "number from 0 up");
  if (!attempt) return invalid("attempt", "number");
  return Request{.step = meaning->step,
                 .direction = meaning->direction,
                 .event_id = event.event_id,
                 .saga_id = event.saga_id,
                 .traceparent = event.traceparent,
                 .order_id = *order_id,
                 .user_id = *user_id,
                 .amount = *amount,
                 .currency = *currency,
                 .attempt = static_cast<int>(*attempt),
                 .reason = reason != nullptr ? *reason : std::string()};
}

Answer done_answer(const Request& request, const nlohmann::json& result, bool stood, WallTime at) {
  nlohmann::json payload{{"result", result}};
  if (request.direction == Direction::Compensation) payload["stood"] = stood;
  return answer(request, true, std::move(payload), at);
}

Answer failed_answer(const Request& request, const Failure& failure, WallTime at) {
  nlohmann::json payload{{"error", failure.error}, {"code", failure.code}, {"retryable", failure.retryable}};
  return answer(request, false, std::move(payload), at);
}

Result<Answer> kept_answer(const StepTopics::Leg& leg, const std::string& kept) {
  auto event = decode(kept);
  if (!event) {
    return std::unexpected(
        Error{ErrorKind::Internal, "The inbox holds a reply that cannot be read: " + event.error().message});
  }
  return Answer{event->event_type == leg.done_type ? leg.done : leg.failed, std::move(*event)};
}

bool is_done(const StepTopics::Leg& leg, const Answer& answer) { return answer.topic == leg.done; }

}  // namespace saga::payment
