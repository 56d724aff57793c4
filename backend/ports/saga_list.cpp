// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ports/saga_list.h"

namespace saga {

SagaKey key_of(const Saga& saga, SortBy by) {
  const auto micros = [](TimePoint time) { return time.time_since_epoch().count(); };
  switch (by) {
    case SortBy::Created: return {"", micros(saga.created_at), saga.id};
    case SortBy::Updated: return {"", micros(saga.updated_at), saga.id};
    case SortBy::Amount:
      return saga.amount ? SagaKey{saga.amount->currency, saga.amount->minor, saga.id} : SagaKey{"", 0, saga.id};
    case SortBy::Status: return {saga.raw_status, micros(saga.created_at), saga.id};
    case SortBy::Step: return {saga.current_step, micros(saga.created_at), saga.id};
  }
  return {"", 0, saga.id};
}

bool comes_before(const SagaOrder& order, const SagaKey& a, const SagaKey& b) {
  return order.ascending ? a < b : b < a;
}

}  // namespace saga
