// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <stop_token>

#include "backend/payment/load/in_flight.h"
#include "backend/payment/load/order_plan.h"
#include "backend/redis/client.h"

namespace saga::payment {

// Sends payment.requested. One thread.
class PaymentSender {
 public:
  PaymentSender(redis::Endpoint endpoint, InFlight& in_flight)
      : endpoint_(std::move(endpoint)), in_flight_(in_flight) {}

  // Returns when all are in the stream; waits while Redis is out of reach. A request that was sent twice because of
  // that joins its first one. False if asked to stop before.
  [[nodiscard]] bool send(std::span<const PlannedOrder> orders, const std::stop_token& stop);

 private:
  [[nodiscard]] Result<void> try_to_send(std::span<const redis::Command> commands);

  redis::Endpoint endpoint_;
  InFlight& in_flight_;
  std::unique_ptr<redis::Client> client_;
};

}  // namespace saga::payment
