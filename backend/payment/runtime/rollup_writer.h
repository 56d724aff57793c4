// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "backend/concurrency/clock.h"
#include "backend/payment/metrics/metrics.h"
#include "backend/payment/metrics/rollup.h"
#include "backend/payment/runtime/config.h"
#include "backend/payment/runtime/reconnecting_session.h"

namespace saga::payment {

// Writes what this process measures to saga.metric_rollup: every ten seconds, and when a minute is over. While the
// database is away the minutes wait. One thread at a time.
class RollupWriter {
 public:
  RollupWriter(const Config& config, const Clock& clock, const Metrics& metrics);

  [[nodiscard]] Result<bool> tick();  // a Loop's body, once a second
  // When everything that measures has ended: the last look, if the database is at hand. Else those seconds are lost.
  void finish();

 private:
  [[nodiscard]] Result<void> write();
  [[nodiscard]] Result<void> write(pg::Session& session, const RollupMinute& minute) const;

  const Clock& clock_;
  const Metrics& metrics_;
  std::string instance_, roles_, process_;
  ReconnectingSession session_;
  Rollup rollup_;
  MonoTime next_ = {};
  TimePoint minute_ = {};
  bool away_ = false;  // the database, when it was asked last
};

}  // namespace saga::payment
