// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "backend/payment/orchestrator/transition.h"

namespace saga::payment {
namespace {

std::unexpected<Error> invalid(std::string why) { return std::unexpected(Error{ErrorKind::Invalid, std::move(why)}); }

// PostgreSQL has no zero byte in a text; JSON does.
std::string storable(std::string text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (c == '\0') {
      out += "\xEF\xBF\xBD";
    } else {
      out += c;
    }
  }
  return out;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

}  // namespace

Result<Reply> read_reply(std::string_view topic, const Event& event) {
  const auto meaning = meaning_of(topic);
  if (!meaning || meaning->kind == TopicMeaning::Kind::Request) {
    return invalid(fmt::format("{} is not a topic of replies", topic));
  }
  if (!is_uuid(event.saga_id)) return invalid("sagaId is not a UUID");
  Reply reply{.step = meaning->step, .direction = meaning->direction, .event_id = event.event_id};
  reply.done = meaning->kind == TopicMeaning::Kind::Done;

  const auto& payload = event.payload;
  const auto attempt = payload.find("attempt");
  if (attempt == payload.end() || !attempt->is_number_integer() || *attempt < 1 || *attempt > 1'000'000) {
    return invalid("payload.attempt is not a positive whole number");
  }
  reply.attempt = attempt->get<int>();

  if (reply.done) {
    nlohmann::json output = nlohmann::json::object();
    if (const auto result = payload.find("result"); result != payload.end() && result->is_object()) output = *result;
    if (const auto stood = payload.find("stood"); stood != payload.end()) output["stood"] = *stood;
    reply.output = output.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return reply;
  }
  const auto error = payload.find("error");
  const auto retryable = payload.find("retryable");
  if (error == payload.end() || !error->is_string()) return invalid("payload.error is not a text");
  if (retryable == payload.end() || !retryable->is_boolean()) return invalid("payload.retryable is not true or false");
  reply.error = storable(error->get<std::string>());
  reply.retryable = retryable->get<bool>();
  return reply;
}

}  // namespace saga::payment
