// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/balance_deduction.h"

#include <fmt/format.h>

#include "backend/payment/participants/balance_ledger.h"

namespace saga::payment {
namespace {

Verdict debit(const Job& job, BalanceLedger& ledger) {
  const Request& request = *job.request;
  const Account account{request.user_id, request.currency};
  if (job.decline) return Declined{"BALANCE_INSUFFICIENT", *job.decline};
  const auto balance = ledger.balance(account);
  if (!balance) {
    return Declined{"BALANCE_INSUFFICIENT",
                    fmt::format("user {} has no balance in {}", request.user_id, request.currency)};
  }
  if (*balance < request.amount) {
    return Declined{"BALANCE_INSUFFICIENT", fmt::format("the balance is {} {}, the order costs {}", *balance,
                                                        request.currency, request.amount)};
  }
  const auto moved = ledger.debit(account, request.order_id, request.amount);
  return Done{{{"userId", request.user_id},
               {"debited", request.amount},
               {"currency", request.currency},
               {"balanceBefore", moved.before},
               {"balanceAfter", moved.after}}};
}

Result<Verdict> give_back(const Job& job, BalanceLedger& ledger) {
  if (!job.stood) return Done{};
  const std::string& order = job.request->order_id;
  const auto debit = ledger.debit_of(order);
  if (!debit || debit->given_back || !ledger.balance(debit->account)) {
    return std::unexpected(
        Error{ErrorKind::Internal, fmt::format("The debit of order {} is gone, so it cannot be refunded.", order)});
  }
  const auto moved = ledger.refund(order);
  return Done{{{"userId", debit->account.first},
               {"refunded", debit->amount},
               {"currency", debit->account.second},
               {"balanceBefore", moved.before},
               {"balanceAfter", moved.after}}};
}

}  // namespace

const StepTopics& BalanceDeduction::step() const { return *find_step("BalanceDeduction"); }
std::span<const Statement> BalanceDeduction::statements() const { return BalanceLedger::statements(); }

Result<std::vector<Verdict>> BalanceDeduction::execute(Work& work, std::span<const Job> jobs) {
  std::vector<Account> accounts;
  std::vector<std::string> given_back;
  for (const Job& job : jobs) {
    if (job.request->direction == Direction::Forward) {
      accounts.emplace_back(job.request->user_id, job.request->currency);
    } else if (job.stood) {
      given_back.push_back(job.request->order_id);
    }
  }
  auto ledger = BalanceLedger::open(work, std::move(accounts), given_back);
  if (!ledger) return std::unexpected(ledger.error());
  std::vector<Verdict> verdicts;
  verdicts.reserve(jobs.size());
  for (const Job& job : jobs) {
    if (job.request->direction == Direction::Forward) {
      verdicts.push_back(debit(job, *ledger));
    } else {
      auto verdict = give_back(job, *ledger);
      if (!verdict) return std::unexpected(verdict.error());
      verdicts.push_back(std::move(*verdict));
    }
  }
  if (auto written = ledger->write(work); !written) return std::unexpected(written.error());
  return verdicts;
}

}  // namespace saga::payment
