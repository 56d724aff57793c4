// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "backend/payment/gateway/payment_request.h"

namespace saga::payment {

// An entry of payment.legacy.requested: the payment, and why the gateway has sent it this way.
struct LegacyRequest {
  PaymentRequest payment;
  std::string event_id;
  std::string traceparent;
  std::string reason;
  std::int64_t toggle_version = 0;
};

// Invalid, with what is missing or wrong.
[[nodiscard]] Result<LegacyRequest> read_legacy_request(const Event& event);

}  // namespace saga::payment
