// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <string_view>

#include "backend/payment/metrics/metrics.h"
#include "backend/payment/topics.h"

namespace saga::payment {

// How an attempt of a step ended.
enum class AttemptOutcome {
  Success,
  Compensated,
  Refused,  // for good
  Failed,   // for now
  Timeout,  // no reply in time
};
[[nodiscard]] std::string_view to_text(AttemptOutcome outcome);  // "success", as the label says it

// An attempt that was answered or given up. `step` is one of all_steps().
struct EndedAttempt {
  const StepTopics* step = nullptr;
  Direction direction = Direction::Forward;
  AttemptOutcome outcome = AttemptOutcome::Success;
  std::chrono::microseconds took{0};
};

// What becomes of sagas, told when it is committed. Each thread has its own; they write to the same instruments.
class SagaMeter {
 public:
  explicit SagaMeter(Metrics& metrics);

  void started(std::string_view saga_type, std::uint64_t sagas);
  void completed(std::string_view saga_type, std::chrono::microseconds took);
  // `reason`: the order status that the failure means.
  void failed(std::string_view saga_type, std::string_view reason, std::chrono::microseconds took);
  void reopened(std::string_view saga_type);
  void parked(std::string_view step);
  void retried(std::string_view step, Direction direction);
  void attempt(const EndedAttempt& ended);

 private:
  static constexpr std::size_t kOutcomes = 5;
  static constexpr std::size_t kReasons = 5;  // the known ones, and "other"

  struct OfType {
    std::string_view name;
    Counter* started = nullptr;
    Counter* completed = nullptr;
    Distribution* took_completed = nullptr;
    Distribution* took_failed = nullptr;
    std::array<Counter*, kReasons> failed = {};
  };
  [[nodiscard]] OfType& of(std::string_view saga_type);

  Metrics& metrics_;
  std::array<OfType, 3> types_;  // payments, refunds, and what another release knows
  // Asked for when first needed: most combinations never come.
  std::array<Distribution*, kPaymentSteps.size() * 2 * 2 * kOutcomes> attempts_{};
};

}  // namespace saga::payment
