// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/filter_match.h"

#include <algorithm>

namespace saga::test {
namespace {

bool error_is(const std::optional<std::string>& reason, const std::string& normalised) {
  if (!reason) return false;
  constexpr std::string_view kFolded = "…";
  std::size_t at = 0;
  for (std::size_t begin = 0; begin <= normalised.size();) {
    const std::size_t end = std::min(normalised.find(kFolded, begin), normalised.size());
    const std::size_t found = reason->find(normalised.substr(begin, end - begin), at);
    if (found == std::string::npos) return false;
    at = found + end - begin;
    begin = end + kFolded.size();
  }
  return true;
}

bool age_is(const SagaFilter& filter, TimePoint created, TimePoint server_now) {
  if (filter.older_than && created > server_now - *filter.older_than) return false;
  if (filter.younger_than && created < server_now - *filter.younger_than) return false;
  if (filter.from && created < *filter.from) return false;
  return !filter.to || created < *filter.to;
}

bool amount_is(const AmountRange& range, const std::optional<Money>& amount) {
  return amount && amount->currency == range.currency && amount->minor >= range.least.value_or(amount->minor) &&
         amount->minor <= range.most.value_or(amount->minor);
}

}  // namespace

bool matches(const SagaFilter& filter, const Saga& saga, TimePoint server_now) {
  if (!filter.conditions.empty() &&
      std::ranges::find(filter.conditions, condition_of(saga, server_now)) == filter.conditions.end()) {
    return false;
  }
  if (filter.type && saga.type != *filter.type) return false;
  if (filter.step && saga.current_step != *filter.step) return false;
  if (filter.route && saga.route != *filter.route) return false;
  if (filter.user && saga.user_id != filter.user) return false;
  if (filter.order && saga.order_id != filter.order) return false;
  if (filter.amount && !amount_is(*filter.amount, saga.amount)) return false;
  if (filter.error && !error_is(saga.parked_reason, *filter.error)) return false;
  if (!age_is(filter, saga.created_at, server_now)) return false;
  if (filter.search.empty()) return true;
  return saga.id.starts_with(filter.search) || saga.order_id == filter.search || saga.user_id == filter.search ||
         (saga.parked_reason && saga.parked_reason->find(filter.search) != std::string::npos);
}

}  // namespace saga::test
