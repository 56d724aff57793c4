// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/topics.h"

#include <algorithm>
#include <iterator>

namespace saga::payment {

std::optional<TopicMeaning> meaning_of(std::string_view topic) {
  using Kind = TopicMeaning::Kind;
  for (const StepTopics& step : kPaymentSteps) {
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
  const auto found = std::ranges::find(kPaymentSteps, step_name, &StepTopics::step);
  return found == kPaymentSteps.end() ? nullptr : &*found;
}

const StepTopics* step_before(std::string_view step_name) {
  const StepTopics* step = find_step(step_name);
  return step == nullptr || step == &kPaymentSteps.front() ? nullptr : std::prev(step);
}

const StepTopics* step_after(std::string_view step_name) {
  const StepTopics* step = find_step(step_name);
  return step == nullptr || step == &kPaymentSteps.back() ? nullptr : std::next(step);
}

}  // namespace saga::payment
