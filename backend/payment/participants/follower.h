// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backend/payment/participants/work.h"

namespace saga::payment {

// What a participant does on an event of another step: no request, so no reply, and idempotent by itself.
class Follower {
 public:
  virtual ~Follower() = default;
  [[nodiscard]] virtual std::span<const std::string_view> topics() const = 0;
  [[nodiscard]] virtual std::span<const Statement> statements() const = 0;
  // One transaction for all the orders.
  [[nodiscard]] virtual Result<void> follow(pg::Session& session, const std::vector<std::string>& orders) = 0;
};

// payment.completed: the order is COMPLETED, unless its saga has failed meanwhile.
class OrderCompletion final : public Follower {
 public:
  [[nodiscard]] std::span<const std::string_view> topics() const override;
  [[nodiscard]] std::span<const Statement> statements() const override;
  [[nodiscard]] Result<void> follow(pg::Session& session, const std::vector<std::string>& orders) override;
};

// order.cancelled, order.validation.failed: a saga that ends before StockConfirmation was asked for anything never
// reaches the products; what the order had reserved is released then. A confirmation is not touched.
class ReservationRelease final : public Follower {
 public:
  [[nodiscard]] std::span<const std::string_view> topics() const override;
  [[nodiscard]] std::span<const Statement> statements() const override;
  [[nodiscard]] Result<void> follow(pg::Session& session, const std::vector<std::string>& orders) override;
};

}  // namespace saga::payment
