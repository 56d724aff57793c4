// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/payment/metrics/endpoint.h"
#include "backend/payment/metrics/metrics.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/consumer.h"
#include "backend/payment/runtime/lease.h"
#include "backend/payment/runtime/loop.h"
#include "backend/payment/runtime/rollup_writer.h"

namespace saga::payment {

// The roles of a configuration at work, each in threads of its own. The destructor stops them, all at once, each
// after the batch that it has in hand.
class System {
 public:
  // Incompatible if a schema that the roles need is missing or newer than this program; Connection if PostgreSQL
  // cannot be asked; Invalid if nothing can listen on metrics.listen. From then on no outage ends it.
  [[nodiscard]] static Result<std::unique_ptr<System>> start(Config config);
  ~System();
  // Where Prometheus may ask, with the port that it has; empty: nowhere.
  [[nodiscard]] std::string metrics_address() const;
  System(const System&) = delete;
  System& operator=(const System&) = delete;

 private:
  explicit System(Config config) : config_(std::move(config)) {}
  [[nodiscard]] Result<void> measure();
  void start_roles();

  Config config_;
  SystemClock clock_;
  Metrics metrics_;               // outlives whoever writes to it
  std::shared_ptr<Lease> lease_;  // outlives whatever writes with its epoch
  std::vector<std::unique_ptr<Consumer>> consumers_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::shared_ptr<RollupWriter> rollup_;
  std::unique_ptr<Loop> rollup_loop_;
  std::unique_ptr<Endpoint> endpoint_;  // first to go: what it asks for lives below
};

}  // namespace saga::payment
