// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <span>
#include <string>

#include "backend/outcome/error.h"
#include "backend/payment/runtime/handler.h"
#include "backend/redis/client.h"

namespace saga::payment {

// Adds events to their streams, all of a call in one pipeline. Keeps what is to be sent later.
class Publisher {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Sends what is due now and keeps the rest. On an Error some of it may be in its stream: send all of it again.
  [[nodiscard]] Result<void> send(redis::Client& client, std::span<const Outgoing> events, Time now);
  // What was kept and is due.
  [[nodiscard]] Result<void> send_due(redis::Client& client, Time now);
  [[nodiscard]] bool has_kept() const { return !kept_.empty(); }

 private:
  std::multimap<Time, redis::Command> kept_;
};

}  // namespace saga::payment
