// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/sagas/filter_match.h"

#include <algorithm>

#include "ui/sagas/normalised_error.h"

namespace saga::ui {
namespace {

bool is_in_group(const std::string& error, const Saga& saga, TimePoint server_now) {
  const Condition condition = condition_of(saga, server_now);
  if (condition != Condition::Stuck && condition != Condition::NeedsAttention) return false;
  return saga.parked_reason ? !error.empty() && normalised_error(*saga.parked_reason) == error : error.empty();
}

}  // namespace

bool matches(const SagaFilter& filter, const Saga& saga, TimePoint server_now) {
  if (!filter.conditions.empty() &&
      std::ranges::find(filter.conditions, condition_of(saga, server_now)) == filter.conditions.end()) {
    return false;
  }
  if (filter.type && saga.type != *filter.type) return false;
  if (filter.step && saga.current_step != *filter.step) return false;
  if (filter.older_than && saga.created_at > server_now - *filter.older_than) return false;
  if (filter.error && !is_in_group(*filter.error, saga, server_now)) return false;
  if (filter.search.empty()) return true;
  return saga.id.starts_with(filter.search) || saga.order_id == filter.search || saga.user_id == filter.search ||
         (saga.parked_reason && saga.parked_reason->find(filter.search) != std::string::npos);
}

}  // namespace saga::ui
