// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/balance_ledger.h"

#include <array>
#include <utility>

#include "backend/payment/events/domain_events.h"

namespace saga::payment {
namespace {

constexpr Statement kDebits{"balances.debits",
                            "select d.order_id, d.user_id, d.currency, -d.amount,"
                            "       exists (select from balances.balance_entry r"
                            "                where r.order_id = d.order_id and r.kind = 'REFUND')"
                            " from balances.balance_entry d where d.order_id = any ($1::text[]) and d.kind = 'DEBIT'",
                            false};
constexpr Statement kLock{"balances.lock",
                          "select b.user_id, b.currency, b.amount"
                          " from (select distinct u, c from unnest($1::bigint[], $2::text[]) as t (u, c)) k"
                          " join balances.balance b on b.user_id = k.u and b.currency = k.c"
                          " order by b.user_id, b.currency for update of b"};
constexpr Statement kMove{
    "balances.move",
    "update balances.balance b set amount = d"
    " from unnest($1::bigint[], $2::text[], $3::bigint[]) as t (u, c, d) where b.user_id = u and b.currency = c"};
constexpr Statement kEntries{"balances.entries",
                             "insert into balances.balance_entry (user_id, currency, order_id, kind, amount)"
                             " select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[])"};
constexpr std::array kStatements{kDebits, kLock, kMove, kEntries};

}  // namespace

std::span<const Statement> BalanceLedger::statements() { return kStatements; }

Result<BalanceLedger> BalanceLedger::open(Work& work, std::vector<Account> accounts,
                                          const std::vector<std::string>& orders) {
  BalanceLedger ledger;
  if (auto read = ledger.read_debits(work, orders); !read) return std::unexpected(read.error());
  for (const auto& [order, debit] : ledger.debits_) accounts.push_back(debit.account);
  if (auto locked = ledger.lock(work, std::move(accounts)); !locked) return std::unexpected(locked.error());
  return ledger;
}

Result<void> BalanceLedger::read_debits(Work& work, const std::vector<std::string>& orders) {
  if (orders.empty()) return {};
  const auto rows = work.run(kDebits, {orders});
  if (!rows) return std::unexpected(rows.error());
  return rows->each([&](const pg::Row& row) {
    debits_.emplace(row.text(0), Debit{{row.int64(1), row.text(2)}, row.int64(3), row.boolean(4)});
  });
}

Result<void> BalanceLedger::lock(Work& work, std::vector<Account> accounts) {
  if (accounts.empty()) return {};
  std::vector<std::int64_t> users;
  std::vector<std::string> currencies;
  for (Account& account : accounts) {
    users.push_back(account.first);
    currencies.push_back(std::move(account.second));
  }
  const auto rows = work.run(kLock, {users, currencies});
  if (!rows) return std::unexpected(rows.error());
  return rows->each(
      [&](const pg::Row& row) { balances_.emplace(Account{row.int64(0), row.text(1)}, Balance{row.int64(2)}); });
}

std::optional<BalanceLedger::Debit> BalanceLedger::debit_of(const std::string& order) const {
  const auto found = debits_.find(order);
  return found == debits_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::int64_t> BalanceLedger::balance(const Account& account) const {
  const auto found = balances_.find(account);
  return found == balances_.end() ? std::nullopt : std::optional(found->second.amount);
}

BalanceLedger::Movement BalanceLedger::debit(const Account& account, const std::string& order, std::int64_t amount) {
  return move({account, order, true, amount});
}

BalanceLedger::Movement BalanceLedger::refund(const std::string& order) {
  Debit& debit = debits_.at(order);
  debit.given_back = true;
  return move({debit.account, order, false, debit.amount});
}

BalanceLedger::Movement BalanceLedger::move(Entry entry) {
  Balance& balance = balances_.at(entry.account);
  const std::int64_t before = balance.amount;
  balance.amount += entry.debit ? -entry.amount : entry.amount;
  balance.moved = true;
  entries_.push_back(std::move(entry));
  return {before, balance.amount};
}

Result<void> BalanceLedger::write(Work& work) const {
  if (entries_.empty()) return {};
  std::vector<std::int64_t> users, amounts;
  std::vector<std::string> currencies;
  for (const auto& [account, balance] : balances_) {
    if (!balance.moved) continue;
    users.push_back(account.first);
    currencies.push_back(account.second);
    amounts.push_back(balance.amount);
  }
  if (auto moved = work.run(kMove, {users, currencies, amounts}); !moved) return std::unexpected(moved.error());

  DomainEvents events("balances");
  users.clear();
  currencies.clear();
  amounts.clear();
  std::vector<std::string> orders, kinds;
  for (const Entry& entry : entries_) {
    users.push_back(entry.account.first);
    currencies.push_back(entry.account.second);
    orders.push_back(entry.order);
    kinds.emplace_back(entry.debit ? "DEBIT" : "REFUND");
    amounts.push_back(entry.debit ? -entry.amount : entry.amount);
    events.store(account_aggregate(entry.account.first, entry.account.second), entry.debit ? "Debited" : "Refunded",
                 {{"orderId", entry.order}, {"amount", entry.amount}});
  }
  if (auto added = work.run(kEntries, {users, currencies, orders, kinds, amounts}); !added) {
    return std::unexpected(added.error());
  }
  return events.write(work);
}

}  // namespace saga::payment
