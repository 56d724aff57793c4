// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/loop.h"
#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {

// The SQLSTATE of saga.hold_epoch: the epoch of this process is over, nothing may be written with it.
inline constexpr std::string_view kFenced = "SG001";

// The right of this process to write saga state: an epoch, and a lease that is renewed while the process lives
// (table saga.worker). Each transaction that writes holds the epoch, so the database decides whether it is valid, by
// its own clock. A process that was paused past its lease thus writes nothing; it registers anew and goes on.
// Any thread may ask for the epoch; tick() and end() belong to one.
class Lease {
 public:
  Lease(const Config& config, const Clock& clock);
  ~Lease() { end(); }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  // Registers, or renews when it is time, and fences workers whose lease ran out.
  [[nodiscard]] Result<bool> tick();

  // Connection: there is none at the moment.
  [[nodiscard]] Result<std::int64_t> epoch() const;
  // 0: there is none. For noticing that it has changed.
  [[nodiscard]] std::int64_t current() const { return epoch_.load(std::memory_order_acquire); }

  // A transaction with this epoch failed: if it was fenced, the next tick registers anew, and the Error becomes one
  // that halving would not help.
  Error failed(const Error& error, std::int64_t epoch);

  // Gives the epoch back, so that others need not wait for the lease to run out. Nothing may be written after it.
  void end();

 private:
  [[nodiscard]] Result<void> register_anew(pg::Session& session);
  [[nodiscard]] Result<void> renew(pg::Session& session, std::int64_t epoch);

  std::string instance_;
  std::vector<std::string> roles_;
  std::chrono::milliseconds time_;
  const Clock& clock_;
  ReconnectingSession session_;
  std::atomic<std::int64_t> epoch_{0};
  MonoTime next_renewal_ = {};
};

// Fences the workers whose lease ran out; asked before their entries are taken over.
[[nodiscard]] Result<void> fence_expired(ReconnectingSession& session);

// Whether a configuration's process writes saga state, and so needs a lease.
[[nodiscard]] bool needs_lease(const Config& config);

[[nodiscard]] std::unique_ptr<Loop> start_lease(std::shared_ptr<Lease> lease);

}  // namespace saga::payment
