// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/invariants.h"

#include <set>
#include <thread>

#include <fmt/format.h>

#include "tests/support/event_invariants.h"
#include "tests/support/ledger_invariants.h"
#include "tests/support/saga_facts.h"

namespace saga::test {
namespace {

// Collects what is wrong with one order.
class Check {
 public:
  Check(const std::string& id, const OrderFacts& order, std::vector<std::string>& found)
      : id_(id), order_(order), found_(found) {}

  void run() {
    if (!order_.refunds.empty()) return refunded();
    if (order_.legacy) return legacy();
    if (order_.legacy_payments > 0) wrong("is paid by the legacy route, which did not claim it");
    if (order_.sagas.empty()) return without_saga();
    if (order_.sagas.size() > 1) return wrong(fmt::format("has {} sagas", order_.sagas.size()));
    const SagaFacts& saga = order_.sagas.front();
    if (!order_.routed) wrong("has a saga, but its route was not claimed");
    if (order_.routed && order_.routed_saga != saga.saga_id) wrong("was claimed for another saga than it has");
    if (order_.completed_payments > 0 && order_.debit != order_.paid) {
      wrong(fmt::format("is paid with {}, but debited {}", order_.paid, order_.debit.value_or(0)));
    }
    if (saga.status == "COMPLETED") return completed(saga);
    if (saga.status == "FAILED") {
      if (saga.open_effects == 0) compensated();
      return;
    }
    if (!saga.parked) return wrong(fmt::format("has a saga that is still {} and not parked", saga.status));
    if (saga.parked_without_reason) wrong("has a saga that is parked without a reason");
  }

 private:
  void wrong(std::string_view what) { found_.push_back(fmt::format("order {} {}", id_, what)); }

  void legacy() {
    if (!order_.sagas.empty()) wrong("was claimed by the legacy route, but has a saga");
    if (!order_.legacy_outcome) return wrong("was claimed by the legacy route, but has no outcome");
    if (order_.completed_payments > order_.legacy_payments) wrong("is paid by a route that did not claim it");
    if (order_.refund) wrong("was claimed by the legacy route, but is refunded");
    if (*order_.legacy_outcome == "COMPLETED") {
      if (order_.completed_payments != 1 || order_.paid != order_.order_amount || order_.debit != order_.order_amount) {
        wrong(fmt::format("costs {}, but the legacy route has made {} payments of {} and debited {}",
                          order_.order_amount, order_.completed_payments, order_.paid, order_.debit.value_or(0)));
      }
      sold_and_completed("was paid by the legacy route");
      return;
    }
    if (order_.debit) wrong("was refused by the legacy route, but is debited");
    if (order_.completed_payments > 0) wrong("was refused by the legacy route, but is paid");
    if (order_.confirmed > 0) wrong("was refused by the legacy route, but is sold");
    if (order_.released < order_.reserved) wrong("was refused by the legacy route, but is still reserved");
    if (order_.uses_coupon) wrong("was refused by the legacy route, but uses its coupon");
    if (order_.order_status && order_.order_status != order_.legacy_outcome) {
      wrong(fmt::format("is {}, but the legacy route says {}", *order_.order_status, *order_.legacy_outcome));
    }
  }

  void sold_and_completed(std::string_view because) {
    if (order_.confirmed == 0 || order_.confirmed != order_.reserved) {
      wrong(fmt::format("{}, but {} of {} lines are sold", because, order_.confirmed, order_.reserved));
    }
    if (order_.released > 0) wrong(fmt::format("{}, but its stock was released", because));
    if (order_.order_status != "COMPLETED") {
      wrong(fmt::format("{}, but is {}", because, order_.order_status.value_or("missing")));
    }
  }

  // Under way or parked, a refund has done some of it; what was not completed is never refunded.
  void refunded() {
    if (order_.refunds.size() > 1) wrong(fmt::format("has {} refunds", order_.refunds.size()));
    if (order_.sagas.size() > 1) wrong(fmt::format("has {} sagas", order_.sagas.size()));
    if (!order_.sagas.empty() && order_.sagas.front().status != "COMPLETED") {
      wrong(fmt::format("has a refund, but its payment is {}", order_.sagas.front().status));
    }
    const SagaFacts& refund = order_.refunds.front();
    if (refund.status == "RUNNING") {
      if (!refund.parked) wrong("has a refund that is still RUNNING and not parked");
      return;
    }
    if (refund.status != "COMPLETED") return wrong(fmt::format("has a refund that is {}", refund.status));
    if (order_.completed_payments > 0) wrong("is refunded, but its payment stands");
    if (!order_.debit || order_.debit != order_.refund) wrong("is refunded, but not what was debited");
    if (refund.amount != order_.debit.value_or(0))
      wrong(fmt::format("is refunded, but its saga says {}", refund.amount));
    if (order_.confirmed == 0 || order_.released != order_.confirmed) wrong("is refunded, but its stock is still sold");
    if (order_.uses_coupon) wrong("is refunded, but its coupon was not given back");
    if (order_.order_status != "CANCELLED") {
      wrong(fmt::format("is {}, but refunded", order_.order_status.value_or("missing")));
    }
  }

  // An order that nobody asked to be paid may be created and reserved, no more.
  void without_saga() {
    if (order_.routed) wrong("was claimed, but has no saga");
    if (order_.debit) wrong("is debited, but has no saga");
    if (order_.completed_payments > 0) wrong("is paid, but has no saga");
    if (order_.confirmed > 0) wrong("is sold, but has no saga");
  }

  void completed(const SagaFacts& saga) {
    if (order_.completed_payments != 1) {
      wrong(fmt::format("is completed with {} payments", order_.completed_payments));
    } else if (order_.paid != saga.amount) {
      wrong(fmt::format("is completed, but {} of {} are paid", order_.paid, saga.amount));
    }
    if (!order_.debit) wrong("is completed without a debit");
    if (order_.refund) wrong("is completed, but refunded");
    if (order_.confirmed == 0 || order_.confirmed != order_.reserved) {
      wrong(fmt::format("is completed, but {} of {} lines are sold", order_.confirmed, order_.reserved));
    }
    if (order_.released > 0) wrong("is completed, but its stock was released");
    if (order_.order_status != "COMPLETED") {
      wrong(fmt::format("is {}, but its saga is completed", order_.order_status.value_or("missing")));
    }
  }

  void compensated() {
    static const std::set<std::string> failures{"VALIDATION_FAILED", "BALANCE_INSUFFICIENT", "STOCK_INSUFFICIENT",
                                                "PAYMENT_FAILED", "CANCELLED"};
    if (order_.completed_payments > 0) wrong("is compensated, but a payment stands");
    if (order_.debit && !order_.refund) wrong("is compensated, but its debit was not refunded");
    if (order_.released < order_.confirmed) wrong("is compensated, but its stock is still sold");
    if (order_.confirmed == 0 && order_.released < order_.reserved) {
      wrong("is compensated, but its stock is still reserved");
    }
    if (order_.uses_coupon) wrong("is compensated, but its coupon was not given back");
    if (order_.order_status && !failures.contains(*order_.order_status)) {
      wrong(fmt::format("is {}, but its saga is compensated", *order_.order_status));
    }
  }

  const std::string& id_;
  const OrderFacts& order_;
  std::vector<std::string>& found_;
};

// A request leaves after its saga is committed, so a participant never worked for one that does not exist.
void check_inboxes(const PaymentDatabases& databases, std::vector<std::string>& found) {
  std::set<std::string> sagas;
  const auto read = [&](pg::Session& session, const std::string& sql, auto use) {
    const auto rows = session.read(sql);
    const auto done = rows ? rows->each(use) : std::unexpected(rows.error());
    if (!done) found.push_back("cannot be checked: " + done.error().message);
  };
  // The inboxes first: what is begun meanwhile must not look like an orphan.
  std::vector<std::pair<std::string, std::string>> worked_for;
  const std::pair<const char*, pg::Session*> inboxes[] = {{"orders", &databases.orders},
                                                          {"balances", &databases.balances},
                                                          {"products", &databases.products},
                                                          {"payments", &databases.payments}};
  for (const auto& [schema, session] : inboxes) {
    read(*session, fmt::format("select distinct saga_id::text from {}.inbox", schema),
         [&, name = schema](const pg::Row& row) { worked_for.emplace_back(row.text(0), name); });
  }
  read(databases.saga, "select saga_id::text from saga.saga_state",
       [&](const pg::Row& row) { sagas.insert(row.text(0)); });
  for (const auto& [saga, schema] : worked_for) {
    if (!sagas.contains(saga))
      found.push_back(fmt::format("{} worked for saga {}, which does not exist", schema, saga));
  }
}

}  // namespace

std::vector<std::string> violations(const PaymentDatabases& databases) {
  std::vector<std::string> found;
  check_ledgers(databases, found);
  check_events(databases, found);
  check_inboxes(databases, found);
  const auto facts = read_facts(databases);
  if (!facts) {
    found.push_back("cannot be checked: " + facts.error().message);
    return found;
  }
  for (const auto& [id, order] : *facts) Check(id, order, found).run();
  return found;
}

std::vector<std::string> violations_at_rest(const PaymentDatabases& databases, std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  auto found = violations(databases);
  while (!found.empty() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    found = violations(databases);
  }
  return found;
}

std::string listed(const std::vector<std::string>& violations, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < violations.size() && i < most; ++i) text += violations[i] + "\n";
  if (violations.size() > most) text += fmt::format("and {} more\n", violations.size() - most);
  return text;
}

}  // namespace saga::test
