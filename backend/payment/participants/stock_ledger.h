// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "backend/payment/participants/work.h"

namespace saga::payment {

struct StockItem {
  std::int64_t product_id = 0;
  int quantity = 0;
};

[[nodiscard]] nlohmann::json json_of(const std::vector<StockItem>& items);

// The stock of some orders within one transaction: what their entries say stands, and what becomes of it. The
// counters of the products are locked in their order; REPEATABLE READ makes sure that the entries read before still
// are the newest then.
class StockLedger {
 public:
  [[nodiscard]] static std::span<const Statement> statements();
  [[nodiscard]] static Result<StockLedger> open(Work& work, const std::vector<std::string>& orders);

  [[nodiscard]] std::vector<StockItem> reserved(const std::string& order) const;   // and neither sold nor released
  [[nodiscard]] std::vector<StockItem> confirmed(const std::string& order) const;  // and not released

  void confirm(const std::string& order);               // reserved -> sold
  void release_reservation(const std::string& order);   // reserved -> available
  void release_confirmation(const std::string& order);  // sold -> available

  [[nodiscard]] Result<void> write(Work& work) const;

 private:
  enum class State { Reserved, Confirmed, Released };
  struct Item {
    int quantity = 0;
    State state = State::Reserved;
  };
  // What moved together becomes one event of the order's reservation.
  struct Movement {
    std::string order;
    State from, to;
    std::vector<StockItem> items;
  };
  struct Change {
    int available = 0, reserved = 0, sold = 0;
  };
  using Items = std::map<std::int64_t, Item>;  // by product

  [[nodiscard]] std::vector<StockItem> standing(const std::string& order, State state) const;
  void move(const std::string& order, State from, State to);

  std::map<std::string, Items, std::less<>> orders_;
  std::map<std::int64_t, Change> changes_;  // by product
  std::vector<Movement> movements_;
  std::vector<std::int64_t> entry_products_;
  std::vector<std::string> entry_orders_, entry_kinds_;
  std::vector<int> entry_quantities_;
  std::vector<std::string> entry_confirmed_;  // 't', 'f'
};

}  // namespace saga::payment
