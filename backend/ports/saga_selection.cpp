// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/ports/saga_selection.h"

#include <algorithm>
#include <utility>

namespace saga {

SagaSelection SagaSelection::all_of(SagaFilter filter, TimePoint as_of) {
  filter.to = std::min(filter.to.value_or(as_of), as_of);
  SagaSelection all;
  all.matching_ = std::move(filter);
  all.as_of_ = as_of;
  return all;
}

void SagaSelection::choose(const SagaId& id, bool chosen) {
  if (chosen != by_filter()) {
    named_.insert(id);
  } else {
    named_.erase(id);
  }
}

bool SagaSelection::holds(const Saga& saga, TimePoint server_now) const {
  const bool named = named_.contains(saga.id);
  return matching_ ? !named && saga::holds(*matching_, saga, server_now) : named;
}

SagaFilter SagaSelection::filter() const {
  SagaFilter filter = matching_.value_or(SagaFilter{});
  if (matching_) {
    filter.except.insert(filter.except.end(), named_.begin(), named_.end());
  } else {
    filter.among = std::vector(named_.begin(), named_.end());
  }
  return filter;
}

}  // namespace saga
