// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/domain/saga.h"

namespace saga {

enum class Action { Retry, Compensate, Resolve };

// Why an action is refused; the GUI translates it, SQL and command line say it in English.
enum class Refusal {
  StillMoving,       // not stuck: it goes on by itself
  Ended,             // completed or compensated: nothing is left to do
  FailedForGood,     // a failed saga is not retried, only compensated
  AlreadyUndoing,    // compensation is under way: retry continues it
  StillRecoverable,  // can be retried or compensated, so not by hand
  AlreadyResolved,   // a person has settled it
  NotCompensated,    // a refund is not undone: retry continues it
  UnknownStatus,     // a status this program does not know
};

// nullopt: allowed. A saga type that is not known is treated like a payment.
[[nodiscard]] std::optional<Refusal> refusal(Action action, std::string_view saga_type, SagaStatus status,
                                             Condition condition);

[[nodiscard]] std::string_view to_text(Action action);  // "RETRY"
[[nodiscard]] std::optional<Action> action_from(std::string_view text);
[[nodiscard]] std::string_view to_text(Refusal refusal);  // a sentence without a full stop

// One line of what an action would do to one saga, in the order in which it would happen.
struct PlannedStep {
  std::string step_name;
  Direction direction = Direction::Forward;
  enum class Effect { RunsAgain, RunsFirst, Undone, NothingStands } effect = Effect::RunsFirst;
  std::optional<Money> amount = {};
  friend bool operator==(const PlannedStep&, const PlannedStep&) = default;
};

// What `action` would do, read from the saga's own executions. Empty when it is refused.
// `step_order`: the steps of this saga's type in forward order.
[[nodiscard]] std::vector<PlannedStep> plan(Action action, const Saga& saga, Condition condition,
                                            const std::vector<StepExecution>& executions,
                                            const std::vector<std::string>& step_order);

// The steps of a saga type in forward order; empty for a type that is not known.
[[nodiscard]] const std::vector<std::string>& steps_of(std::string_view saga_type);

}  // namespace saga
