// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/payment/participants/domain.h"

namespace saga::payment {

// Order and coupon: validated and used, or given the status that the saga's failure means. READ COMMITTED, 3 s.
// The status of a failure is set once: here when validation itself fails, else by the compensation, which carries
// the reason.
class OrderValidation final : public Domain {
 public:
  [[nodiscard]] const StepTopics& step() const override;
  [[nodiscard]] pg::Isolation isolation() const override { return pg::Isolation::ReadCommitted; }
  [[nodiscard]] std::chrono::milliseconds budget() const override { return std::chrono::seconds(3); }
  [[nodiscard]] std::span<const Statement> statements() const override;
  [[nodiscard]] Result<std::vector<Verdict>> execute(Work& work, std::span<const Job> jobs) override;
};

}  // namespace saga::payment
