// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <map>

#include <fmt/format.h>

#include "backend/payment/events/domain_events.h"
#include "backend/payment/participants/refund_steps.h"

namespace saga::payment {
namespace {

constexpr Statement kCancel{
    "payments.cancel_of_order",
    "update payments.payment p set status = 'CANCELLED'"
    " from (select payment_id from payments.payment where order_id = any ($1::text[]) and status = 'COMPLETED'"
    "        order by order_id for update) k"
    " where p.payment_id = k.payment_id"
    " returning p.order_id, p.payment_id::text, p.user_id, p.amount, p.currency, p.route"};
constexpr std::array kStatements{kCancel};

}  // namespace

const StepTopics& PaymentCancellation::step() const { return *find_step("PaymentCancellation"); }
std::span<const Statement> PaymentCancellation::statements() const { return kStatements; }

Result<std::vector<Verdict>> PaymentCancellation::execute(Work& work, std::span<const Job> jobs) {
  std::vector<std::string> orders;
  for (const Job& job : jobs) {
    if (!job.decline) orders.push_back(job.request->order_id);
  }
  std::map<std::string, nlohmann::json, std::less<>> cancelled;  // by order
  if (!orders.empty()) {
    const auto rows = work.run(kCancel, {orders});
    if (!rows) return std::unexpected(rows.error());
    auto read = rows->each([&](const pg::Row& row) {
      cancelled.emplace(row.text(0), nlohmann::json{{"paymentId", row.text(1)},
                                                    {"userId", row.int64(2)},
                                                    {"amount", row.int64(3)},
                                                    {"currency", row.text(4)},
                                                    {"route", row.text(5)},
                                                    {"status", "CANCELLED"}});
    });
    if (!read) return std::unexpected(read.error());
  }
  DomainEvents events(step().participant);
  for (const auto& [order, payment] : cancelled) {
    events.store(payment_aggregate(payment["paymentId"].get<std::string>()), "PaymentCancelled",
                 nlohmann::json::object());
  }
  if (auto written = events.write(work); !written) return std::unexpected(written.error());

  std::vector<Verdict> verdicts;
  verdicts.reserve(jobs.size());
  for (const Job& job : jobs) {
    const std::string& order = job.request->order_id;
    // Taken out: of two refunds of one order, one finds the payment.
    auto found = cancelled.extract(order);
    if (job.decline) {
      verdicts.push_back(Declined{"PAYMENT_NOT_CANCELLED", *job.decline});
    } else if (found.empty()) {
      verdicts.push_back(Declined{"PAYMENT_NOT_CANCELLED", fmt::format("order {} has no completed payment", order)});
    } else {
      verdicts.push_back(Done{std::move(found.mapped())});
    }
  }
  return verdicts;
}

}  // namespace saga::payment
