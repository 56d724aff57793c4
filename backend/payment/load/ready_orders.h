// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

#include "backend/payment/load/order_placer.h"

namespace saga::payment {

// Orders that are placed and wait to be paid. A thread of its owner keeps the stock filled; another takes from it.
class ReadyOrders {
 public:
  struct Options {
    std::size_t ahead = 100;                 // so many are kept
    std::size_t batch = 50;                  // placed at a time
    std::optional<std::int64_t> count = {};  // placed in all
  };

  ReadyOrders(OrderPlanner& planner, OrderPlacer& placer, const Options& options)
      : planner_(planner), placer_(placer), options_(options) {}

  // Fills the stock until asked to stop or until all are placed; waits while the databases are out of reach.
  void fill(const std::stop_token& stop);
  // At most `limit`; empty if there are none within `patience`, nothing if there will be no more.
  [[nodiscard]] std::optional<std::vector<PlannedOrder>> take(std::size_t limit, std::chrono::milliseconds patience,
                                                              const std::stop_token& stop);
  // Waits until all are placed; false if asked to stop before.
  [[nodiscard]] bool wait_until_placed(const std::stop_token& stop);
  // Why the last attempt to place orders failed; nothing while it works.
  [[nodiscard]] std::optional<Error> trouble() const;

 private:
  [[nodiscard]] bool place(std::vector<PlannedOrder>& orders, const std::stop_token& stop);

  OrderPlanner& planner_;
  OrderPlacer& placer_;
  Options options_;
  std::int64_t placed_ = 0;  // of the filling thread

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<PlannedOrder> ready_;
  std::optional<Error> trouble_;
  bool ended_ = false;
};

}  // namespace saga::payment
