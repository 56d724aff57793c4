// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "backend/payment/topics.h"
#include "backend/payment/verification/order_facts.h"

namespace saga::payment {
namespace {

constexpr std::string_view kClaims =
    "select r.order_id, r.route, coalesce(r.saga_id::text, ''), r.outcome,"
    " greatest(r.claimed_at, r.finished_at) > now() - make_interval(secs => $2::double precision)"
    " from saga.verified_route_view r where r.order_id = any ($1::text[])";
constexpr std::string_view kRefunds =
    "select order_id, saga_id::text from saga.verified_refund_view where order_id = any ($1::text[])"
    " and status <> 'REFUSED'";
constexpr std::string_view kSagas =
    "select order_id, saga_id::text, saga_type, status, user_id, amount, currency, open_effects, parked, resolved,"
    " active, coalesce(failed_step, ''), updated_at > now() - make_interval(secs => $2::double precision)"
    " from saga.verified_saga_view where ";
// A step that was noted after its saga had ended changed nothing of it any more.
constexpr std::string_view kSteps =
    "select e.saga_id::text, e.step_name, e.direction = 'FORWARD', bool_or(e.status in ('SUCCESS', 'COMPENSATED')),"
    " bool_or(e.status = 'FAILED'),"
    " bool_and(e.executed_at > s.updated_at) filter (where e.status in ('SUCCESS', 'COMPENSATED'))"
    " from saga.verified_step_view e join saga.verified_saga_view s on s.saga_id = e.saga_id"
    " where e.saga_id = any ($1::uuid[]) and s.saga_id = any ($1::uuid[]) group by 1, 2, 3";

double seconds_of(std::chrono::milliseconds time) { return static_cast<double>(time.count()) / 1000.0; }

std::vector<std::string> ids_of(const OrderBatch& batch) {
  std::vector<std::string> ids;
  ids.reserve(batch.size());
  for (const auto& [id, order] : batch) ids.push_back(id);
  return ids;
}

class SagaReading {
 public:
  SagaReading(Snapshot& snapshot, OrderBatch& batch, std::chrono::milliseconds margin)
      : snapshot_(snapshot), batch_(batch), margin_(seconds_of(margin)), orders_(ids_of(batch)) {}

  Result<void> claims() {
    const auto rows = snapshot_.read(kClaims, {orders_, margin_});
    if (!rows) return std::unexpected(rows.error());
    auto read = rows->each([&](const pg::Row& row) {
      OrderFacts& order = batch_[row.text(0)];
      order.claim = ClaimFacts{row.text(1), row.text(2), row.optional_text(3)};
      order.moving = order.moving || row.boolean(4);
      if (!order.claim->saga_id.empty()) sagas_.insert(order.claim->saga_id);
    });
    if (!read) return read;
    const auto refunds = snapshot_.read(kRefunds, {orders_});
    if (!refunds) return std::unexpected(refunds.error());
    return refunds->each([&](const pg::Row& row) {
      batch_[row.text(0)].refund_asked = true;
      sagas_.insert(row.text(1));
    });
  }

  Result<void> sagas(bool by_order) {
    const std::vector<std::string> ids(sagas_.begin(), sagas_.end());
    if (auto done = read_sagas("saga_id = any ($1::uuid[])", ids); !done || !by_order) return done;
    return read_sagas("order_id = any ($1::text[])", orders_);
  }

  Result<void> steps() {
    std::map<std::string, SagaFacts*> by_id;
    std::vector<std::string> ids;
    for (auto& [id, order] : batch_) {
      for (auto* sagas : {&order.payments_sagas, &order.refund_sagas}) {
        for (SagaFacts& saga : *sagas) {
          by_id[saga.id] = &saga;
          ids.push_back(saga.id);
        }
      }
    }
    if (ids.empty()) return {};
    const auto rows = snapshot_.read(kSteps, {ids});
    if (!rows) return std::unexpected(rows.error());
    return rows->each([&](const pg::Row& row) {
      SagaFacts& saga = *by_id.at(row.text(0));
      StepFacts& step = (row.boolean(2) ? saga.forward : saga.compensation)[row.text(1)];
      step.done = row.optional_boolean(3).value_or(false);
      step.failed = row.optional_boolean(4).value_or(false);
      step.late = row.optional_boolean(5).value_or(false);
    });
  }

 private:
  Result<void> read_sagas(std::string_view where, const std::vector<std::string>& keys) {
    if (keys.empty()) return {};
    const auto rows = snapshot_.read(fmt::format("{}{}", kSagas, where), {keys, margin_});
    if (!rows) return std::unexpected(rows.error());
    return rows->each([&](const pg::Row& row) {
      const auto order = batch_.find(row.text(0));
      if (order == batch_.end() || !seen_.insert(row.text(1)).second) return;
      SagaFacts saga{.id = row.text(1),
                     .type = row.text(2),
                     .status = row.text(3),
                     .sum = {row.int64(4), row.int64(5), row.text(6)},
                     .open_effects = row.int32(7),
                     .parked = row.boolean(8),
                     .resolved = row.boolean(9),
                     .active = row.boolean(10),
                     .failed_step = row.text(11)};
      order->second.moving = order->second.moving || row.boolean(12);
      auto& sagas = saga.type == kRefundSaga ? order->second.refund_sagas : order->second.payments_sagas;
      sagas.push_back(std::move(saga));
    });
  }

  Snapshot& snapshot_;
  OrderBatch& batch_;
  double margin_;
  std::vector<std::string> orders_;
  std::set<std::string> sagas_, seen_;
};

}  // namespace

Result<void> read_claims(Reader& reader, OrderBatch& batch, bool by_order, std::chrono::milliseconds margin) {
  for (auto& [id, order] : batch) order.id = id;
  {
    auto snapshot = reader.begin(Place::Saga);
    if (!snapshot) return std::unexpected(snapshot.error());
    SagaReading reading(*snapshot, batch, margin);
    if (auto done = reading.claims(); !done) return done;
    if (auto done = reading.sagas(by_order); !done) return done;
    if (auto done = reading.steps(); !done) return done;
  }
  for (auto& [id, order] : batch) {
    if (!order.claim || order.claim->saga_id.empty()) continue;
    const auto is_claimed = [&](const SagaFacts& saga) { return saga.id == order.claim->saga_id; };
    if (std::ranges::any_of(order.payments_sagas, is_claimed)) continue;
    const auto kept = reader.keeps(Place::Saga, order.claim->saga_id);
    if (!kept) return std::unexpected(kept.error());
    order.saga_dropped = !*kept;
  }
  return {};
}

}  // namespace saga::payment
