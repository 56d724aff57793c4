// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "backend/payment/events/domain_events.h"
#include "backend/payment/topics.h"
#include "backend/payment/verification/order_facts.h"

namespace saga::payment {
namespace {

constexpr std::string_view kOrders =
    "select order_id, user_id, status, amount, currency, coupon_id, coalesce(coupon_used_by, '')"
    " from orders.verified_order_view where order_id = any ($1::text[])";
constexpr std::string_view kMoney =
    "select order_id, kind = 'DEBIT', user_id, abs(amount), currency from balances.verified_entry_view"
    " where order_id = any ($1::text[]) and kind in ('DEBIT', 'REFUND')";
constexpr std::string_view kStock =
    "select order_id, product_id, kind, quantity, confirmed from products.verified_entry_view"
    " where order_id = any ($1::text[]) and kind <> 'SUPPLY'";
constexpr std::string_view kPayments =
    "select order_id, payment_id::text, user_id, amount, currency, status, route from payments.verified_payment_view"
    " where order_id = any ($1::text[])";
constexpr std::string_view kEvents =
    "select aggregate_id, sequence_number, event_type, event_data from {}.verified_event_view"
    " where aggregate_id = any ($1::text[]) order by 1, 2";
constexpr std::string_view kReplies =
    "select saga_id::text, step_name, action, compensation from {}.verified_reply_view"
    " where saga_id = any ($1::uuid[])";

using Aggregates = std::map<std::string, std::vector<StoredEvent>*>;

class DomainReading {
 public:
  DomainReading(Reader& reader, OrderBatch& batch) : reader_(reader), batch_(batch) {
    for (auto& [id, order] : batch) {
      orders_.push_back(id);
      for (auto* sagas : {&order.payments_sagas, &order.refund_sagas}) {
        for (SagaFacts& saga : *sagas) {
          sagas_[saga.id] = &saga;
          saga_ids_.push_back(saga.id);
        }
      }
    }
  }

  Result<void> orders() {
    return in(Place::Orders, [&](Snapshot& snapshot) -> Result<void> {
      const auto rows = snapshot.read(kOrders, {orders_});
      if (!rows) return std::unexpected(rows.error());
      auto read = rows->each([&](const pg::Row& row) {
        OrderFacts& order = batch_[row.text(0)];
        order.coupon_used_by = row.text(6);
        order.order = OrderState{row.int64(1), row.text(2),          row.int64(3),
                                 row.text(4),  row.optional_text(5), order.coupon_used_by == order.id};
      });
      if (!read) return read;
      Aggregates aggregates;
      for (auto& [id, order] : batch_) {
        order.order_known = true;
        aggregates[order_aggregate(id)] = &order.order_events;
      }
      return events(snapshot, aggregates);
    });
  }

  Result<void> money() {
    return in(Place::Balances, [&](Snapshot& snapshot) -> Result<void> {
      const auto rows = snapshot.read(kMoney, {orders_});
      if (!rows) return std::unexpected(rows.error());
      for (auto& [id, order] : batch_) order.money_known = true;
      return rows->each([&](const pg::Row& row) {
        OrderFacts& order = batch_[row.text(0)];
        (row.boolean(1) ? order.debits : order.refunds).push_back({row.int64(2), row.int64(3), row.text(4)});
      });
    });
  }

  Result<void> stock() {
    return in(Place::Products, [&](Snapshot& snapshot) -> Result<void> {
      const auto rows = snapshot.read(kStock, {orders_});
      if (!rows) return std::unexpected(rows.error());
      auto read = rows->each([&](const pg::Row& row) {
        LineFacts& line = batch_[row.text(0)].lines[row.int64(1)];
        const std::string entry = row.text(2);
        if (entry == "RESERVE") line.reserved += row.int64(3);
        if (entry == "CONFIRM") line.confirmed += row.int64(3);
        if (entry == "RELEASE") {
          line.released += row.int64(3);
          line.released_confirmed = row.boolean(4);
        }
      });
      if (!read) return read;
      Aggregates aggregates;
      for (auto& [id, order] : batch_) {
        order.stock_known = true;
        aggregates[reservation_aggregate(id)] = &order.reservation_events;
      }
      return events(snapshot, aggregates);
    });
  }

  Result<void> payments() {
    return in(Place::Payments, [&](Snapshot& snapshot) -> Result<void> {
      const auto rows = snapshot.read(kPayments, {orders_});
      if (!rows) return std::unexpected(rows.error());
      auto read = rows->each([&](const pg::Row& row) {
        batch_[row.text(0)].payments.push_back(
            {row.text(1), {row.text(0), row.int64(2), row.int64(3), row.text(4), row.text(5), row.text(6)}});
      });
      if (!read) return read;
      Aggregates aggregates;
      for (auto& [id, order] : batch_) {
        order.payments_known = true;
        for (PaymentFacts& payment : order.payments) aggregates[payment_aggregate(payment.id)] = &payment.events;
      }
      return events(snapshot, aggregates);
    });
  }

 private:
  // What `read` reads, and the kept replies of the place: of one moment.
  template <class Read>
  Result<void> in(Place place, Read read) {
    if (!reader_.has(place)) {
      for (auto& [id, saga] : sagas_) saga->replies_kept = false;
      return {};
    }
    std::vector<std::string> kept;
    for (const std::string& saga : saga_ids_) {
      const auto keeps = reader_.keeps(place, saga);
      if (!keeps) return std::unexpected(keeps.error());
      if (*keeps) kept.push_back(saga);
      // Known only if it is known everywhere.
      SagaFacts& facts = *sagas_.at(saga);
      facts.replies_kept = *keeps && (place == Place::Orders || facts.replies_kept);
    }
    auto snapshot = reader_.begin(place);
    if (!snapshot) return std::unexpected(snapshot.error());
    if (auto done = read(*snapshot); !done || kept.empty()) return done;
    const auto rows = snapshot->read(fmt::format(fmt::runtime(kReplies), to_text(place)), {kept});
    if (!rows) return std::unexpected(rows.error());
    return rows->each([&](const pg::Row& row) {
      sagas_.at(row.text(0))->replies[row.text(1)] = {row.optional_text(2), row.optional_text(3)};
    });
  }

  Result<void> events(Snapshot& snapshot, const Aggregates& aggregates) {
    if (aggregates.empty()) return {};
    std::vector<std::string> ids;
    ids.reserve(aggregates.size());
    for (const auto& [id, into] : aggregates) ids.push_back(id);
    const auto rows = snapshot.read(fmt::format(fmt::runtime(kEvents), to_text(snapshot.place())), {ids});
    if (!rows) return std::unexpected(rows.error());
    return rows->each([&](const pg::Row& row) {
      aggregates.at(row.text(0))->push_back({row.text(0), row.int64(1), row.text(2), row.text(3)});
    });
  }

  Reader& reader_;
  OrderBatch& batch_;
  std::vector<std::string> orders_, saga_ids_;
  std::map<std::string, SagaFacts*> sagas_;
};

}  // namespace

Result<void> read_domains(Reader& reader, OrderBatch& batch) {
  if (batch.empty()) return {};
  DomainReading reading(reader, batch);
  Result<void> done = reading.orders();
  if (done) done = reading.money();
  if (done) done = reading.stock();
  if (done) done = reading.payments();
  return done;
}

std::vector<const PaymentFacts*> OrderFacts::completed() const {
  std::vector<const PaymentFacts*> found;
  for (const PaymentFacts& payment : payments) {
    if (payment.state.status == "COMPLETED") found.push_back(&payment);
  }
  return found;
}

std::string to_text(const Sum& sum) { return fmt::format("{} {} of user {}", sum.amount, sum.currency, sum.user_id); }

}  // namespace saga::payment
