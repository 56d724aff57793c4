// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/participants/follower.h"

#include <algorithm>
#include <array>

#include "backend/payment/participants/order_completion.h"
#include "backend/payment/participants/stock_ledger.h"
#include "backend/payment/topics.h"

namespace saga::payment {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 1> kCompletionTopics{kPaymentSteps[3].forward.done};
constexpr std::array<std::string_view, 2> kReleaseTopics{kPaymentSteps[0].compensation.done,
                                                         kPaymentSteps[0].forward.failed};
static_assert(kCompletionTopics[0] == "payment.completed");
static_assert(kReleaseTopics[0] == "order.cancelled" && kReleaseTopics[1] == "order.validation.failed");

}  // namespace

bool is_followed(std::string_view topic) {
  return std::ranges::count(kCompletionTopics, topic) > 0 || std::ranges::count(kReleaseTopics, topic) > 0;
}

std::span<const std::string_view> OrderCompletion::topics() const { return kCompletionTopics; }
std::span<const Statement> OrderCompletion::statements() const { return completion_statements(); }

Result<void> OrderCompletion::follow(pg::Session& session, std::span<const Followed> events,
                                     const TransactionMeter& meter) {
  auto work = Work::begin(session, pg::Isolation::ReadCommitted, 3s, &meter);
  if (!work) return std::unexpected(work.error());
  if (auto done = complete_orders(*work, events); !done) return done;
  return work->commit();
}

std::span<const std::string_view> ReservationRelease::topics() const { return kReleaseTopics; }
// StockConfirmation has prepared them on the same session.
std::span<const Statement> ReservationRelease::statements() const { return StockLedger::statements(); }

Result<void> ReservationRelease::follow(pg::Session& session, std::span<const Followed> events,
                                        const TransactionMeter& meter) {
  auto work = Work::begin(session, pg::Isolation::RepeatableRead, 2s, &meter);
  if (!work) return std::unexpected(work.error());
  std::vector<std::string> orders;
  for (const Followed& event : events) orders.push_back(event.order_id);
  auto ledger = StockLedger::open(*work, orders);
  if (!ledger) return std::unexpected(ledger.error());
  for (const std::string& order : orders) ledger->release_reservation(order);
  if (auto written = ledger->write(*work); !written) return written;
  return work->commit();
}

}  // namespace saga::payment
