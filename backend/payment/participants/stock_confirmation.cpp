// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/stock_confirmation.h"

#include <fmt/format.h>

#include "backend/payment/participants/stock_ledger.h"

namespace saga::payment {
namespace {

Verdict confirm(const Job& job, StockLedger& ledger) {
  const std::string& order = job.request->order_id;
  if (job.decline) return Declined{"STOCK_INSUFFICIENT", *job.decline};
  const auto items = ledger.reserved(order);
  if (items.empty()) return Declined{"STOCK_INSUFFICIENT", fmt::format("no stock is reserved for order {}", order)};
  ledger.confirm(order);
  return Done{{{"confirmed", json_of(items)}}};
}

// Also where the action never succeeded: then it is the reservation that is given back.
Verdict release(const Job& job, StockLedger& ledger) {
  const std::string& order = job.request->order_id;
  nlohmann::json result = nlohmann::json::object();
  if (const auto items = ledger.confirmed(order); job.stood && !items.empty()) {
    ledger.release_confirmation(order);
    result["released"] = json_of(items);
  }
  if (const auto items = ledger.reserved(order); !items.empty()) {
    ledger.release_reservation(order);
    result["reservationReleased"] = json_of(items);
  }
  return Done{std::move(result)};
}

}  // namespace

const StepTopics& StockConfirmation::step() const { return *find_step("StockConfirmation"); }
std::span<const Statement> StockConfirmation::statements() const { return StockLedger::statements(); }

Result<std::vector<Verdict>> StockConfirmation::execute(Work& work, std::span<const Job> jobs) {
  std::vector<std::string> orders;
  for (const Job& job : jobs) orders.push_back(job.request->order_id);
  auto ledger = StockLedger::open(work, orders);
  if (!ledger) return std::unexpected(ledger.error());
  std::vector<Verdict> verdicts;
  verdicts.reserve(jobs.size());
  for (const Job& job : jobs) {
    const bool forward = job.request->direction == Direction::Forward;
    verdicts.push_back(forward ? confirm(job, *ledger) : release(job, *ledger));
  }
  if (auto written = ledger->write(work); !written) return std::unexpected(written.error());
  return verdicts;
}

}  // namespace saga::payment
