// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>

#include "backend/ports/saga_filter.h"

namespace saga {

// The sagas that somebody has chosen: named one by one, or all that match a filter but some. It means the same while
// the list scrolls and changes, and what was created after the choice never comes in.
class SagaSelection {
 public:
  SagaSelection() = default;  // none
  // All that match and were created before `as_of`, by the server's clock.
  [[nodiscard]] static SagaSelection all_of(SagaFilter filter, TimePoint as_of);

  [[nodiscard]] bool empty() const { return !matching_ && named_.empty(); }
  [[nodiscard]] bool by_filter() const { return matching_.has_value(); }
  [[nodiscard]] std::optional<TimePoint> as_of() const { return as_of_; }  // by_filter() only
  // Those chosen one by one; by_filter(): those that were taken out again.
  [[nodiscard]] const std::set<SagaId>& named() const { return named_; }

  // Takes a saga in or out. By filter: one that does not match does not come in.
  void choose(const SagaId& id, bool chosen);
  [[nodiscard]] bool holds(const Saga& saga, TimePoint server_now) const;
  // Finds exactly the chosen sagas, whichever list is asked.
  [[nodiscard]] SagaFilter filter() const;

  friend bool operator==(const SagaSelection&, const SagaSelection&) = default;

 private:
  std::optional<SagaFilter> matching_;
  std::optional<TimePoint> as_of_;
  std::set<SagaId> named_;
};

}  // namespace saga
