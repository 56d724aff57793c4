// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/concurrency/clock.h"
#include "backend/payment/publishing/delivery_meter.h"
#include "backend/payment/publishing/delivery_store.h"
#include "backend/payment/publishing/sender_pool.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/lease.h"
#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {

// Brings to one target what is to be sent to it: reads what is due, keeps the pool busy, and writes down what became of
// it, hundreds in a transaction. At most kWindow deliveries are in its hands; when the process is killed, those of them
// that arrived and were not written down yet are sent once more.
//
// While the breaker is open nothing is tried and no attempt used up; what has waited for longer than dead_after dies.
// One thread ticks.
class Deliverer {
 public:
  static constexpr std::size_t kWindow = 512;

  Deliverer(const Config& config, std::string target, const Clock& clock, std::shared_ptr<Lease> lease,
            Metrics& metrics);
  ~Deliverer();
  Deliverer(const Deliverer&) = delete;
  Deliverer& operator=(const Deliverer&) = delete;

  [[nodiscard]] Result<bool> tick();

 private:
  [[nodiscard]] Result<bool> work(pg::Session& session, std::int64_t epoch);
  [[nodiscard]] Result<void> claim(pg::Session& session, std::int64_t epoch);
  [[nodiscard]] Result<void> record(pg::Session& session, std::int64_t epoch);
  [[nodiscard]] Result<bool> fetch(pg::Session& session, std::int64_t epoch);
  [[nodiscard]] Result<void> let_die(pg::Session& session, std::int64_t epoch);
  [[nodiscard]] Result<void> report(pg::Session& session);
  [[nodiscard]] std::optional<Record> record_of(const Attempt& attempt, std::int64_t epoch) const;
  void take_finished();
  void note(const Attempt& attempt, const Record& record);
  void log_deaths(std::int64_t count) const;

  std::string target_;
  std::string instance_;
  ExternalSettings settings_;
  const Clock& clock_;
  std::shared_ptr<Lease> lease_;
  ReconnectingSession session_;
  std::int64_t epoch_ = 0;
  Shards shards_;
  MonoTime next_claim_ = {};
  MonoTime next_fetch_ = {};
  MonoTime next_expiry_ = {};
  MonoTime next_report_ = {};
  std::optional<BreakerState> reported_;
  std::map<std::int64_t, std::pair<std::string, int>> in_hand_;  // position: event id, shard
  std::vector<Attempt> finished_;                                // not written down yet
  MonoTime last_record_ = {};
  std::int64_t sent_ = 0, failed_ = 0, died_ = 0;
  std::optional<std::string> last_error_;
  MonoTime last_error_at_ = {};
  DeliveryMeter meter_;
  std::unique_ptr<SenderPool> pool_;
};

}  // namespace saga::payment
