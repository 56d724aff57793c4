// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/action.h"

#include <algorithm>

namespace saga {

std::optional<Refusal> refusal(Action action, std::string_view saga_type, SagaStatus status, Condition condition) {
  const bool undoes_refund = action == Action::Compensate && saga_type == "RefundSaga";
  switch (condition) {
    case Condition::Unknown: return Refusal::UnknownStatus;
    case Condition::Completed:
    case Condition::Compensated: return Refusal::Ended;
    case Condition::Failed: return Refusal::AlreadyResolved;
    case Condition::Running:
    case Condition::Compensating: return Refusal::StillMoving;
    case Condition::Stuck:
      if (undoes_refund) return Refusal::NotCompensated;
      if (action == Action::Resolve) return Refusal::StillRecoverable;
      if (action == Action::Compensate && status == SagaStatus::Compensating) return Refusal::AlreadyUndoing;
      return std::nullopt;
    case Condition::NeedsAttention:
      if (undoes_refund) return Refusal::NotCompensated;
      if (action == Action::Retry) return Refusal::FailedForGood;
      return std::nullopt;
  }
  return Refusal::UnknownStatus;
}

std::string_view to_text(Action action) {
  switch (action) {
    case Action::Retry: return "RETRY";
    case Action::Compensate: return "COMPENSATE";
    case Action::Resolve: return "RESOLVE";
  }
  return "";
}

std::optional<Action> action_from(std::string_view text) {
  for (const Action action : {Action::Retry, Action::Compensate, Action::Resolve}) {
    if (to_text(action) == text) return action;
  }
  return std::nullopt;
}

// The same sentences stand in resources/sql (saga.action_refusal); the case table compares them.
std::string_view to_text(Refusal refusal) {
  switch (refusal) {
    case Refusal::StillMoving: return "the saga is not stuck, it goes on by itself";
    case Refusal::Ended: return "the saga has ended, nothing is left to do";
    case Refusal::FailedForGood: return "the saga has failed for good, only its compensation is open";
    case Refusal::AlreadyUndoing: return "compensation is under way, retry continues it";
    case Refusal::StillRecoverable: return "the saga can still be retried or compensated";
    case Refusal::AlreadyResolved: return "the saga was already resolved by hand";
    case Refusal::NotCompensated: return "a refund is not compensated, retry continues it";
    case Refusal::UnknownStatus: return "the saga has a status that is not known here";
  }
  return "";
}

std::vector<PlannedStep> plan(Action action, const Saga& saga, Condition condition,
                              const std::vector<StepExecution>& executions,
                              const std::vector<std::string>& step_order) {
  std::vector<PlannedStep> planned;
  if (action == Action::Resolve || refusal(action, saga.type, saga.status, condition)) return planned;

  const auto has = [&](const std::string& step, Direction direction, auto&& wanted) {
    return std::ranges::any_of(executions, [&](const StepExecution& e) {
      return e.step_name == step && e.direction == direction && wanted(e.status);
    });
  };
  const auto any = [](StepStatus) { return true; };
  const auto undone = [](StepStatus s) { return s == StepStatus::Compensated || s == StepStatus::Success; };

  if (action == Action::Retry && saga.status == SagaStatus::Running) {
    const auto current = std::ranges::find(step_order, saga.current_step);
    for (auto step = current; step != step_order.end(); ++step) {
      const bool ran = has(*step, Direction::Forward, any);
      planned.push_back({*step, Direction::Forward,
                         ran ? PlannedStep::Effect::RunsAgain : PlannedStep::Effect::RunsFirst, saga.amount});
    }
    return planned;
  }
  // Compensation, or the retry of one: everything that was attempted and is not undone, in reverse order.
  for (auto step = step_order.rbegin(); step != step_order.rend(); ++step) {
    if (!has(*step, Direction::Forward, any) || has(*step, Direction::Compensation, undone)) continue;
    // A step that never reported success may stand all the same: its reply can be lost. Only a refusal by the
    // participant, which is final, proves that nothing stands; the participant itself tells them apart.
    const bool stands = has(*step, Direction::Forward,
                            [](StepStatus s) { return s == StepStatus::Success || s == StepStatus::Pending; });
    planned.push_back({*step, Direction::Compensation,
                       stands ? PlannedStep::Effect::Undone : PlannedStep::Effect::NothingStands, saga.amount});
  }
  return planned;
}

const std::vector<std::string>& steps_of(std::string_view saga_type) {
  static const std::vector<std::string> kPayment{"OrderValidation", "BalanceDeduction", "StockConfirmation",
                                                 "PaymentCreation"};
  static const std::vector<std::string> kRefund{"PaymentCancellation", "StockRelease", "BalanceRefund",
                                                "OrderCancellation"};
  static const std::vector<std::string> kNone;
  if (saga_type == "PaymentSaga") return kPayment;
  return saga_type == "RefundSaga" ? kRefund : kNone;
}

}  // namespace saga
