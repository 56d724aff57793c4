// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/lease.h"
#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {

// Takes events out of the outbox of a domain and writes their deliveries, one for each target that is to hear of them.
// The two are different databases, perhaps: the deliveries are committed first, then the outbox rows deleted. Killed in
// between, it finds the rows again, and their deliveries there already. One process at a time does it for a domain, so
// that the order of the outbox is kept. Events of a type that this release does not know stay in the outbox.
class OutboxMover {
 public:
  OutboxMover(const Config& config, std::string schema, const Clock& clock, std::shared_ptr<Lease> lease);

  // True: there may be more.
  [[nodiscard]] Result<bool> tick();

 private:
  struct Batch;
  [[nodiscard]] Result<bool> is_mine(std::int64_t epoch);
  [[nodiscard]] Result<Batch> read();
  [[nodiscard]] Result<void> log(std::int64_t epoch, const Batch& batch);

  std::string schema_;
  const Clock& clock_;
  std::shared_ptr<Lease> lease_;
  ReconnectingSession domain_;
  ReconnectingSession saga_;
  std::int64_t epoch_ = 0;
  bool mine_ = false;
  MonoTime next_claim_ = {};
};

// The aggregate that an event of a route belongs to, "order/O-7". Data without its id: the event is one of its own.
[[nodiscard]] std::string order_key_of(std::string_view event_type, std::string_view event_data,
                                       std::string_view event_id);
[[nodiscard]] int shard_of(std::string_view order_key);

}  // namespace saga::payment
