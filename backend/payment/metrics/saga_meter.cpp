// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/metrics/saga_meter.h"

#include <algorithm>
#include <string>

#include "backend/payment/metrics/names.h"

namespace saga::payment {
namespace {

constexpr std::array<std::string_view, 5> kReasonNames{"VALIDATION_FAILED", "BALANCE_INSUFFICIENT",
                                                       "STOCK_INSUFFICIENT", "PAYMENT_FAILED", "other"};

std::string label(std::string_view text) { return std::string(text); }

Labels of_type(std::string_view saga_type) { return {{"saga_type", label(saga_type)}}; }

Labels with(Labels labels, const char* name, std::string_view value) {
  labels.emplace(name, value);
  return labels;
}

std::string_view step_name(std::string_view step) {
  const StepTopics* known = find_step(step);
  return known != nullptr ? known->step : std::string_view("other");
}

std::string_view in_words(Direction direction) { return direction == Direction::Forward ? "forward" : "compensation"; }

}  // namespace

std::string_view to_text(AttemptOutcome outcome) {
  switch (outcome) {
    case AttemptOutcome::Success: return "success";
    case AttemptOutcome::Compensated: return "compensated";
    case AttemptOutcome::Refused: return "refused";
    case AttemptOutcome::Failed: return "failed";
    case AttemptOutcome::Timeout: return "timeout";
  }
  return "";
}

// They are there from the beginning, as 0: a rate needs two points.
SagaMeter::SagaMeter(Metrics& metrics)
    : metrics_(metrics), types_{OfType{.name = kPaymentSaga}, OfType{.name = kRefundSaga}, OfType{.name = "other"}} {
  for (OfType& type : types_) {
    const Labels labels = of_type(type.name);
    type.started = &metrics.counter(kSagaStarted, labels);
    type.completed = &metrics.counter(kSagaCompleted, labels);
    type.took_completed = &metrics.duration(kExecutionTime, with(labels, "outcome", "completed"));
    type.took_failed = &metrics.duration(kExecutionTime, with(labels, "outcome", "failed"));
    for (std::size_t i = 0; i < kReasonNames.size(); ++i) {
      type.failed[i] = &metrics.counter(kSagaFailed, with(labels, "reason", kReasonNames[i]));
    }
  }
}

SagaMeter::OfType& SagaMeter::of(std::string_view saga_type) {
  const auto found = std::ranges::find(types_, saga_type, &OfType::name);
  return found != types_.end() ? *found : types_.back();
}

void SagaMeter::started(std::string_view saga_type, std::uint64_t sagas) { of(saga_type).started->add(sagas); }

void SagaMeter::completed(std::string_view saga_type, std::chrono::microseconds took) {
  OfType& type = of(saga_type);
  type.completed->add();
  type.took_completed->record(took);
}

void SagaMeter::failed(std::string_view saga_type, std::string_view reason, std::chrono::microseconds took) {
  OfType& type = of(saga_type);
  const auto known = std::ranges::find(kReasonNames, bounded(reason, kReasonNames));
  type.failed[static_cast<std::size_t>(known - kReasonNames.begin())]->add();
  type.took_failed->record(took);
}

void SagaMeter::reopened(std::string_view saga_type) {
  metrics_.counter(kSagaReopened, of_type(of(saga_type).name)).add();
}

void SagaMeter::parked(std::string_view step) {
  metrics_.counter(kSagaParked, {{"step", label(step_name(step))}}).add();
}

void SagaMeter::retried(std::string_view step, Direction direction) {
  metrics_.counter(kStepRetries, {{"step", label(step_name(step))}, {"direction", label(in_words(direction))}}).add();
}

void SagaMeter::attempt(const EndedAttempt& ended) {
  const auto steps = all_steps();
  const auto step = static_cast<std::size_t>(ended.step - steps.data());
  const std::size_t index =
      (step * 2 + static_cast<std::size_t>(ended.direction)) * kOutcomes + static_cast<std::size_t>(ended.outcome);
  if (index >= attempts_.size()) return;  // not one of our steps
  Distribution*& instrument = attempts_[index];
  if (instrument == nullptr) {
    instrument = &metrics_.duration(kStepDuration, {{"step", label(ended.step->step)},
                                                    {"direction", label(in_words(ended.direction))},
                                                    {"outcome", label(to_text(ended.outcome))}});
  }
  instrument->record(ended.took);
}

}  // namespace saga::payment
