// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "backend/payment/participants/refund_steps.h"
#include "backend/payment/participants/stock_ledger.h"

namespace saga::payment {

const StepTopics& StockRelease::step() const { return *find_step("StockRelease"); }
std::span<const Statement> StockRelease::statements() const { return StockLedger::statements(); }

Result<std::vector<Verdict>> StockRelease::execute(Work& work, std::span<const Job> jobs) {
  std::vector<std::string> orders;
  for (const Job& job : jobs) orders.push_back(job.request->order_id);
  auto ledger = StockLedger::open(work, orders);
  if (!ledger) return std::unexpected(ledger.error());
  std::vector<Verdict> verdicts;
  verdicts.reserve(jobs.size());
  for (const Job& job : jobs) {
    const std::string& order = job.request->order_id;
    const auto items = ledger->confirmed(order);
    if (job.decline) {
      verdicts.push_back(Declined{"STOCK_NOT_RELEASED", *job.decline});
      continue;
    }
    if (items.empty()) {
      verdicts.push_back(Declined{"STOCK_NOT_RELEASED", fmt::format("nothing of order {} is sold", order)});
      continue;
    }
    ledger->release_confirmation(order);
    verdicts.push_back(Done{{{"released", json_of(items)}}});
  }
  if (auto written = ledger->write(work); !written) return std::unexpected(written.error());
  return verdicts;
}

}  // namespace saga::payment
