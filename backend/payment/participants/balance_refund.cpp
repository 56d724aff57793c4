// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "backend/payment/events/domain_events.h"
#include "backend/payment/participants/refund_steps.h"

namespace saga::payment {
namespace {

constexpr Statement kDebits{"balances.unrefunded",
                            "select d.order_id, d.user_id, d.currency, -d.amount from balances.balance_entry d"
                            " where d.order_id = any ($1::text[]) and d.kind = 'DEBIT'"
                            "   and not exists (select from balances.balance_entry r"
                            "                    where r.order_id = d.order_id and r.kind = 'REFUND')"};
constexpr Statement kLock{"balances.lock_refunded",
                          "select b.user_id, b.currency, b.amount"
                          " from (select distinct u, c from unnest($1::bigint[], $2::text[]) as t (u, c)) k"
                          " join balances.balance b on b.user_id = k.u and b.currency = k.c"
                          " order by b.user_id, b.currency for update of b"};
constexpr Statement kMove{
    "balances.give_back",
    "update balances.balance b set amount = d"
    " from unnest($1::bigint[], $2::text[], $3::bigint[]) as t (u, c, d) where b.user_id = u and b.currency = c"};
constexpr Statement kEntries{"balances.refund_entries",
                             "insert into balances.balance_entry (user_id, currency, order_id, kind, amount)"
                             " select u, c, o, 'REFUND', a"
                             " from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[]) as t (u, c, o, a)"};
constexpr std::array kStatements{kDebits, kLock, kMove, kEntries};

using Account = std::pair<std::int64_t, std::string>;  // user, currency

struct Debit {
  Account account;
  std::int64_t amount = 0;
};

struct Rows {
  std::vector<std::int64_t> users;
  std::vector<std::string> currencies, orders;
  std::vector<std::int64_t> amounts;
  void add(const Account& account, std::int64_t amount) {
    users.push_back(account.first);
    currencies.push_back(account.second);
    amounts.push_back(amount);
  }
};

using Debits = std::map<std::string, Debit, std::less<>>;  // by order
using Balances = std::map<Account, std::int64_t>;

Result<Debits> standing_debits(Work& work, std::span<const Job> jobs) {
  std::vector<std::string> orders;
  for (const Job& job : jobs) {
    if (!job.decline) orders.push_back(job.request->order_id);
  }
  Debits debits;
  if (orders.empty()) return debits;
  const auto rows = work.run(kDebits, {orders});
  if (!rows) return std::unexpected(rows.error());
  auto read = rows->each(
      [&](const pg::Row& row) { debits.emplace(row.text(0), Debit{{row.int64(1), row.text(2)}, row.int64(3)}); });
  if (!read) return std::unexpected(read.error());
  return debits;
}

Result<Balances> lock(Work& work, const Debits& debits) {
  Balances balances;
  if (debits.empty()) return balances;
  Rows keys;
  for (const auto& [order, debit] : debits) keys.add(debit.account, 0);
  const auto rows = work.run(kLock, {keys.users, keys.currencies});
  if (!rows) return std::unexpected(rows.error());
  auto read =
      rows->each([&](const pg::Row& row) { balances.emplace(Account{row.int64(0), row.text(1)}, row.int64(2)); });
  if (!read) return std::unexpected(read.error());
  return balances;
}

}  // namespace

const StepTopics& BalanceRefund::step() const { return *find_step("BalanceRefund"); }
std::span<const Statement> BalanceRefund::statements() const { return kStatements; }

Result<std::vector<Verdict>> BalanceRefund::execute(Work& work, std::span<const Job> jobs) {
  auto debits = standing_debits(work, jobs);
  if (!debits) return std::unexpected(debits.error());
  auto balances = lock(work, *debits);
  if (!balances) return std::unexpected(balances.error());

  std::vector<Verdict> verdicts;
  verdicts.reserve(jobs.size());
  Rows entries;
  for (const Job& job : jobs) {
    const std::string& order = job.request->order_id;
    const auto refuse = [&](std::string why) { verdicts.push_back(Declined{"NOT_REFUNDED", std::move(why)}); };
    const auto debit = debits->extract(order);  // of two refunds of one order, one finds the debit
    if (job.decline) {
      refuse(*job.decline);
      continue;
    }
    if (debit.empty()) {
      refuse(fmt::format("order {} has no debit that was not given back", order));
      continue;
    }
    const auto& [account, amount] = debit.mapped();
    const auto balance = balances->find(account);
    if (balance == balances->end()) {
      refuse(fmt::format("user {} has no balance in {}", account.first, account.second));
      continue;
    }
    const std::int64_t before = std::exchange(balance->second, balance->second + amount);
    entries.add(account, amount);
    entries.orders.push_back(order);
    verdicts.push_back(Done{{{"userId", account.first},
                             {"refunded", amount},
                             {"currency", account.second},
                             {"balanceBefore", before},
                             {"balanceAfter", balance->second}}});
  }
  if (entries.users.empty()) return verdicts;

  Rows moved;
  for (const auto& [account, amount] : *balances) moved.add(account, amount);
  if (auto done = work.run(kMove, {moved.users, moved.currencies, moved.amounts}); !done) {
    return std::unexpected(done.error());
  }
  auto added = work.run(kEntries, {entries.users, entries.currencies, entries.orders, entries.amounts});
  if (!added) return std::unexpected(added.error());
  DomainEvents events(step().participant);
  for (std::size_t i = 0; i < entries.users.size(); ++i) {
    events.store(account_aggregate(entries.users[i], entries.currencies[i]), "Refunded",
                 {{"orderId", entries.orders[i]}, {"amount", entries.amounts[i]}});
  }
  if (auto written = events.write(work); !written) return std::unexpected(written.error());
  return verdicts;
}

}  // namespace saga::payment
