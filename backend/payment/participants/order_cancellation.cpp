// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "backend/payment/events/domain_events.h"
#include "backend/payment/participants/refund_steps.h"

namespace saga::payment {
namespace {

constexpr Statement kLock{"orders.lock_refunded",
                          "select order_id, status from orders.orders where order_id = any ($1::text[])"
                          " order by order_id for update"};
constexpr Statement kCancel{"orders.cancel_refunded",
                            "update orders.orders set status = 'CANCELLED' where order_id = any ($1::text[])"};
// An order uses one coupon, which says so itself.
constexpr Statement kCoupons{
    "orders.return_coupons",
    "update orders.coupon c set used_by_order = null, status = 'ISSUED'"
    " from (select c2.coupon_id, o.order_id from orders.orders o join orders.coupon c2 on c2.coupon_id = o.coupon_id"
    "        where o.order_id = any ($1::text[]) and c2.used_by_order = o.order_id"
    "        order by c2.coupon_id for update of c2) k"
    " where c.coupon_id = k.coupon_id returning k.order_id, c.coupon_id"};
constexpr std::array kStatements{kLock, kCancel, kCoupons};

}  // namespace

const StepTopics& OrderCancellation::step() const { return *find_step("OrderCancellation"); }
std::span<const Statement> OrderCancellation::statements() const { return kStatements; }

Result<std::vector<Verdict>> OrderCancellation::execute(Work& work, std::span<const Job> jobs) {
  std::vector<std::string> orders;
  for (const Job& job : jobs) orders.push_back(job.request->order_id);
  const auto rows = work.run(kLock, {orders});
  if (!rows) return std::unexpected(rows.error());
  std::map<std::string, std::string, std::less<>> statuses;
  auto read = rows->each([&](const pg::Row& row) { statuses.emplace(row.text(0), row.text(1)); });
  if (!read) return std::unexpected(read.error());

  // VALIDATED, too: the payment was completed, but the order may not have heard of it yet.
  std::set<std::string> cancel;
  std::vector<std::optional<std::string>> why_not(jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const std::string& order = jobs[i].request->order_id;
    const auto found = statuses.find(order);
    if (jobs[i].decline) {
      why_not[i] = *jobs[i].decline;
    } else if (found == statuses.end()) {
      why_not[i] = fmt::format("there is no order {}", order);
    } else if (found->second != "COMPLETED" && found->second != "VALIDATED") {
      why_not[i] = fmt::format("the order is {}, not COMPLETED", found->second);
    } else {
      cancel.insert(order);
      found->second = "CANCELLED";  // for a second refund of the same order
    }
  }

  std::map<std::string, std::string, std::less<>> coupons;  // by order
  if (!cancel.empty()) {
    const std::vector<std::string> ids(cancel.begin(), cancel.end());
    if (auto done = work.run(kCancel, {ids}); !done) return std::unexpected(done.error());
    const auto returned = work.run(kCoupons, {ids});
    if (!returned) return std::unexpected(returned.error());
    read = returned->each([&](const pg::Row& row) { coupons.emplace(row.text(0), row.text(1)); });
    if (!read) return std::unexpected(read.error());
  }

  DomainEvents events(step().participant);
  for (const std::string& order : cancel) {
    nlohmann::json data{{"status", "CANCELLED"}};
    if (const auto coupon = coupons.find(order); coupon != coupons.end()) data["couponReturned"] = coupon->second;
    events.store(order_aggregate(order), "OrderCancelled", data);
  }
  if (auto written = events.write(work); !written) return std::unexpected(written.error());

  std::vector<Verdict> verdicts;
  verdicts.reserve(jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (why_not[i]) {
      verdicts.push_back(Declined{"ORDER_NOT_CANCELLED", *why_not[i]});
      continue;
    }
    nlohmann::json result{{"orderStatus", "CANCELLED"}};
    if (const auto coupon = coupons.find(jobs[i].request->order_id); coupon != coupons.end()) {
      result["couponReturned"] = coupon->second;
    }
    verdicts.push_back(Done{std::move(result)});
  }
  return verdicts;
}

}  // namespace saga::payment
