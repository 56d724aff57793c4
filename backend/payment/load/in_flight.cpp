// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/load/in_flight.h"

namespace saga::payment {

void InFlight::sent(std::span<const std::string> orders, Time at) {
  const std::lock_guard lock(mutex_);
  if (result_.sent == 0) first_ = at;
  result_.sent += static_cast<std::int64_t>(orders.size());
  for (const std::string& order : orders) open_.emplace(order, at);
}

void InFlight::ended(std::string_view order, Outcome outcome, Time at) { end(order, outcome, at, true); }
void InFlight::found_ended(std::string_view order, Outcome outcome, Time seen) { end(order, outcome, seen, false); }

void InFlight::end(std::string_view order, Outcome outcome, Time at, bool timed) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(order);
  if (found == open_.end()) return;
  if (timed) {
    result_.latencies.add(std::chrono::duration<double, std::milli>(at - found->second).count());
  }
  open_.erase(found);
  last_ = at;
  switch (outcome) {
    case Outcome::Completed: ++result_.completed; break;
    case Outcome::Failed: ++result_.failed; break;
    case Outcome::Parked: ++result_.parked; break;
  }
  fewer_.notify_all();
}

std::size_t InFlight::size() const {
  const std::lock_guard lock(mutex_);
  return open_.size();
}

bool InFlight::wait_below(std::size_t limit, std::chrono::milliseconds patience, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  return fewer_.wait_for(lock, stop, patience, [&] { return open_.size() < limit; });
}

std::vector<std::string> InFlight::older_than(Time at, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> orders;
  for (const auto& [order, sent] : open_) {
    if (orders.size() == limit) break;
    if (sent < at) orders.push_back(order);
  }
  return orders;
}

LoadResult InFlight::result() const {
  const std::lock_guard lock(mutex_);
  LoadResult result = result_;
  result.open = static_cast<std::int64_t>(open_.size());
  if (result.ended() > 0) result.span = last_ - first_;
  return result;
}

}  // namespace saga::payment
