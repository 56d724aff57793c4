// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "backend/payment/participants/balance_ledger.h"
#include "backend/payment/participants/refund_steps.h"

namespace saga::payment {
namespace {

Verdict refund(const Job& job, BalanceLedger& ledger) {
  const auto refuse = [](std::string why) { return Declined{"NOT_REFUNDED", std::move(why)}; };
  const std::string& order = job.request->order_id;
  if (job.decline) return refuse(*job.decline);
  const auto debit = ledger.debit_of(order);
  if (!debit || debit->given_back) return refuse(fmt::format("order {} has no debit that was not given back", order));
  const auto& [user, currency] = debit->account;
  if (!ledger.balance(debit->account)) return refuse(fmt::format("user {} has no balance in {}", user, currency));
  const auto moved = ledger.refund(order);
  return Done{{{"userId", user},
               {"refunded", debit->amount},
               {"currency", currency},
               {"balanceBefore", moved.before},
               {"balanceAfter", moved.after}}};
}

}  // namespace

const StepTopics& BalanceRefund::step() const { return *find_step("BalanceRefund"); }
std::span<const Statement> BalanceRefund::statements() const { return BalanceLedger::statements(); }

Result<std::vector<Verdict>> BalanceRefund::execute(Work& work, std::span<const Job> jobs) {
  std::vector<std::string> orders;
  for (const Job& job : jobs) orders.push_back(job.request->order_id);
  auto ledger = BalanceLedger::open(work, {}, orders);
  if (!ledger) return std::unexpected(ledger.error());
  std::vector<Verdict> verdicts;
  verdicts.reserve(jobs.size());
  for (const Job& job : jobs) verdicts.push_back(refund(job, *ledger));
  if (auto written = ledger->write(work); !written) return std::unexpected(written.error());
  return verdicts;
}

}  // namespace saga::payment
