// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/publishing/delivery_meter.h"

#include <string>

#include "backend/payment/metrics/names.h"

namespace saga::payment {
namespace {

constexpr std::array<std::string_view, 3> kOutcomes{"sent", "failed", "refused"};  // in the order of Attempt::Outcome
constexpr std::array<std::string_view, 3> kStates{"closed", "open", "half_open"};  // in the order of BreakerState

Labels labels(std::string_view target) { return {{"target", std::string(target)}}; }

Labels labels(std::string_view target, const char* name, std::string_view value) {
  Labels both = labels(target);
  both.emplace(name, value);
  return both;
}

}  // namespace

std::string_view to_text(DeliveryEnd end) {
  switch (end) {
    case DeliveryEnd::Sent: return "sent";
    case DeliveryEnd::Refused: return "refused";
    case DeliveryEnd::Exhausted: return "exhausted";
    case DeliveryEnd::Expired: return "expired";
  }
  return "";
}

DeliveryMeter::DeliveryMeter(Metrics& metrics, std::string_view target)
    : retries_(metrics.counter(kDeliveryRetries, labels(target))),
      opened_(metrics.counter(kBreakerOpened, labels(target))) {
  for (std::size_t i = 0; i < ends_.size(); ++i) {
    ends_.at(i) = &metrics.counter(kDelivered, labels(target, "outcome", to_text(static_cast<DeliveryEnd>(i))));
  }
  for (std::size_t i = 0; i < durations_.size(); ++i) {
    durations_.at(i) = &metrics.duration(kDeliveryDuration, labels(target, "outcome", kOutcomes.at(i)));
    states_.at(i) = &metrics.gauge(kBreakerState, labels(target, "state", kStates.at(i)));
  }
}

void DeliveryMeter::attempted(const Attempt& attempt) {
  if (attempt.outcome == Attempt::Outcome::NotTried) return;
  durations_.at(static_cast<std::size_t>(attempt.outcome))->record(attempt.took);
  if (attempt.delivery.retry_count > 0) retries_.add();
}

void DeliveryMeter::ended(DeliveryEnd end, std::uint64_t deliveries) {
  ends_.at(static_cast<std::size_t>(end))->add(deliveries);
}

void DeliveryMeter::stands(const CircuitBreaker& breaker) {
  for (std::size_t i = 0; i < states_.size(); ++i) {
    states_.at(i)->set(static_cast<std::size_t>(breaker.state()) == i ? 1 : 0);
  }
  opened_.add(static_cast<std::uint64_t>(breaker.times_opened() - times_opened_));
  times_opened_ = breaker.times_opened();
}

}  // namespace saga::payment
