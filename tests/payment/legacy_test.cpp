// SPDX-License-Identifier: GPL-3.0-or-later
// Row S1: the legacy route pays an order in one transaction over all domains, or not at all; with separated databases
// by two-phase commit. Crashes are in tests/fault/legacy_crash_test.cpp.
//
// That these tests can fail was shown by planting defects, one at a time, and taking them out again:
//   - in LegacyPayment::attempt (backend/payment/legacy/legacy_payment.cpp) commit after a refusal instead of rolling
//     back: what the earlier domains did stays
//   - in LegacyPayment::claim return true whatever the server says: an order is paid on both routes
#include "backend/payment/legacy/legacy.h"

#include <fmt/format.h>

#include "backend/payment/load/ends.h"
#include "backend/payment/topics.h"
#include "backend/private_servers/private_directory.h"
#include "backend/private_servers/private_postgres.h"
#include "tests/payment/shop.h"
#include "tests/payment/system_fixture.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

using namespace saga::payment;

class S1_Legacy : public SystemTest, public testing::WithParamInterface<Layout> {
 protected:
  S1_Legacy() : SystemTest(GetParam()), shop_(config_) {}

  static std::string outcomes() {
    return "select route, outcome, count(*) from saga.payment_route group by 1, 2 order by 1, 2";
  }

  Shop shop_;
};

INSTANTIATE_TEST_SUITE_P(Databases, S1_Legacy, testing::Values(Layout::OneDatabase, Layout::OneADomain),
                         [](const auto& layout) { return to_text(layout.param); });

TEST_P(S1_Legacy, APaymentCommitsAsAWhole) {
  start();
  const auto orders = shop_.place(20, {.insufficient = 0, .invalid = 0, .no_stock = 0, .coupon = 50, .hot = 50});
  std::size_t items = 0;
  for (const auto& order : orders) items += order.items.size();
  shop_.ask_legacy(orders);
  ASSERT_TRUE(becomes(outcomes(), "LEGACY|COMPLETED|20"));
  EXPECT_EQ(value("select distinct reason, toggle_version, saga_id is null, latency > interval '0', finished_at is not "
                  "null from saga.payment_route"),
            "event-driven route is off|3|t|t|t");
  EXPECT_EQ(value_in("payments", "select distinct status, route from payments.payment"), "COMPLETED|LEGACY");
  EXPECT_EQ(value("select count(*) from saga.saga_state"), "0");
  // The same events for the outside as on the other route.
  EXPECT_EQ(value_in("orders", "select event_type, count(*) from orders.outbox group by 1 order by 1"),
            fmt::format("OrderCompleted|20\nOrderCreated|20\nProductPurchased|{}\nUserActivity|20", items));
  EXPECT_EQ(value_in("payments", "select event_type, count(*), count(traceparent) from payments.outbox group by 1"),
            "PaymentCompleted|20|20");
  expect_sound();
}

TEST_P(S1_Legacy, ARefusalByAnyDomainLeavesNothingButTheOrdersStatus) {
  const std::pair<const char*, const char*> kDomains[] = {{"OrderValidation", "VALIDATION_FAILED"},
                                                          {"BalanceDeduction", "BALANCE_INSUFFICIENT"},
                                                          {"StockConfirmation", "STOCK_INSUFFICIENT"},
                                                          {"PaymentCreation", "PAYMENT_FAILED"}};
  for (const auto& [step, status] : kDomains) {
    config_.faults = {{step, {{.kind = FaultKind::Decline, .permille = 1000, .message = "declined by the test"}}}};
    start();
    shop_.ask_legacy(shop_.place(3, {.insufficient = 0, .invalid = 0, .no_stock = 0, .coupon = 100, .hot = 0}));
    EXPECT_TRUE(becomes(fmt::format("select count(*) from saga.payment_route where outcome = '{}'", status), "3"));
    EXPECT_EQ(value_in("orders", fmt::format("select count(*) from orders.orders where status = '{}'", status)), "3");
    stop();
  }
  EXPECT_EQ(value_in("balances", "select count(*) from balances.balance_entry where kind <> 'DEPOSIT'"), "0");
  EXPECT_EQ(value_in("products",
                     "select kind, count(distinct order_id) from products.stock_entry where kind <> 'SUPPLY'"
                     " group by 1 order by 1"),
            "RELEASE|12\nRESERVE|12");
  EXPECT_EQ(value_in("payments", "select count(*) from payments.payment"), "0");
  EXPECT_EQ(value_in("payments", "select count(*) from payments.outbox"), "0");
  EXPECT_EQ(value_in("orders", "select count(*) from orders.coupon where used_by_order like 'O-1%'"), "0");
  expect_sound();
}

TEST_P(S1_Legacy, PoorUsersUsedCouponsAndMissingStockAreRefusedForWhatTheyAre) {
  start();
  shop_.ask_legacy(shop_.place(5, {.insufficient = 100, .invalid = 0, .no_stock = 0, .coupon = 0, .hot = 0}));
  shop_.ask_legacy(shop_.place(6, {.insufficient = 0, .invalid = 100, .no_stock = 0, .coupon = 0, .hot = 0}));
  shop_.ask_legacy(shop_.place(7, {.insufficient = 0, .invalid = 0, .no_stock = 100, .coupon = 0, .hot = 0}));
  EXPECT_TRUE(
      becomes(outcomes(), "LEGACY|BALANCE_INSUFFICIENT|5\nLEGACY|STOCK_INSUFFICIENT|7\nLEGACY|VALIDATION_FAILED|6"));
  expect_sound();
}

// payment-load hears of no saga then, and has to look.
TEST_P(S1_Legacy, TheShopFindsItsEnd) {
  start();
  auto orders = shop_.place(3);
  const auto poor = shop_.place(2, {.insufficient = 100, .invalid = 0, .no_stock = 0, .coupon = 0, .hot = 0});
  orders.insert(orders.end(), poor.begin(), poor.end());
  InFlight in_flight;
  std::vector<std::string> ids;
  for (const auto& order : orders) ids.push_back(order.order_id);
  in_flight.sent(ids, InFlight::Time{});
  ASSERT_TRUE(look_up(*admin_, std::chrono::milliseconds(0), in_flight));
  EXPECT_EQ(in_flight.size(), 5U);
  shop_.ask_legacy(orders);
  ASSERT_TRUE(becomes("select count(outcome) from saga.payment_route", "5"));
  ASSERT_TRUE(look_up(*admin_, std::chrono::milliseconds(0), in_flight));
  EXPECT_EQ(in_flight.result().completed, 3);
  EXPECT_EQ(in_flight.result().failed, 2);
}

// Every order is asked for twice on either route, all at the same time, of one hot product.
TEST_P(S1_Legacy, AnOrderTakesOneRouteHoweverOftenItIsAskedFor) {
  start();
  const auto orders = shop_.place(60, {.insufficient = 0, .invalid = 0, .no_stock = 0, .coupon = 20, .hot = 100});
  for (std::size_t i = 0; i < orders.size(); i += 10) {
    const std::vector<PlannedOrder> some(orders.begin() + static_cast<std::ptrdiff_t>(i),
                                         orders.begin() + static_cast<std::ptrdiff_t>(i) + 10);
    shop_.ask_legacy(some);
    // The first ones have a start, so that this route wins some of them on any machine.
    if (i == 0) {
      ASSERT_TRUE(becomes("select count(*) > 0 from saga.payment_route", "t"));
    }
    shop_.ask(some);
    shop_.ask_legacy(some);
    shop_.ask(some);
  }
  EXPECT_TRUE(becomes("select outcome, count(*) from saga.payment_route group by 1", "COMPLETED|60"));
  EXPECT_EQ(value_in("balances", "select count(*) from balances.balance_entry where kind = 'DEBIT'"), "60");
  EXPECT_NE(value("select count(*) from saga.payment_route where route = 'LEGACY'"), "0");
  expect_sound();
}

TEST_P(S1_Legacy, WhatCanNeverBePaidIsSaidToBeUnusable) {
  const SystemClock clock;
  const auto handler = make_legacy(config_, clock);
  const auto orders = shop_.place(2);
  Delivery without_route{
      .topic = std::string(kLegacyRequested), .entry_id = "1-1", .event = Shop::request_of(orders[0])};
  Delivery debited{
      .topic = std::string(kLegacyRequested), .entry_id = "1-2", .event = Shop::legacy_request_of(orders[1])};
  auto session = open_session(config_.conninfo_of(Role::Balances));
  ASSERT_TRUE(
      session->execute(fmt::format("insert into balances.balance_entry (user_id, currency, order_id, kind, amount) "
                                   "values ({}, '{}', '{}', 'DEBIT', 0)",
                                   orders[1].user_id, orders[1].currency, orders[1].order_id)));
  const auto handled = handler->handle(std::vector{without_route, debited});
  ASSERT_TRUE(handled) << handled.error().message;
  ASSERT_EQ(handled->unusable.size(), 2U);
  EXPECT_EQ(handled->unusable[0].why, "payload.route is not an object");
  EXPECT_NE(handled->unusable[1].why.find("balance_entry_once"), std::string::npos) << handled->unusable[1].why;
  EXPECT_EQ(value("select count(*) from saga.payment_route"), "0") << "rolled back, claim and all";
}

TEST(S1_LegacyStart, SaysWhatToSetWhereNothingCanBePrepared) {
  auto directory = PrivateDirectory::create("saga-legacy");
  ASSERT_TRUE(directory);
  auto server = PrivatePostgres::create(
      {.directory = directory->path(), .durable = false, .settings = {{"max_prepared_transactions", "0"}}});
  ASSERT_TRUE(server) << server.error().message;
  Config config;
  config.saga_conninfo = (*server)->conninfo("postgres");
  EXPECT_TRUE(check_two_phase(config)) << "one database needs no two phases";
  config.domain_conninfo["orders"] = (*server)->conninfo("template1");
  const auto fits = check_two_phase(config);
  ASSERT_FALSE(fits);
  EXPECT_EQ(fits.error().kind, ErrorKind::Incompatible);
  EXPECT_EQ(fits.error().message,
            "The database of saga cannot prepare transactions, which the legacy route needs where the domains have "
            "databases of their own.");
}

}  // namespace
}  // namespace saga::test
