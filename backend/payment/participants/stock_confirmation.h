// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/payment/participants/domain.h"

namespace saga::payment {

// What the order reserved is sold, or goes back on the shelf. REPEATABLE READ, 2 s.
class StockConfirmation final : public Domain {
 public:
  [[nodiscard]] const StepTopics& step() const override;
  [[nodiscard]] pg::Isolation isolation() const override { return pg::Isolation::RepeatableRead; }
  [[nodiscard]] std::chrono::milliseconds budget() const override { return std::chrono::seconds(2); }
  [[nodiscard]] std::span<const Statement> statements() const override;
  [[nodiscard]] Result<std::vector<Verdict>> execute(Work& work, std::span<const Job> jobs) override;
};

}  // namespace saga::payment
