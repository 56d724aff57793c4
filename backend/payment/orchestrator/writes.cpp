// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/orchestrator/writes.h"

namespace saga::payment {

void Writes::add(const SagaRecord& before, const Transition& transition) {
  const SagaRecord& after = transition.after;
  if (transition.moved || transition.postponed) states_.insert_or_assign(after.id, after);
  if (transition.amended) amended_.insert(after.id);

  if (const auto& result = transition.result) {
    const Key key{after.id, result->step, result->direction, result->attempt};
    const auto found = places_.find(key);
    if (found == places_.end()) {
      places_.emplace(key, Place{false, results_.size()});
      results_.push_back({after.id,
                          result->step,
                          result->direction,
                          result->attempt,
                          {},
                          result->status,
                          result->output,
                          result->error});
    } else {
      Execution& execution = (found->second.started ? started_ : results_)[found->second.index];
      if (!execution.has_result()) {
        execution.status = result->status;
        execution.output = result->output;
        execution.error = result->error;
      }
    }
  }
  if (const auto& started = transition.started) {
    places_.insert_or_assign(Key{after.id, started->step, started->direction, started->attempt},
                             Place{true, started_.size()});
    started_.push_back({after.id, started->step, started->direction, started->attempt, started->input});
  }
  if (transition.change != Change::None) changes_.push_back({after.id, after.order_id, transition.change});
  if (transition.route_outcome) {
    // An order has one saga here; the last word counts.
    std::erase_if(routes_, [&](const Route& route) { return route.order_id == after.order_id; });
    routes_.push_back({after.order_id, *transition.route_outcome});
  }
  if (transition.command) commands_.push_back({*transition.command, before, after});
}

}  // namespace saga::payment
