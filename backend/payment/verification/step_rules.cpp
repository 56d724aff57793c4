// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "backend/payment/topics.h"
#include "backend/payment/verification/kinds.h"
#include "backend/payment/verification/order_rules.h"

namespace saga::payment {
namespace {

// Whether the participant's kept reply says that the step was done. The row of an attempt that was given up says
// FAILED, also when a repeated request of the same number was done afterwards: then the reply is what counts. And where
// replies are not kept any more, nobody knows.
bool explained(const SagaFacts& saga, const StepTopics& step, Direction direction) {
  if (!saga.replies_kept) return true;
  const auto reply = saga.replies.find(step.step);
  if (reply == saga.replies.end()) return false;
  return direction == Direction::Forward ? reply->second.action == step.forward.done_type
                                         : reply->second.compensation == step.compensation.done_type;
}

std::string contradiction(const SagaFacts& saga) {
  const bool completed = saga.status == "COMPLETED";
  const bool compensated = saga.status == "FAILED" && saga.open_effects == 0;
  for (const StepTopics& step : steps_of_saga(saga.type)) {
    const auto forward = saga.forward.find(step.step);
    const auto back = saga.compensation.find(step.step);
    const bool begun = forward != saga.forward.end();
    const bool done = begun && forward->second.done;
    const bool undone = back != saga.compensation.end() && back->second.done && !back->second.late;
    if (completed && !begun) return fmt::format("expected {} done, as it is COMPLETED, it was never begun", step.step);
    if (completed && undone) return fmt::format("expected {} done, as it is COMPLETED, it was undone", step.step);
    if (completed && !done && !(forward->second.failed && explained(saga, step, Direction::Forward))) {
      return fmt::format("expected {} done, as it is COMPLETED, no attempt succeeded", step.step);
    }
    if (compensated && done && !undone &&
        !(back != saga.compensation.end() && explained(saga, step, Direction::Compensation))) {
      return fmt::format("expected {} undone, as it is FAILED without open effects, it is not", step.step);
    }
    if (saga.status == "RUNNING" && undone) {
      return fmt::format("expected nothing undone, as it is RUNNING, {} was", step.step);
    }
  }
  return {};
}

// Every step that was begun counts until it was refused or undone.
int effects_by_steps(const SagaFacts& saga) {
  if (saga.status == "COMPLETED") return 0;
  int open = 0;
  for (const auto& [name, step] : saga.forward) {
    const auto back = saga.compensation.find(name);
    const bool refused = name == saga.failed_step && back == saga.compensation.end();
    const bool undone = back != saga.compensation.end() && back->second.done && !back->second.late;
    if (!refused && !undone) ++open;
  }
  return open;
}

// A compensation that was given up after its last attempt, and done by an earlier one, is noted nowhere but in the
// participant's reply.
int undone_unnoted(const SagaFacts& saga) {
  int count = 0;
  for (const auto& [name, back] : saga.compensation) {
    const StepTopics* step = find_step(name);
    if (!back.done && step != nullptr && back.failed && explained(saga, *step, Direction::Compensation)) ++count;
  }
  return count;
}

}  // namespace

void judge_steps(const OrderFacts& order, Sink& sink) {
  for (const auto* sagas : {&order.payments_sagas, &order.refund_sagas}) {
    for (const SagaFacts& saga : *sagas) {
      if (saga.forward.empty() && saga.compensation.empty() && !saga.active && saga.status != "COMPLETED") continue;
      if (const auto wrong = contradiction(saga); !wrong.empty()) {
        sink.found(order.id, kind::kSteps, "saga", saga.id, wrong);
        continue;  // the number would only say it again
      }
      const int expected = effects_by_steps(saga);
      if (saga.open_effects <= expected && saga.open_effects >= expected - undone_unnoted(saga)) continue;
      sink.found(order.id, kind::kOpenEffects, "saga", saga.id,
                 fmt::format("expected {} open effects, as its steps say, found {}", expected, saga.open_effects));
    }
  }
}

}  // namespace saga::payment
