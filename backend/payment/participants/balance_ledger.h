// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "backend/payment/participants/work.h"

namespace saga::payment {

using Account = std::pair<std::int64_t, std::string>;  // user, currency

// The balances of some accounts within one transaction: locked in their order, moved in memory, and written at once
// with an entry and an event for each movement.
class BalanceLedger {
 public:
  struct Debit {
    Account account;
    std::int64_t amount = 0;
    bool given_back = false;
  };
  struct Movement {
    std::int64_t before = 0, after = 0;
  };

  [[nodiscard]] static std::span<const Statement> statements();
  // Locks these accounts, and those that these orders were debited from.
  [[nodiscard]] static Result<BalanceLedger> open(Work& work, std::vector<Account> accounts,
                                                  const std::vector<std::string>& orders);

  // Of the orders it was opened for.
  [[nodiscard]] std::optional<Debit> debit_of(const std::string& order) const;
  // nullopt: there is no such account.
  [[nodiscard]] std::optional<std::int64_t> balance(const Account& account) const;

  // The account must be there, and the amount on it.
  Movement debit(const Account& account, const std::string& order, std::int64_t amount);
  // The order's debit must be there, its account too, and it was not given back.
  Movement refund(const std::string& order);

  [[nodiscard]] Result<void> write(Work& work) const;

 private:
  struct Balance {
    std::int64_t amount = 0;
    bool moved = false;
  };
  struct Entry {
    Account account;
    std::string order;
    bool debit = false;
    std::int64_t amount = 0;
  };
  [[nodiscard]] Result<void> read_debits(Work& work, const std::vector<std::string>& orders);
  [[nodiscard]] Result<void> lock(Work& work, std::vector<Account> accounts);
  Movement move(Entry entry);

  std::map<std::string, Debit, std::less<>> debits_;  // by order
  std::map<Account, Balance> balances_;
  std::vector<Entry> entries_;
};

}  // namespace saga::payment
