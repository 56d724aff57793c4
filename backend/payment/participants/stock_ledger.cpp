// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/stock_ledger.h"

#include <array>
#include <set>

#include "backend/payment/events/domain_events.h"

namespace saga::payment {
namespace {

constexpr Statement kEntries{"products.entries",
                             "select order_id, product_id, kind, quantity from products.stock_entry"
                             " where order_id = any ($1::text[]) and kind <> 'SUPPLY'",
                             false};
constexpr Statement kLock{"products.lock",
                          "select product_id from products.product where product_id = any ($1::bigint[])"
                          " order by product_id for update"};
constexpr Statement kMove{
    "products.move",
    "update products.product p set available = available + a, reserved = reserved + r, sold = sold + s"
    " from unnest($1::bigint[], $2::int[], $3::int[], $4::int[]) as t (k, a, r, s) where p.product_id = k"};
constexpr Statement kAdd{"products.add_entries",
                         "insert into products.stock_entry (product_id, order_id, kind, quantity, confirmed)"
                         " select * from unnest($1::bigint[], $2::text[], $3::text[], $4::int[], $5::boolean[])"};
constexpr std::array kStatements{kEntries, kLock, kMove, kAdd};

}  // namespace

nlohmann::json json_of(const std::vector<StockItem>& items) {
  auto list = nlohmann::json::array();
  for (const StockItem& item : items) list.push_back({{"productId", item.product_id}, {"quantity", item.quantity}});
  return list;
}

std::span<const Statement> StockLedger::statements() { return kStatements; }

Result<StockLedger> StockLedger::open(Work& work, const std::vector<std::string>& orders) {
  StockLedger ledger;
  const auto entries = work.run(kEntries, {orders});
  if (!entries) return std::unexpected(entries.error());
  std::set<std::int64_t> products;
  auto read = entries->each([&](const pg::Row& row) {
    Item& item = ledger.orders_[row.text(0)][row.int64(1)];
    products.insert(row.int64(1));
    const std::string kind = row.text(2);
    if (kind == "RESERVE") item.quantity = row.int32(3);
    if (kind == "RELEASE") item.state = State::Released;  // whatever it released, nothing stands any more
    if (kind == "CONFIRM" && item.state == State::Reserved) item.state = State::Confirmed;
  });
  if (!read) return std::unexpected(read.error());
  if (products.empty()) return ledger;
  auto locked = work.run(kLock, {std::vector<std::int64_t>(products.begin(), products.end())});
  if (!locked) return std::unexpected(locked.error());
  return ledger;
}

std::vector<StockItem> StockLedger::standing(const std::string& order, State state) const {
  std::vector<StockItem> items;
  const auto found = orders_.find(order);
  if (found == orders_.end()) return items;
  for (const auto& [product, item] : found->second) {
    if (item.state == state && item.quantity > 0) items.push_back({product, item.quantity});
  }
  return items;
}

std::vector<StockItem> StockLedger::reserved(const std::string& order) const {
  return standing(order, State::Reserved);
}

std::vector<StockItem> StockLedger::confirmed(const std::string& order) const {
  return standing(order, State::Confirmed);
}

void StockLedger::confirm(const std::string& order) { move(order, State::Reserved, State::Confirmed); }
void StockLedger::release_reservation(const std::string& order) { move(order, State::Reserved, State::Released); }
void StockLedger::release_confirmation(const std::string& order) { move(order, State::Confirmed, State::Released); }

void StockLedger::move(const std::string& order, State from, State to) {
  const auto items = standing(order, from);
  if (!items.empty()) movements_.push_back({order, from, to, items});
  for (const StockItem& item : items) {
    orders_[order][item.product_id].state = to;
    Change& change = changes_[item.product_id];
    (from == State::Reserved ? change.reserved : change.sold) -= item.quantity;
    (to == State::Confirmed ? change.sold : change.available) += item.quantity;
    entry_products_.push_back(item.product_id);
    entry_orders_.push_back(order);
    entry_kinds_.emplace_back(to == State::Confirmed ? "CONFIRM" : "RELEASE");
    entry_quantities_.push_back(item.quantity);
    entry_confirmed_.emplace_back(from == State::Confirmed ? "t" : "f");
  }
}

Result<void> StockLedger::write(Work& work) const {
  if (changes_.empty()) return {};
  std::vector<std::int64_t> products;
  std::vector<int> available, reserved, sold;
  for (const auto& [product, change] : changes_) {
    products.push_back(product);
    available.push_back(change.available);
    reserved.push_back(change.reserved);
    sold.push_back(change.sold);
  }
  auto moved = work.run(kMove, {products, available, reserved, sold});
  if (!moved) return std::unexpected(moved.error());
  auto added = work.run(kAdd, {entry_products_, entry_orders_, entry_kinds_, entry_quantities_, entry_confirmed_});
  if (!added) return std::unexpected(added.error());
  DomainEvents events("products");
  for (const Movement& movement : movements_) {
    nlohmann::json data{{"items", json_of(movement.items)}};
    const bool confirmed = movement.to == State::Confirmed;
    if (!confirmed) data["confirmed"] = movement.from == State::Confirmed;
    events.store(reservation_aggregate(movement.order), confirmed ? "StockConfirmed" : "StockReleased", data);
  }
  return events.write(work);
}

}  // namespace saga::payment
