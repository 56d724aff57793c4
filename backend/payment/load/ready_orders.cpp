// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/load/ready_orders.h"

#include <algorithm>
#include <iterator>

#include "backend/payment/runtime/patience.h"

namespace saga::payment {

void ReadyOrders::fill(const std::stop_token& stop) {
  while (!stop.stop_requested() && placed_ != options_.count) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, stop, [&] { return ready_.size() < options_.ahead; });
      if (stop.stop_requested()) break;
    }
    auto size = static_cast<std::int64_t>(options_.batch);
    if (options_.count) size = std::min(size, *options_.count - placed_);
    std::vector<PlannedOrder> orders;
    for (std::int64_t i = 0; i < size; ++i) orders.push_back(planner_.next());
    if (!place(orders, stop)) break;
    placed_ += size;
    const std::lock_guard lock(mutex_);
    ready_.insert(ready_.end(), std::make_move_iterator(orders.begin()), std::make_move_iterator(orders.end()));
    changed_.notify_all();
  }
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

bool ReadyOrders::place(std::vector<PlannedOrder>& orders, const std::stop_token& stop) {
  auto deposits = planner_.take_deposits();
  Patience patience;
  bool numbered = false;
  while (true) {
    auto done = placer_.pay_in(deposits);
    if (done) deposits.clear();
    if (done && !numbered) {
      done = placer_.number(orders);
      numbered = done.has_value();
    }
    if (done) done = placer_.place(orders);
    {
      const std::lock_guard lock(mutex_);
      trouble_ = done ? std::nullopt : std::optional(done.error());
    }
    if (done) return true;
    if (!wait_for(stop, patience.next())) return false;
  }
}

std::optional<std::vector<PlannedOrder>> ReadyOrders::take(std::size_t limit, std::chrono::milliseconds patience,
                                                           const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, patience, [&] { return ended_ || !ready_.empty(); });
  if (ready_.empty() && ended_) return std::nullopt;
  const auto size = static_cast<std::ptrdiff_t>(std::min(limit, ready_.size()));
  std::vector<PlannedOrder> orders(std::make_move_iterator(ready_.begin()),
                                   std::make_move_iterator(ready_.begin() + size));
  ready_.erase(ready_.begin(), ready_.begin() + size);
  changed_.notify_all();
  return orders;
}

bool ReadyOrders::wait_until_placed(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  return changed_.wait(lock, stop, [&] { return ended_; });
}

std::optional<Error> ReadyOrders::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

}  // namespace saga::payment
