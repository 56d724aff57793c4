// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/balance_deduction.h"

#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "backend/payment/events/domain_events.h"

namespace saga::payment {
namespace {

// The debits first: a refund gives back what was taken, whatever the request says.
constexpr Statement kDebits{"balances.debits",
                            "select order_id, user_id, currency, -amount from balances.balance_entry"
                            " where order_id = any ($1::text[]) and kind = 'DEBIT'"};
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

using Account = std::pair<std::int64_t, std::string>;  // user, currency

struct Balance {
  std::int64_t amount = 0;
  bool moved = false;
};

struct Debit {
  Account account;
  std::int64_t amount = 0;
};

struct Entries {
  std::vector<std::int64_t> users;
  std::vector<std::string> currencies, orders, kinds;
  std::vector<std::int64_t> amounts;
  void add(const Account& account, const std::string& order, const char* kind, std::int64_t amount) {
    users.push_back(account.first);
    currencies.push_back(account.second);
    orders.push_back(order);
    kinds.emplace_back(kind);
    amounts.push_back(amount);
  }
};

using Debits = std::map<std::string, Debit, std::less<>>;  // by order
using Balances = std::map<Account, Balance, std::less<>>;

Result<Debits> debits_of(Work& work, std::span<const Job> jobs) {
  Debits debits;
  std::vector<std::string> orders;
  for (const Job& job : jobs) {
    if (job.stood) orders.push_back(job.request->order_id);
  }
  if (orders.empty()) return debits;
  const auto rows = work.run(kDebits, {orders});
  if (!rows) return std::unexpected(rows.error());
  auto read = rows->each(
      [&](const pg::Row& row) { debits.emplace(row.text(0), Debit{{row.int64(1), row.text(2)}, row.int64(3)}); });
  if (!read) return std::unexpected(read.error());
  return debits;
}

Result<Balances> lock(Work& work, std::span<const Job> jobs, const Debits& debits) {
  std::vector<std::int64_t> users;
  std::vector<std::string> currencies;
  for (const Job& job : jobs) {
    const Request& request = *job.request;
    if (request.direction == Direction::Forward) {
      users.push_back(request.user_id);
      currencies.push_back(request.currency);
    } else if (const auto debit = debits.find(request.order_id); job.stood && debit != debits.end()) {
      users.push_back(debit->second.account.first);
      currencies.push_back(debit->second.account.second);
    }
  }
  Balances balances;
  if (users.empty()) return balances;
  const auto rows = work.run(kLock, {users, currencies});
  if (!rows) return std::unexpected(rows.error());
  auto read = rows->each(
      [&](const pg::Row& row) { balances.emplace(Account{row.int64(0), row.text(1)}, Balance{row.int64(2)}); });
  if (!read) return std::unexpected(read.error());
  return balances;
}

Verdict debit(const Job& job, Balances& balances, Entries& entries) {
  const Request& request = *job.request;
  const Account account{request.user_id, request.currency};
  const auto found = balances.find(account);
  if (job.decline) return Declined{"BALANCE_INSUFFICIENT", *job.decline};
  if (found == balances.end()) {
    return Declined{"BALANCE_INSUFFICIENT",
                    fmt::format("user {} has no balance in {}", request.user_id, request.currency)};
  }
  Balance& balance = found->second;
  if (balance.amount < request.amount) {
    return Declined{"BALANCE_INSUFFICIENT", fmt::format("the balance is {} {}, the order costs {}", balance.amount,
                                                        request.currency, request.amount)};
  }
  const std::int64_t before = std::exchange(balance.amount, balance.amount - request.amount);
  balance.moved = true;
  entries.add(account, request.order_id, "DEBIT", -request.amount);
  return Done{{{"userId", request.user_id},
               {"debited", request.amount},
               {"currency", request.currency},
               {"balanceBefore", before},
               {"balanceAfter", balance.amount}}};
}

Result<Verdict> refund(const Job& job, const Debits& debits, Balances& balances, Entries& entries) {
  if (!job.stood) return Done{};
  const Request& request = *job.request;
  const auto debit = debits.find(request.order_id);
  const auto found = debit == debits.end() ? balances.end() : balances.find(debit->second.account);
  if (found == balances.end()) {
    return std::unexpected(
        Error{ErrorKind::Internal,
              fmt::format("The debit of order {} is gone, so it cannot be refunded.", request.order_id)});
  }
  Balance& balance = found->second;
  const std::int64_t before = std::exchange(balance.amount, balance.amount + debit->second.amount);
  balance.moved = true;
  entries.add(found->first, request.order_id, "REFUND", debit->second.amount);
  return Done{{{"userId", found->first.first},
               {"refunded", debit->second.amount},
               {"currency", found->first.second},
               {"balanceBefore", before},
               {"balanceAfter", balance.amount}}};
}

}  // namespace

const StepTopics& BalanceDeduction::step() const { return *find_step("BalanceDeduction"); }
std::span<const Statement> BalanceDeduction::statements() const { return kStatements; }

Result<std::vector<Verdict>> BalanceDeduction::execute(Work& work, std::span<const Job> jobs) {
  const auto debits = debits_of(work, jobs);
  if (!debits) return std::unexpected(debits.error());
  auto balances = lock(work, jobs, *debits);
  if (!balances) return std::unexpected(balances.error());

  std::vector<Verdict> verdicts;
  verdicts.reserve(jobs.size());
  Entries entries;
  for (const Job& job : jobs) {
    if (job.request->direction == Direction::Forward) {
      verdicts.push_back(debit(job, *balances, entries));
    } else {
      auto verdict = refund(job, *debits, *balances, entries);
      if (!verdict) return std::unexpected(verdict.error());
      verdicts.push_back(std::move(*verdict));
    }
  }
  if (entries.users.empty()) return verdicts;

  std::vector<std::int64_t> users, amounts;
  std::vector<std::string> currencies;
  for (const auto& [account, balance] : *balances) {
    if (!balance.moved) continue;
    users.push_back(account.first);
    currencies.push_back(account.second);
    amounts.push_back(balance.amount);
  }
  if (auto moved = work.run(kMove, {users, currencies, amounts}); !moved) return std::unexpected(moved.error());
  auto added = work.run(kEntries, {entries.users, entries.currencies, entries.orders, entries.kinds, entries.amounts});
  if (!added) return std::unexpected(added.error());
  DomainEvents events(step().participant);
  for (std::size_t i = 0; i < entries.users.size(); ++i) {
    const bool debit = entries.kinds[i] == "DEBIT";
    events.store(account_aggregate(entries.users[i], entries.currencies[i]), debit ? "Debited" : "Refunded",
                 {{"orderId", entries.orders[i]}, {"amount", debit ? -entries.amounts[i] : entries.amounts[i]}});
  }
  if (auto written = events.write(work); !written) return std::unexpected(written.error());
  return verdicts;
}

}  // namespace saga::payment
