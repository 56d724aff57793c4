// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/payment/metrics/saga_meter.h"
#include "backend/payment/orchestrator/transition.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/halving.h"
#include "backend/payment/runtime/lease.h"
#include "backend/payment/runtime/reconnecting_session.h"
#include "backend/payment/runtime/sender.h"

namespace saga::payment {

// What each loop of the orchestrator works at: a session of its own, a way to send, the lease. One thread.
class Desk {
 public:
  // `name`: of the loop, as PostgreSQL shows it. `prepare` runs on every new session.
  Desk(const Config& config, const Clock& clock, std::shared_ptr<Lease> lease, Metrics& metrics, std::string_view name,
       ReconnectingSession::Prepare prepare);

  // A session, once Redis answers too: what is committed has to be sent.
  [[nodiscard]] Result<pg::Session*> ready();

  // `transact(part, send)` for the batch, or its halves where it fails; then sends what came of it, whatever failed.
  // Killed before it is sent, the deadline of each new attempt repairs it.
  template <class Item, class Transact, class GiveUp>
  [[nodiscard]] Result<void> work_off(std::vector<Item>& batch, Transact&& transact, GiveUp&& give_up) {
    std::vector<Outgoing> send;
    const auto try_all = [&](std::span<Item> part) { return transact(part, send); };
    const auto done = halve(std::span<Item>(batch), try_all, give_up, halvings_);
    if (auto sent = sender_.send(std::move(send)); !sent) return std::unexpected(sent.error());
    return done;
  }

  // Whether a batch was as large as it may be: there may be more.
  template <class Item>
  [[nodiscard]] bool is_full(const std::vector<Item>& batch) const {
    return batch.size() >= static_cast<std::size_t>(limit_);
  }

  [[nodiscard]] const Policy& policy() const { return policy_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] Lease& lease() { return *lease_; }
  [[nodiscard]] SagaMeter& meter() { return meter_; }
  [[nodiscard]] int limit() const { return limit_; }  // of a batch
  [[nodiscard]] redis::Client& redis() { return sender_.client(); }

 private:
  Policy policy_;
  const Clock& clock_;
  std::shared_ptr<Lease> lease_;
  int limit_;
  SagaMeter meter_;
  Counter& halvings_;
  Sender sender_;
  ReconnectingSession session_;
};

}  // namespace saga::payment
