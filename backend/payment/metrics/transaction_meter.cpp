// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/metrics/transaction_meter.h"

#include <string>

#include "backend/payment/metrics/names.h"

namespace saga::payment {

TransactionMeter transaction_meter(Metrics& metrics, std::string_view domain) {
  const std::string name(domain);
  return {.committed = &metrics.duration(kTransaction, {{"domain", name}, {"outcome", "committed"}}),
          .rolled_back = &metrics.duration(kTransaction, {{"domain", name}, {"outcome", "rolled_back"}}),
          .lock_hold = &metrics.duration(kLockHold, {{"domain", name}})};
}

void TransactionTimer::record(Distribution& whole) {
  using std::chrono::duration_cast;
  using std::chrono::microseconds;
  const auto now = Clock::now();
  whole.record(duration_cast<microseconds>(now - began_));
  if (locked_) meter_->lock_hold->record(duration_cast<microseconds>(now - *locked_));
  meter_ = nullptr;
}

}  // namespace saga::payment
