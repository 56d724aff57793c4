// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "backend/payment/event.h"
#include "backend/payment/load/order_placer.h"
#include "backend/payment/runtime/config.h"

namespace saga::test {

// A small shop beside the payment system: it places orders, and asks for their payment on either route. Ends the test
// program's trust in itself with a failure if it cannot.
class Shop {
 public:
  explicit Shop(const payment::Config& config);

  std::vector<payment::PlannedOrder> place(int count, const payment::LoadMix& mix = {0, 0, 0, 0, 0});
  // As a client of the event-driven route would.
  void ask(const std::vector<payment::PlannedOrder>& orders);
  // As the gateway forwards what it has decided to be LEGACY.
  void ask_legacy(const std::vector<payment::PlannedOrder>& orders);

  [[nodiscard]] static payment::Event request_of(const payment::PlannedOrder& order);
  [[nodiscard]] static payment::Event legacy_request_of(const payment::PlannedOrder& order);

 private:
  void send(std::string_view topic, const std::vector<payment::Event>& events);

  const payment::Config& config_;
  payment::ShopSessions sessions_;
};

}  // namespace saga::test
