// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/gateway/payment_request.h"

#include <algorithm>
#include <limits>

namespace saga::payment {
namespace {

std::unexpected<Error> invalid(std::string why) { return std::unexpected(Error{ErrorKind::Invalid, std::move(why)}); }

bool read_int64(const nlohmann::json& payload, const char* name, std::int64_t& out) {
  const auto found = payload.find(name);
  if (found == payload.end() || !found->is_number_integer()) return false;
  if (found->is_number_unsigned() &&
      found->get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return false;
  }
  out = found->get<std::int64_t>();
  return true;
}

bool read_text(const nlohmann::json& payload, const char* name, std::string& out) {
  const auto found = payload.find(name);
  if (found == payload.end() || !found->is_string()) return false;
  out = found->get<std::string>();
  return !out.empty() && out.find('\0') == std::string::npos;  // PostgreSQL has no zero byte in a text
}

bool is_currency(const std::string& text) {
  return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// "00-<32 hex>-<16 hex>-01" gives the trace id; anything else starts a trace of its own.
std::string trace_of(const std::string& traceparent) {
  if (traceparent.size() == 55 && traceparent.starts_with("00-") && traceparent[35] == '-') {
    std::string id = traceparent.substr(3, 32);
    const auto hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (std::ranges::all_of(id, hex) && id.find_first_not_of('0') != std::string::npos) return id;
  }
  return new_trace_id();
}

}  // namespace

Result<PaymentRequest> read_payment_request(const Event& event) {
  PaymentRequest request{.requested_at = event.occurred_at, .trace_id = trace_of(event.traceparent)};
  if (!read_text(event.payload, "orderId", request.order_id)) return invalid("payload.orderId is not a text");
  if (!read_int64(event.payload, "userId", request.user_id)) return invalid("payload.userId is not a whole number");
  if (!read_int64(event.payload, "amount", request.amount.minor) || request.amount.minor < 0) {
    return invalid("payload.amount is not a whole number of minor units from 0");
  }
  if (!read_text(event.payload, "currency", request.amount.currency) || !is_currency(request.amount.currency)) {
    return invalid("payload.currency is not three capital letters");
  }
  return request;
}

}  // namespace saga::payment
