// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "backend/payment/verification/kinds.h"
#include "backend/payment/verification/order_rules.h"
#include "backend/payment/verification/survey.h"

namespace saga::payment {
namespace {

constexpr int kCheap = 10;  // windows of keys alone are so much larger

const std::vector<std::string_view>& order_kinds() {
  static const std::vector<std::string_view> kKinds{kind::kBothRoutes,
                                                    kind::kClaimWithoutSaga,
                                                    kind::kRouteOutcome,
                                                    kind::kSagaUnclaimed,
                                                    kind::kSagaTwice,
                                                    kind::kNoPayment,
                                                    kind::kNoDebit,
                                                    kind::kNoStock,
                                                    kind::kNotRefunded,
                                                    kind::kNotReleased,
                                                    kind::kStillPaid,
                                                    kind::kSteps,
                                                    kind::kOpenEffects,
                                                    kind::kRefundIncomplete,
                                                    kind::kMoney,
                                                    kind::kRefundWithoutDebit,
                                                    kind::kDebitTwice,
                                                    kind::kDebitUnclaimed,
                                                    kind::kOrderStatus,
                                                    kind::kOrderUnclaimed,
                                                    kind::kCouponOfFailed,
                                                    kind::kStockEntries,
                                                    kind::kStockUnclaimed,
                                                    kind::kPaymentTwice,
                                                    kind::kPaymentUnclaimed,
                                                    kind::kLegacyIncomplete,
                                                    kind::kLegacyStands,
                                                    kind::kEventGap,
                                                    kind::kEventFold,
                                                    kind::kReplyWithoutEffect,
                                                    kind::kEffectWithoutReply};
  return kKinds;
}

// Looks at orders with all that is known of them, wherever their ids come from.
class OrderSurvey : public Survey {
 public:
  // `by_order`: sagas that no claim names are looked for.
  OrderSurvey(const Scope& scope, bool by_order) : scope_(scope), by_order_(by_order) {}

  std::vector<std::string_view> kinds() const override { return order_kinds(); }

  Result<void> examine(Reader& reader, const std::vector<std::string>& keys, bool again, Sink& sink) override {
    OrderBatch batch;
    for (const std::string& key : keys) batch[key];
    if (auto done = read_claims(reader, batch, by_order_ || again, scope_.options.margin); !done) return done;
    if (auto done = read_domains(reader, batch); !done) return done;
    const auto before = sink.motion_count();
    for (const auto& [id, order] : batch) judge(order, sink);
    const auto settled = static_cast<std::int64_t>(batch.size()) - (sink.motion_count() - before);
    sink.subjects(settled);
    for (const std::string_view name : order_kinds()) {
      const Kind* kind = find_kind(name);
      // Events and entries: of the places that can be read.
      if (std::ranges::any_of(kind->needs, [&](Place place) { return reader.has(place); })) {
        const bool all = std::ranges::all_of(kind->needs, [&](Place place) { return reader.has(place); });
        if (all || name == kind::kEventGap || name == kind::kEventFold) sink.checked(name, settled);
      }
    }
    return {};
  }

 protected:
  const VerificationOptions& options() const { return scope_.options; }
  const Scope& scope() const { return scope_; }

 private:
  Scope scope_;
  bool by_order_;
};

// All that a route has claimed: by the order's id, or, if only since a moment, by the time of the claim.
class ClaimSurvey final : public OrderSurvey {
 public:
  explicit ClaimSurvey(const Scope& scope) : OrderSurvey(scope, false) {
    if (scope.since) from_ = *scope.since;
  }
  std::vector<Place> needs() const override { return {Place::Saga}; }

  Result<Window> next(Reader& reader) override { return scope().since ? next_by_time(reader) : next_by_id(reader); }

 private:
  static Result<std::vector<std::string>> ids_of(const Result<pg::Rows>& rows) {
    if (!rows) return std::unexpected(rows.error());
    return rows->map([](const pg::Row& row) { return row.text(0); });
  }

  Result<Window> next_by_id(Reader& reader) {
    auto snapshot = reader.begin(Place::Saga);
    if (!snapshot) return std::unexpected(snapshot.error());
    auto ids = ids_of(
        snapshot->read("select order_id from saga.verified_route_view where order_id > $1 order by order_id limit $2",
                       {after_, options().window}));
    if (!ids) return std::unexpected(ids.error());
    if (!ids->empty()) after_ = ids->back();
    const bool more = static_cast<int>(ids->size()) == options().window;
    return Window{std::move(*ids), more};
  }

  // A slice of time is found by the block range index; its orders are then handed out in windows.
  Result<Window> next_by_time(Reader& reader) {
    const auto size = static_cast<std::size_t>(options().window);
    if (pending_.empty() && !at_end_) {
      auto snapshot = reader.begin(Place::Saga);
      if (!snapshot) return std::unexpected(snapshot.error());
      const WallTime now = SystemClock().now();
      const auto slice = std::max<std::chrono::microseconds>(std::chrono::seconds(10), (now - *scope().since) / 5000);
      auto ids = ids_of(
          snapshot->read("select order_id from saga.verified_route_view where claimed_at >= $1 and claimed_at < $2",
                         {from_, from_ + slice}));
      if (!ids) return std::unexpected(ids.error());
      pending_ = std::move(*ids);
      from_ += slice;
      at_end_ = from_ > now;
      if (at_end_) {
        // What began before and ended since.
        auto ended = ids_of(snapshot->read(
            "select order_id from saga.verified_saga_view where not active and ended_at >= $1 and saga_id < $2::uuid",
            {*scope().since, first_id_since(*scope().since)}));
        if (!ended) return std::unexpected(ended.error());
        pending_.insert(pending_.end(), ended->begin(), ended->end());
      }
    }
    Window window;
    const std::size_t take = std::min(size, pending_.size());
    window.keys.assign(pending_.end() - static_cast<std::ptrdiff_t>(take), pending_.end());
    pending_.resize(pending_.size() - take);
    window.more = !pending_.empty() || !at_end_;
    return window;
  }

  std::string after_;
  WallTime from_ = {};
  bool at_end_ = false;
  std::vector<std::string> pending_;
};

// Sagas that their order's claim does not name, and which are no refund that was asked for.
class UnclaimedSagaSurvey final : public OrderSurvey {
 public:
  explicit UnclaimedSagaSurvey(const Scope& scope)
      : OrderSurvey(scope, true),
        after_(scope.since ? first_id_since(*scope.since) : "00000000-0000-0000-0000-000000000000") {}
  std::vector<Place> needs() const override { return {Place::Saga}; }

  Result<Window> next(Reader& reader) override {
    auto snapshot = reader.begin(Place::Saga);
    if (!snapshot) return std::unexpected(snapshot.error());
    const int limit = options().window * kCheap;
    const auto rows = snapshot->read(
        "select s.saga_id::text, s.order_id, coalesce(r.saga_id, f.saga_id) is not null"
        " from (select saga_id, order_id from saga.verified_saga_view where saga_id > $1::uuid"
        "        order by saga_id limit $2) s"
        " left join saga.verified_route_view r on r.order_id = s.order_id and r.saga_id = s.saga_id"
        " left join saga.verified_refund_view f on f.order_id = s.order_id and f.saga_id = s.saga_id"
        " order by s.saga_id",
        {after_, limit});
    if (!rows) return std::unexpected(rows.error());
    Window window;
    std::string last = after_;
    auto read = rows->each([&](const pg::Row& row) {
      last = row.text(0);
      if (!row.boolean(2)) window.keys.push_back(row.text(1));
    });
    if (!read) return std::unexpected(read.error());
    after_ = last;
    window.more = static_cast<int>(rows->size()) == limit;
    return window;
  }

 private:
  std::string after_;
};

// Orders of which a domain's rows tell, and which no route claimed.
class DomainOrderSurvey final : public OrderSurvey {
 public:
  struct Walk {
    Place place;
    std::string view, column, type, order, where;
    bool numbered = false;  // by a sequence; else by an id
  };
  DomainOrderSurvey(const Scope& scope, Walk walk) : OrderSurvey(scope, true), walk_(std::move(walk)) {}
  std::vector<Place> needs() const override { return {Place::Saga, walk_.place}; }

  Result<Window> next(Reader& reader) override {
    if (!after_) {
      if (auto begun = begin(reader); !begun) return std::unexpected(begun.error());
    }
    std::vector<std::string> orders;
    std::string last = *after_;
    const int limit = options().window * kCheap;
    {
      auto snapshot = reader.begin(walk_.place);
      if (!snapshot) return std::unexpected(snapshot.error());
      const auto rows = snapshot->read(
          fmt::format("select {0}::text, {1} from {2} where {0} > $1::{3}{4}"
                      " and created_at < now() - make_interval(secs => $3::double precision) order by {0} limit $2",
                      walk_.column, walk_.order, walk_.view, walk_.type, walk_.where),
          {*after_, limit, static_cast<double>(options().margin.count()) / 1000.0});
      if (!rows) return std::unexpected(rows.error());
      auto read = rows->each([&](const pg::Row& row) {
        last = row.text(0);
        orders.push_back(row.text(1));
      });
      if (!read) return std::unexpected(read.error());
    }
    auto unclaimed = without_claim(reader, orders);
    if (!unclaimed) return std::unexpected(unclaimed.error());
    after_ = last;
    return Window{std::move(*unclaimed), static_cast<int>(orders.size()) == limit};
  }

 private:
  Result<void> begin(Reader& reader) {
    std::string first = walk_.type == "uuid" ? "00000000-0000-0000-0000-000000000000" : walk_.type == "text" ? "" : "0";
    if (scope().since && walk_.type == "uuid") first = first_id_since(*scope().since);
    if (scope().since && walk_.numbered) {
      auto snapshot = reader.begin(walk_.place);
      if (!snapshot) return std::unexpected(snapshot.error());
      const auto entry = first_entry_since(*snapshot, walk_.view, walk_.column, *scope().since);
      if (!entry) return std::unexpected(entry.error());
      first = std::to_string(*entry - 1);
    }
    after_ = std::move(first);
    return {};
  }

  static Result<std::vector<std::string>> without_claim(Reader& reader, const std::vector<std::string>& orders) {
    std::set<std::string> left(orders.begin(), orders.end());
    if (left.empty()) return std::vector<std::string>{};
    auto snapshot = reader.begin(Place::Saga);
    if (!snapshot) return std::unexpected(snapshot.error());
    const auto rows = snapshot->read("select order_id from saga.verified_route_view where order_id = any ($1::text[])",
                                     {std::vector<std::string>(left.begin(), left.end())});
    if (!rows) return std::unexpected(rows.error());
    auto read = rows->each([&](const pg::Row& row) { left.erase(row.text(0)); });
    if (!read) return std::unexpected(read.error());
    return std::vector<std::string>(left.begin(), left.end());
  }

  Walk walk_;
  std::optional<std::string> after_;  // the last key seen
};

}  // namespace

void add_order_surveys(const Scope& scope, Surveys& surveys) {
  surveys.push_back(std::make_unique<ClaimSurvey>(scope));
  surveys.push_back(std::make_unique<UnclaimedSagaSurvey>(scope));
  const auto walk = [&](DomainOrderSurvey::Walk of) {
    surveys.push_back(std::make_unique<DomainOrderSurvey>(scope, std::move(of)));
  };
  walk({Place::Payments, "payments.verified_payment_view", "payment_id", "uuid", "order_id", "", false});
  walk({Place::Balances, "balances.verified_entry_view", "entry_id", "bigint", "order_id",
        " and kind in ('DEBIT', 'REFUND')", true});
  walk({Place::Products, "products.verified_entry_view", "entry_id", "bigint", "order_id",
        " and kind in ('CONFIRM', 'RELEASE')", true});
  // Orders have no number that tells their age: those that only their own domain knows are seen when all is verified.
  if (!scope.since) {
    walk({Place::Orders, "orders.verified_order_view", "order_id", "text", "order_id", "", false});
  }
}

}  // namespace saga::payment
