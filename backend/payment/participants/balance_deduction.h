// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/payment/participants/domain.h"

namespace saga::payment {

// The debit of the user's balance, and its refund. SERIALIZABLE, 2 s.
class BalanceDeduction final : public Domain {
 public:
  [[nodiscard]] const StepTopics& step() const override;
  [[nodiscard]] pg::Isolation isolation() const override { return pg::Isolation::Serializable; }
  [[nodiscard]] std::chrono::milliseconds budget() const override { return std::chrono::seconds(2); }
  [[nodiscard]] std::span<const Statement> statements() const override;
  [[nodiscard]] Result<std::vector<Verdict>> execute(Work& work, std::span<const Job> jobs) override;
};

}  // namespace saga::payment
