// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "backend/domain/money.h"
#include "backend/payment/event.h"

namespace saga::payment {

// What payment.requested asks for.
struct PaymentRequest {
  std::string order_id = {};
  std::int64_t user_id = 0;
  Money amount = {};
  WallTime requested_at = {};
  std::string trace_id = {};  // of the event, or a new one
  friend bool operator==(const PaymentRequest&, const PaymentRequest&) = default;
};

// Invalid, with what is missing or wrong.
[[nodiscard]] Result<PaymentRequest> read_payment_request(const Event& event);

}  // namespace saga::payment
