// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/order_completion.h"

#include <array>
#include <map>

#include "backend/payment/events/domain_events.h"

namespace saga::payment {
namespace {

constexpr Statement kComplete{
    "orders.complete",
    "update orders.orders o set status = 'COMPLETED'"
    " from (select order_id from orders.orders"
    "        where order_id = any ($1::text[]) and status = 'VALIDATED'"
    "        order by order_id for update) k"
    " where o.order_id = k.order_id"
    " returning o.order_id, o.user_id, o.amount, o.currency, o.coupon_id,"
    " (select json_agg(json_build_object('productId', i.product_id, 'quantity', i.quantity, 'unitPrice', i.unit_price)"
    "                  order by i.product_id) from orders.order_item i where i.order_id = o.order_id)::text"};
constexpr std::array kStatements{kComplete};

}  // namespace

std::span<const Statement> completion_statements() { return kStatements; }

Result<void> complete_orders(Work& work, std::span<const Followed> paid) {
  std::map<std::string_view, const Followed*> by_order;
  std::vector<std::string> ids;
  for (const Followed& event : paid) {
    by_order.emplace(event.order_id, &event);
    ids.push_back(event.order_id);
  }
  const auto rows = work.run(kComplete, {ids});
  if (!rows) return std::unexpected(rows.error());
  DomainEvents events("orders");
  auto read = rows->each([&](const pg::Row& row) {
    const std::string order = row.text(0);
    const auto found = by_order.find(order);
    if (found == by_order.end()) return;
    const DomainEvents::Cause cause{found->second->saga_id, found->second->traceparent};
    const std::int64_t user = row.int64(1);
    auto items = nlohmann::json::parse(row.optional_text(5).value_or("[]"), nullptr, false);
    if (!items.is_array()) return row.fail(5, "is no list of items");

    events.store(order_aggregate(order), "OrderCompleted", nlohmann::json::object());
    nlohmann::json completed{
        {"orderId", order}, {"userId", user}, {"amount", row.int64(2)}, {"currency", row.text(3)}, {"items", items}};
    if (const auto coupon = row.optional_text(4)) completed["couponId"] = *coupon;
    events.publish("OrderCompleted", completed, cause);
    for (auto& item : items) {
      item["orderId"] = order;
      item["userId"] = user;
      events.publish("ProductPurchased", item, cause);
    }
    events.publish("UserActivity", {{"userId", user}, {"activity", "PURCHASE"}, {"orderId", order}}, cause);
  });
  if (!read) return read;
  return events.write(work);
}

}  // namespace saga::payment
