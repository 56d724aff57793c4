// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/order_validation.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "backend/payment/events/domain_events.h"

namespace saga::payment {
namespace {

constexpr Statement kOrders{"orders.lock",
                            "select order_id, user_id, status, amount, currency, coupon_id from orders.orders"
                            " where order_id = any ($1::text[]) order by order_id for update"};
constexpr Statement kCoupons{"orders.lock_coupons",
                             "select coupon_id, user_id, used_by_order, discount from orders.coupon"
                             " where coupon_id = any ($1::text[]) order by coupon_id for update"};
constexpr Statement kSetStatus{
    "orders.set_status",
    "update orders.orders o set status = s from unnest($1::text[], $2::text[]) as t (k, s) where o.order_id = k"};
constexpr Statement kSetCoupons{
    "orders.set_coupons",
    "update orders.coupon c set used_by_order = o, status = case when o is null then 'ISSUED' else 'USED' end"
    " from unnest($1::text[], $2::text[]) as t (k, o) where c.coupon_id = k"};
constexpr std::array kStatements{kOrders, kCoupons, kSetStatus, kSetCoupons};

constexpr std::array<std::string_view, 5> kFailures{"VALIDATION_FAILED", "BALANCE_INSUFFICIENT", "STOCK_INSUFFICIENT",
                                                    "PAYMENT_FAILED", "CANCELLED"};

using Text = std::optional<std::string>;

struct Order {
  std::int64_t user_id = 0;
  std::string status;
  std::int64_t amount = 0;
  std::string currency;
  Text coupon_id;
  bool changed = false;

  void set(std::string_view to) {
    status = to;
    changed = true;
  }
};

struct Coupon {
  std::int64_t user_id = 0;
  Text used_by;
  std::int64_t discount = 0;
  bool changed = false;
};

template <class Value>
Value* find(std::map<std::string, Value, std::less<>>& map, const std::string& id) {
  const auto found = map.find(id);
  return found == map.end() ? nullptr : &found->second;
}

struct Picture {
  std::map<std::string, Order, std::less<>> orders;
  std::map<std::string, Coupon, std::less<>> coupons;

  Order* order(const std::string& id) { return find(orders, id); }
  Coupon* coupon_of(const Order& order) { return order.coupon_id ? find(coupons, *order.coupon_id) : nullptr; }
};

Result<Picture> lock(Work& work, std::span<const Job> jobs) {
  Picture picture;
  std::vector<std::string> ids, coupons;
  for (const Job& job : jobs) ids.push_back(job.request->order_id);
  const auto orders = work.run(kOrders, {ids});
  if (!orders) return std::unexpected(orders.error());
  auto read = orders->each([&](const pg::Row& row) {
    Order order{row.int64(1), row.text(2), row.int64(3), row.text(4), row.optional_text(5)};
    if (order.coupon_id) coupons.push_back(*order.coupon_id);
    picture.orders.emplace(row.text(0), std::move(order));
  });
  if (!read) return std::unexpected(read.error());
  if (coupons.empty()) return picture;

  const auto found = work.run(kCoupons, {coupons});
  if (!found) return std::unexpected(found.error());
  read = found->each([&](const pg::Row& row) {
    picture.coupons.emplace(row.text(0), Coupon{row.int64(1), row.optional_text(2), row.int64(3)});
  });
  if (!read) return std::unexpected(read.error());
  return picture;
}

// Why the order cannot be paid.
Text objection(const Job& job, const Order& order, const Coupon* coupon) {
  const Request& request = *job.request;
  if (job.decline) return job.decline;
  if (order.status != "CREATED") return fmt::format("the order is {}, not CREATED", order.status);
  if (order.user_id != request.user_id) return fmt::format("the order belongs to user {}", order.user_id);
  if (order.amount != request.amount || order.currency != request.currency) {
    return fmt::format("the order costs {} {}, the request says {} {}", order.amount, order.currency, request.amount,
                       request.currency);
  }
  if (!order.coupon_id) return std::nullopt;
  if (coupon == nullptr) return fmt::format("there is no coupon {}", *order.coupon_id);
  if (coupon->user_id != request.user_id) return fmt::format("coupon {} belongs to another user", *order.coupon_id);
  if (coupon->used_by) return fmt::format("coupon {} was used by order {}", *order.coupon_id, *coupon->used_by);
  return std::nullopt;
}

Verdict validate(const Job& job, Picture& picture, DomainEvents& events) {
  const Request& request = *job.request;
  Order* order = picture.order(request.order_id);
  if (order == nullptr) return Declined{"VALIDATION_FAILED", fmt::format("there is no order {}", request.order_id)};
  Coupon* coupon = picture.coupon_of(*order);
  if (const Text why = objection(job, *order, coupon)) {
    if (order->status == "CREATED") {
      order->set("VALIDATION_FAILED");
      events.store(order_aggregate(request.order_id), "OrderValidationFailed", {{"error", *why}});
    }
    return Declined{"VALIDATION_FAILED", *why};
  }
  order->set("VALIDATED");
  nlohmann::json result{{"orderStatus", order->status}, {"amount", order->amount}, {"currency", order->currency}};
  if (coupon != nullptr) {
    coupon->used_by = request.order_id;
    coupon->changed = true;
    result["couponId"] = *order->coupon_id;
    result["discount"] = coupon->discount;
  }
  auto validated = nlohmann::json::object();
  if (coupon != nullptr) validated["couponId"] = *order->coupon_id;
  events.store(order_aggregate(request.order_id), "OrderValidated", validated);
  return Done{std::move(result)};
}

Verdict cancel(const Job& job, Picture& picture, DomainEvents& events) {
  const Request& request = *job.request;
  Order* order = picture.order(request.order_id);
  if (order == nullptr) return Done{};
  // COMPLETED too: the payment that completed the order is cancelled by now.
  const bool failed = std::ranges::find(kFailures, order->status) != kFailures.end();
  const bool known = std::ranges::find(kFailures, request.reason) != kFailures.end();
  if (!failed) order->set(known ? std::string_view(request.reason) : "CANCELLED");
  nlohmann::json result{{"orderStatus", order->status}};
  Coupon* coupon = picture.coupon_of(*order);
  if (coupon != nullptr && coupon->used_by == request.order_id) {
    coupon->used_by.reset();
    coupon->changed = true;
    result["couponReturned"] = *order->coupon_id;
  }
  if (!failed || result.contains("couponReturned")) {
    auto cancelled = nlohmann::json{{"status", order->status}};
    if (result.contains("couponReturned")) cancelled["couponReturned"] = result["couponReturned"];
    events.store(order_aggregate(request.order_id), "OrderCancelled", cancelled);
  }
  return Done{std::move(result)};
}

Result<void> write(Work& work, const Picture& picture) {
  std::vector<std::string> orders, statuses, coupons;
  std::vector<Text> used_by;
  for (const auto& [id, order] : picture.orders) {
    if (!order.changed) continue;
    orders.push_back(id);
    statuses.push_back(order.status);
  }
  for (const auto& [id, coupon] : picture.coupons) {
    if (!coupon.changed) continue;
    coupons.push_back(id);
    used_by.push_back(coupon.used_by);
  }
  if (!orders.empty()) {
    if (auto done = work.run(kSetStatus, {orders, statuses}); !done) return std::unexpected(done.error());
  }
  if (!coupons.empty()) {
    if (auto done = work.run(kSetCoupons, {coupons, used_by}); !done) return std::unexpected(done.error());
  }
  return {};
}

}  // namespace

const StepTopics& OrderValidation::step() const { return *find_step("OrderValidation"); }
std::span<const Statement> OrderValidation::statements() const { return kStatements; }

Result<std::vector<Verdict>> OrderValidation::execute(Work& work, std::span<const Job> jobs) {
  auto picture = lock(work, jobs);
  if (!picture) return std::unexpected(picture.error());
  std::vector<Verdict> verdicts;
  verdicts.reserve(jobs.size());
  DomainEvents events(step().participant);
  for (const Job& job : jobs) {
    const bool forward = job.request->direction == Direction::Forward;
    verdicts.push_back(forward ? validate(job, *picture, events) : cancel(job, *picture, events));
  }
  if (auto written = write(work, *picture); !written) return std::unexpected(written.error());
  if (auto written = events.write(work); !written) return std::unexpected(written.error());
  return verdicts;
}

}  // namespace saga::payment
