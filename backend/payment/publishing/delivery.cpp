// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/publishing/delivery.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace saga::payment {
namespace {

constexpr std::size_t kErrorLength = 300;

std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Nothing in it can end a header: what is not printable ASCII is written as in a URL.
std::string header_text(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f && byte != '%') {
      safe += c;
    } else {
      safe += fmt::format("%{:02X}", byte);
    }
  }
  return safe;
}

// One line of valid UTF-8 that PostgreSQL takes and a terminal survives.
std::string plain(std::string_view text) {
  std::string line;
  for (const char c : text.substr(0, kErrorLength)) {
    line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  }
  while (line.ends_with(' ')) line.pop_back();
  const auto repaired = nlohmann::json::parse(json_text(line), nullptr, false);
  return repaired.is_string() ? repaired.get<std::string>() : std::string();
}

}  // namespace

std::string delivery_id(std::string_view event_id, std::string_view target) {
  return fmt::format("{}/{}", event_id, target);
}

std::string event_text(const OpenDelivery& delivery) {
  const bool is_json = nlohmann::json::accept(delivery.event_data);
  return fmt::format(
      R"({{"eventId":"{}","eventType":{},"sagaId":"{}","correlationId":"","traceparent":{},"occurredAt":"{}","payload":{}}})",
      delivery.event_id, json_text(delivery.event_type), delivery.saga_id, json_text(delivery.traceparent),
      delivery.occurred_at, is_json ? delivery.event_data : json_text(delivery.event_data));
}

HttpHeaders headers_of(const OpenDelivery& delivery, std::string_view target) {
  HttpHeaders headers{{"Delivery-Id", delivery_id(delivery.event_id, target)},
                      {"Delivery-Attempt", std::to_string(delivery.retry_count + 1)},
                      {"Delivery-Generation", std::to_string(delivery.generation)},
                      {"Event-Type", header_text(delivery.event_type)},
                      {"Order-Key", header_text(delivery.order_key)},
                      {"Order-Position", std::to_string(delivery.position)}};
  if (!delivery.traceparent.empty()) headers.emplace_back("traceparent", header_text(delivery.traceparent));
  return headers;
}

Verdict verdict_of(const HttpAnswer& answer) {
  const int status = answer.status;
  if (status >= 200 && status < 300) return Verdict::Sent;
  if (status >= 400 && status < 500 && status != 408 && status != 429) return Verdict::Refused;
  return Verdict::Retry;
}

std::string error_text(const HttpAnswer& answer) {
  if (answer.status == 0) return plain(answer.problem);
  const std::string text = plain(answer.text);
  return text.empty() ? fmt::format("HTTP {}", answer.status) : fmt::format("HTTP {}: {}", answer.status, text);
}

}  // namespace saga::payment
