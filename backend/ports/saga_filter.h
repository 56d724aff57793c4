// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/domain/saga.h"

namespace saga {

// In minor units of one currency, both ends included: amounts of different currencies do not compare.
struct AmountRange {
  std::string currency;
  std::optional<std::int64_t> least = {};
  std::optional<std::int64_t> most = {};
  friend bool operator==(const AmountRange&, const AmountRange&) = default;
};

// Everything that is set must hold. An empty `conditions` means any.
struct SagaFilter {
  std::vector<Condition> conditions = {};
  std::optional<std::string> type = {};
  std::optional<std::string> step = {};
  std::optional<std::chrono::seconds> older_than = {};  // since it was created
  std::string search = {};  // a saga id or its beginning, an order id, a user id, or part of the parked reason
  std::optional<std::chrono::seconds> younger_than = {};  // since it was created
  std::optional<TimePoint> from = {};                     // created then or later
  std::optional<TimePoint> to = {};                       // created before
  std::optional<std::string> route = {};
  std::optional<AmountRange> amount = {};
  std::optional<std::string> user = {};
  std::optional<std::string> order = {};
  std::optional<std::string> error =
      {};                           // the parked reason with ids, numbers and quoted values folded; "": it has none
  std::vector<SagaId> except = {};  // none of these
  std::optional<std::vector<SagaId>> among = {};  // only these
  friend bool operator==(const SagaFilter&, const SagaFilter&) = default;
};

// How a filter's texts are read, by the rule below and by the database alike.
[[nodiscard]] std::string_view search_text(const SagaFilter& filter);          // without the blanks around it
[[nodiscard]] std::optional<std::int64_t> user_number(std::string_view text);  // nullopt: it means no user

// Whether a list of this filter holds the saga: the same rule as the database's, for what has been read already.
[[nodiscard]] bool holds(const SagaFilter& filter, const Saga& saga, TimePoint server_now);

}  // namespace saga
