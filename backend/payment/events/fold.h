// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace saga::payment {

// A row of an event store. Amounts are minor units.
struct StoredEvent {
  std::string aggregate_id;
  std::int64_t sequence_number = 0;
  std::string type;
  std::string data;  // JSON
};

struct OrderState {
  std::int64_t user_id = 0;
  std::string status = {};
  std::int64_t amount = 0;
  std::string currency = {};
  std::optional<std::string> coupon_id = {};
  bool coupon_used = false;  // by this order
  friend bool operator==(const OrderState&, const OrderState&) = default;
};
using Account = std::pair<std::int64_t, std::string>;  // user, currency
struct StockState {
  std::int64_t available = 0, reserved = 0, sold = 0;
  friend bool operator==(const StockState&, const StockState&) = default;
};
struct PaymentState {
  std::string order_id = {};
  std::int64_t user_id = 0;
  std::int64_t amount = 0;
  std::string currency = {};
  std::string status = {};
  std::string route = {};
  friend bool operator==(const PaymentState&, const PaymentState&) = default;
};

// `problems`: a sentence for each event that does not follow from those before it – a gap, an unknown type, data that
// cannot be read, money or stock below zero. The state is then what the other events say.
template <class Key, class State>
struct Folded {
  std::map<Key, State> states = {};
  std::vector<std::string> problems = {};
};

// All events of one domain, sorted by aggregate and number. Pure.
[[nodiscard]] Folded<std::string, OrderState> fold_orders(std::span<const StoredEvent> events);
[[nodiscard]] Folded<Account, std::int64_t> fold_balances(std::span<const StoredEvent> events);
[[nodiscard]] Folded<std::int64_t, StockState> fold_products(std::span<const StoredEvent> events);  // by product
[[nodiscard]] Folded<std::string, PaymentState> fold_payments(std::span<const StoredEvent> events);

[[nodiscard]] std::string to_text(const OrderState& state);    // "COMPLETED, 100 KRW of user 1, coupon C-1 used"
[[nodiscard]] std::string to_text(const StockState& state);    // "96 available, 3 reserved, 1 sold"
[[nodiscard]] std::string to_text(const PaymentState& state);  // "COMPLETED, 100 KRW of user 1 for order O-1, LEGACY"
[[nodiscard]] inline std::string to_text(std::int64_t amount) { return std::to_string(amount); }

}  // namespace saga::payment
