// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backend/payment/participants/work.h"

namespace saga::payment {

// The event of another step.
struct Followed {
  std::string order_id, saga_id, traceparent;
};

// What a participant does on an event of another step: no request, so no reply, and idempotent by itself.
class Follower {
 public:
  virtual ~Follower() = default;
  [[nodiscard]] virtual std::span<const std::string_view> topics() const = 0;
  [[nodiscard]] virtual std::span<const Statement> statements() const = 0;
  // One transaction for all of them, measured by `meter`; no two are of the same order.
  [[nodiscard]] virtual Result<void> follow(pg::Session& session, std::span<const Followed> events,
                                            const TransactionMeter& meter) = 0;
};

// Whether a participant follows the events of this topic.
[[nodiscard]] bool is_followed(std::string_view topic);

// payment.completed: the order is COMPLETED, unless its saga has failed meanwhile.
class OrderCompletion final : public Follower {
 public:
  [[nodiscard]] std::span<const std::string_view> topics() const override;
  [[nodiscard]] std::span<const Statement> statements() const override;
  [[nodiscard]] Result<void> follow(pg::Session& session, std::span<const Followed> events,
                                    const TransactionMeter& meter) override;
};

// order.cancelled, order.validation.failed: a saga that ends before StockConfirmation was asked for anything never
// reaches the products; what the order had reserved is released then. A confirmation is not touched.
class ReservationRelease final : public Follower {
 public:
  [[nodiscard]] std::span<const std::string_view> topics() const override;
  [[nodiscard]] std::span<const Statement> statements() const override;
  [[nodiscard]] Result<void> follow(pg::Session& session, std::span<const Followed> events,
                                    const TransactionMeter& meter) override;
};

}  // namespace saga::payment
