// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/topics.h"

#include <algorithm>
#include <iterator>

namespace saga::payment {
namespace {

constexpr auto kAllSteps = [] {
  std::array<StepTopics, kPaymentSteps.size() + kRefundSteps.size()> all{};
  std::ranges::copy(kRefundSteps, std::ranges::copy(kPaymentSteps, all.begin()).out);
  return all;
}();

// The saga's steps that `step` is one of.
std::span<const StepTopics> steps_with(const StepTopics& step) {
  for (const std::string_view type : {kPaymentSaga, kRefundSaga}) {
    const auto steps = steps_of_saga(type);
    if (std::ranges::count(steps, step.step, &StepTopics::step) > 0) return steps;
  }
  return {};
}

}  // namespace

std::span<const StepTopics> steps_of_saga(std::string_view saga_type) {
  const std::span<const StepTopics> all(kAllSteps);
  if (saga_type == kPaymentSaga) return all.first(kPaymentSteps.size());
  if (saga_type == kRefundSaga) return all.subspan(kPaymentSteps.size());
  return {};
}

std::span<const StepTopics> all_steps() { return kAllSteps; }

std::vector<std::string> all_topics() {
  std::vector<std::string> topics{std::string(kPaymentRequested), std::string(kLegacyRequested),
                                  std::string(kToggleChanged)};
  for (const StepTopics& step : kAllSteps) {
    for (const auto& leg : {step.forward, step.compensation}) {
      for (const auto topic : {leg.request, leg.done, leg.failed}) {
        if (!topic.empty()) topics.emplace_back(topic);
      }
    }
  }
  return topics;
}

std::optional<TopicMeaning> meaning_of(std::string_view topic) {
  using Kind = TopicMeaning::Kind;
  if (topic.empty()) return std::nullopt;
  for (const StepTopics& step : kAllSteps) {
    for (const Direction direction : {Direction::Forward, Direction::Compensation}) {
      const StepTopics::Leg& leg = direction == Direction::Forward ? step.forward : step.compensation;
      if (topic == leg.request) return TopicMeaning{&step, direction, Kind::Request};
      if (topic == leg.done) return TopicMeaning{&step, direction, Kind::Done};
      if (topic == leg.failed) return TopicMeaning{&step, direction, Kind::Failed};
    }
  }
  return std::nullopt;
}

const StepTopics* find_step(std::string_view step_name) {
  const auto found = std::ranges::find(kAllSteps, step_name, &StepTopics::step);
  return found == kAllSteps.end() ? nullptr : &*found;
}

const StepTopics* step_before(std::string_view step_name) {
  const StepTopics* step = find_step(step_name);
  return step == nullptr || step == &steps_with(*step).front() ? nullptr : std::prev(step);
}

const StepTopics* step_after(std::string_view step_name) {
  const StepTopics* step = find_step(step_name);
  return step == nullptr || step == &steps_with(*step).back() ? nullptr : std::next(step);
}

}  // namespace saga::payment
