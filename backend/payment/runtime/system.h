// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/consumer.h"
#include "backend/payment/runtime/lease.h"
#include "backend/payment/runtime/loop.h"

namespace saga::payment {

// The roles of a configuration at work, each in threads of its own. The destructor stops them, all at once, each
// after the batch that it has in hand.
class System {
 public:
  // Incompatible if a schema that the roles need is missing or newer than this program; Connection if PostgreSQL
  // cannot be asked. From then on no outage ends it.
  [[nodiscard]] static Result<std::unique_ptr<System>> start(Config config);
  ~System();
  System(const System&) = delete;
  System& operator=(const System&) = delete;

 private:
  explicit System(Config config) : config_(std::move(config)) {}
  void start_roles();

  Config config_;
  SystemClock clock_;
  std::shared_ptr<Lease> lease_;  // outlives whatever writes with its epoch
  std::vector<std::unique_ptr<Consumer>> consumers_;
  std::vector<std::unique_ptr<Loop>> loops_;
};

}  // namespace saga::payment
