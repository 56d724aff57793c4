// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/payment/participants/domain.h"

namespace saga::payment {

// The payment itself, and its cancellation. READ COMMITTED, 3 s.
class PaymentCreation final : public Domain {
 public:
  // `route`: what the payments say they came by; text that outlives it.
  explicit PaymentCreation(const Clock& clock, std::string_view route = "EVENT_DRIVEN")
      : clock_(clock), route_(route) {}
  [[nodiscard]] const StepTopics& step() const override;
  [[nodiscard]] pg::Isolation isolation() const override { return pg::Isolation::ReadCommitted; }
  [[nodiscard]] std::chrono::milliseconds budget() const override { return std::chrono::seconds(3); }
  [[nodiscard]] std::span<const Statement> statements() const override;
  [[nodiscard]] Result<std::vector<Verdict>> execute(Work& work, std::span<const Job> jobs) override;

 private:
  const Clock& clock_;  // of the payment ids
  std::string_view route_;
};

}  // namespace saga::payment
