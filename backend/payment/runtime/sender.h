// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "backend/payment/runtime/publisher.h"

namespace saga::payment {

// Sends the events of a loop that reads no stream. What could not be sent is kept and goes first the next time.
class Sender {
 public:
  explicit Sender(redis::Endpoint endpoint) : endpoint_(std::move(endpoint)) {}

  // That Redis answers, and that nothing is left unsent.
  [[nodiscard]] Result<void> ready();
  [[nodiscard]] Result<void> send(std::vector<Outgoing> events);
  // For a look at Redis; only after ready() has said so.
  [[nodiscard]] redis::Client& client() { return *client_; }

 private:
  [[nodiscard]] Result<void> flush();

  redis::Endpoint endpoint_;
  std::unique_ptr<redis::Client> client_;
  Publisher publisher_;
  std::vector<Outgoing> unsent_;
};

}  // namespace saga::payment
