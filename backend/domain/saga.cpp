// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/saga.h"

namespace saga {

Condition condition_of(const Saga& saga, TimePoint now, std::chrono::seconds threshold) {
  switch (saga.status) {
    case SagaStatus::Completed: return Condition::Completed;
    case SagaStatus::Failed:
      if (saga.open_effects == 0) return Condition::Compensated;
      return saga.resolution ? Condition::Failed : Condition::NeedsAttention;
    case SagaStatus::Running:
    case SagaStatus::Compensating:
      if (saga.parked_reason || saga.progress_at < now - threshold) return Condition::Stuck;
      return saga.status == SagaStatus::Running ? Condition::Running : Condition::Compensating;
    case SagaStatus::Unknown: return Condition::Unknown;
  }
  return Condition::Unknown;
}

std::string_view to_text(SagaStatus status) {
  switch (status) {
    case SagaStatus::Running: return "RUNNING";
    case SagaStatus::Completed: return "COMPLETED";
    case SagaStatus::Compensating: return "COMPENSATING";
    case SagaStatus::Failed: return "FAILED";
    case SagaStatus::Unknown: return "UNKNOWN";
  }
  return "UNKNOWN";
}

std::string_view to_text(Direction direction) {
  switch (direction) {
    case Direction::Forward: return "FORWARD";
    case Direction::Compensation: return "COMPENSATION";
  }
  return "FORWARD";
}

std::string_view to_text(StepStatus status) {
  switch (status) {
    case StepStatus::Pending: return "";
    case StepStatus::Success: return "SUCCESS";
    case StepStatus::Failed: return "FAILED";
    case StepStatus::Compensated: return "COMPENSATED";
  }
  return "";
}

std::string_view to_text(Condition condition) {
  switch (condition) {
    case Condition::Running: return "running";
    case Condition::Completed: return "completed";
    case Condition::Compensating: return "compensating";
    case Condition::Compensated: return "compensated";
    case Condition::Stuck: return "stuck";
    case Condition::NeedsAttention: return "needs-attention";
    case Condition::Failed: return "failed";
    case Condition::Unknown: return "unknown";
  }
  return "unknown";
}

namespace {

// Looks a text up in the table above, so that no enum has two tables.
template <class Enum>
std::optional<Enum> find(std::string_view text, std::initializer_list<Enum> values) {
  for (const Enum value : values) {
    if (to_text(value) == text) return value;
  }
  return std::nullopt;
}

}  // namespace

SagaStatus saga_status_from(std::string_view text) {
  using enum SagaStatus;
  return find(text, {Running, Completed, Compensating, Failed}).value_or(Unknown);
}

Direction direction_from(std::string_view text) {
  return find(text, {Direction::Forward, Direction::Compensation}).value_or(Direction::Forward);
}

StepStatus step_status_from(std::string_view text) {
  using enum StepStatus;
  return find(text, {Success, Failed, Compensated}).value_or(Pending);
}

std::optional<Condition> condition_from(std::string_view text) {
  for (const Condition condition : all_conditions()) {
    if (to_text(condition) == text) return condition;
  }
  return std::nullopt;
}

const std::vector<Condition>& all_conditions() {
  using enum Condition;
  static const std::vector<Condition> kAll{Running, Completed,      Compensating, Compensated,
                                           Stuck,   NeedsAttention, Failed,       Unknown};
  return kAll;
}

}  // namespace saga
