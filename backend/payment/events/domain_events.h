// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "backend/payment/participants/work.h"

namespace saga::payment {

// The events of one domain within one transaction, collected and then written by one statement, however many.
// One thread.
class DomainEvents {
 public:
  // What caused an event for the outside; either may be empty.
  struct Cause {
    std::string_view saga_id;
    std::string_view traceparent;
  };

  // One of the four domains: orders, balances, products, payments.
  explicit DomainEvents(std::string_view schema) : schema_(schema) {}

  // What `write` runs; prepare it on the session.
  [[nodiscard]] static Statement statement(std::string_view schema);

  // The aggregate must be locked by this transaction. Its events are numbered in the order of these calls.
  void store(std::string aggregate, std::string_view type, const nlohmann::json& data);
  void publish(std::string_view type, const nlohmann::json& data, const Cause& cause);

  [[nodiscard]] Result<void> write(Work& work) const;  // nothing collected: nothing is sent to the server

 private:
  std::string_view schema_;
  std::vector<std::string> aggregates_, types_, data_;
  std::vector<std::string> out_types_, out_data_;
  std::vector<std::optional<std::string>> out_sagas_, out_traces_;
};

[[nodiscard]] std::string order_aggregate(std::string_view order_id);
[[nodiscard]] std::string account_aggregate(std::int64_t user_id, std::string_view currency);
[[nodiscard]] std::string reservation_aggregate(std::string_view order_id);
[[nodiscard]] std::string payment_aggregate(std::string_view payment_id);

}  // namespace saga::payment
