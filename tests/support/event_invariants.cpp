// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/event_invariants.h"

#include <map>

#include <fmt/format.h>

#include "backend/payment/events/fold.h"

namespace saga::test {
namespace {

using namespace saga::payment;

Result<std::vector<StoredEvent>> events_of(pg::Session& session, const char* schema) {
  const auto rows = session.read(fmt::format(
      "select aggregate_id, sequence_number, event_type, event_data from {}.event_store order by 1, 2", schema));
  if (!rows) return std::unexpected(rows.error());
  return rows->map([](const pg::Row& row) { return StoredEvent{row.text(0), row.int64(1), row.text(2), row.text(3)}; });
}

template <class Key, class State, class Read>
Result<std::map<Key, State>> states_of(pg::Session& session, const char* sql, Read read) {
  const auto rows = session.read(sql);
  if (!rows) return std::unexpected(rows.error());
  std::map<Key, State> states;
  auto done = rows->each([&](const pg::Row& row) { states.insert(read(row)); });
  if (!done) return std::unexpected(done.error());
  return states;
}

std::string name_of(const std::string& key) { return key; }
std::string name_of(std::int64_t key) { return std::to_string(key); }
std::string name_of(const Account& key) { return fmt::format("{}/{}", key.first, key.second); }

template <class Key, class State, class Read>
void compare(pg::Session& session, const char* schema, const char* what,
             Folded<Key, State> (*fold)(std::span<const StoredEvent>), const char* sql, Read read,
             std::vector<std::string>& found) {
  const auto events = events_of(session, schema);
  const auto states = states_of<Key, State>(session, sql, read);
  if (!events || !states) {
    found.push_back("cannot be checked: " + (events ? states.error() : events.error()).message);
    return;
  }
  const auto folded = fold(*events);
  found.insert(found.end(), folded.problems.begin(), folded.problems.end());
  for (const auto& [key, state] : *states) {
    const auto event = folded.states.find(key);
    if (event == folded.states.end()) {
      found.push_back(fmt::format("{} {} is {}, but has no events", what, name_of(key), to_text(state)));
    } else if (!(event->second == state)) {
      found.push_back(fmt::format("{} {} is {}, but its events say {}", what, name_of(key), to_text(state),
                                  to_text(event->second)));
    }
  }
  for (const auto& [key, state] : folded.states) {
    if (!states->contains(key)) {
      found.push_back(fmt::format("{} {} is not there, but its events say {}", what, name_of(key), to_text(state)));
    }
  }
}

void check_prepared(pg::Session& session, std::vector<std::string>& found) {
  const auto rows = session.read(
      "select gid from pg_prepared_xacts where database = current_database() and starts_with(gid, 'saga-legacy:')");
  const auto read = rows ? rows->each([&](const pg::Row& row) {
    found.push_back(fmt::format("transaction {} is still prepared", row.text(0)));
  })
                         : Result<void>(std::unexpected(rows.error()));
  if (!read) found.push_back("cannot be checked: " + read.error().message);
}

}  // namespace

void check_events(const PaymentDatabases& databases, std::vector<std::string>& found) {
  compare<std::string, OrderState>(
      databases.orders, "orders", "order", fold_orders,
      "select o.order_id, o.user_id, o.status, o.amount, o.currency, o.coupon_id, exists (select from orders.coupon c"
      " where c.coupon_id = o.coupon_id and c.used_by_order = o.order_id) from orders.orders o",
      [](const pg::Row& row) {
        return std::pair(row.text(0), OrderState{row.int64(1), row.text(2), row.int64(3), row.text(4),
                                                 row.optional_text(5), row.boolean(6)});
      },
      found);
  compare<Account, std::int64_t>(
      databases.balances, "balances", "account", fold_balances,
      "select user_id, currency, amount from balances.balance",
      [](const pg::Row& row) { return std::pair(Account(row.int64(0), row.text(1)), row.int64(2)); }, found);
  compare<std::int64_t, StockState>(
      databases.products, "products", "product", fold_products,
      "select product_id, available, reserved, sold from products.product",
      [](const pg::Row& row) { return std::pair(row.int64(0), StockState{row.int64(1), row.int64(2), row.int64(3)}); },
      found);
  compare<std::string, PaymentState>(
      databases.payments, "payments", "payment", fold_payments,
      "select payment_id::text, order_id, user_id, amount, currency, status, route from payments.payment",
      [](const pg::Row& row) {
        return std::pair(row.text(0),
                         PaymentState{row.text(1), row.int64(2), row.int64(3), row.text(4), row.text(5), row.text(6)});
      },
      found);
  for (pg::Session* session :
       {&databases.saga, &databases.orders, &databases.balances, &databases.products, &databases.payments}) {
    check_prepared(*session, found);
  }
}

}  // namespace saga::test
