// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/payment/participants/domain.h"

namespace saga::payment {

// The steps of a refund. Each undoes what a completed payment did in its domain, found by the order id alone, so
// that a payment of either route can be refunded. What is not there (any more) is refused, and the refusal is not
// kept: a person may mend what is wrong and ask again. Isolation and deadline are those of the domain.

// The completed payment becomes CANCELLED; tells whose it was and how much.
class PaymentCancellation final : public Domain {
 public:
  [[nodiscard]] const StepTopics& step() const override;
  [[nodiscard]] pg::Isolation isolation() const override { return pg::Isolation::ReadCommitted; }
  [[nodiscard]] std::chrono::milliseconds budget() const override { return std::chrono::seconds(3); }
  [[nodiscard]] std::span<const Statement> statements() const override;
  [[nodiscard]] bool keeps_refusals() const override { return false; }
  [[nodiscard]] Result<std::vector<Verdict>> execute(Work& work, std::span<const Job> jobs) override;
};

// What was sold goes back on the shelf.
class StockRelease final : public Domain {
 public:
  [[nodiscard]] const StepTopics& step() const override;
  [[nodiscard]] pg::Isolation isolation() const override { return pg::Isolation::RepeatableRead; }
  [[nodiscard]] std::chrono::milliseconds budget() const override { return std::chrono::seconds(2); }
  [[nodiscard]] std::span<const Statement> statements() const override;
  [[nodiscard]] bool keeps_refusals() const override { return false; }
  [[nodiscard]] Result<std::vector<Verdict>> execute(Work& work, std::span<const Job> jobs) override;
};

// The user gets back what was debited.
class BalanceRefund final : public Domain {
 public:
  [[nodiscard]] const StepTopics& step() const override;
  [[nodiscard]] pg::Isolation isolation() const override { return pg::Isolation::Serializable; }
  [[nodiscard]] std::chrono::milliseconds budget() const override { return std::chrono::seconds(2); }
  [[nodiscard]] std::span<const Statement> statements() const override;
  [[nodiscard]] bool keeps_refusals() const override { return false; }
  [[nodiscard]] Result<std::vector<Verdict>> execute(Work& work, std::span<const Job> jobs) override;
};

// The order becomes CANCELLED and its coupon can be used again.
class OrderCancellation final : public Domain {
 public:
  [[nodiscard]] const StepTopics& step() const override;
  [[nodiscard]] pg::Isolation isolation() const override { return pg::Isolation::ReadCommitted; }
  [[nodiscard]] std::chrono::milliseconds budget() const override { return std::chrono::seconds(3); }
  [[nodiscard]] std::span<const Statement> statements() const override;
  [[nodiscard]] bool keeps_refusals() const override { return false; }
  [[nodiscard]] Result<std::vector<Verdict>> execute(Work& work, std::span<const Job> jobs) override;
};

}  // namespace saga::payment
