// SPDX-License-Identifier: GPL-3.0-or-later
// payment-load against the real payment system, in one process: every saga comes to its end, and what it leaves is in
// order.
#include <map>
#include <thread>

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "backend/payment/load/load.h"
#include "backend/payment/load/order_placer.h"
#include "backend/payment/runtime/system.h"
#include "tests/support/installed_database.h"
#include "tests/support/invariants.h"
#include "tests/support/servers.h"

namespace saga::payment {
namespace {

using namespace std::chrono_literals;
using test::listed;
using test::PaymentDatabases;
using test::violations;
using test::violations_at_rest;

class LoadRunTest : public testing::TestWithParam<test::Layout> {
 protected:
  LoadRunTest() : session_(test::open_session(make_config())) {
    run("update saga.feature_toggle set value = case name when 'payment.canary.percent' then '100' else 'true' end,"
        " version = nextval('saga.toggle_version')"
        " where name in ('payment.event-driven.enabled', 'payment.canary.percent')");
    options_.users = 200;
    options_.products = 20;
    options_.rate.reset();
  }
  const std::string& make_config() {
    auto places = test::installed_databases(GetParam());
    config_.saga_conninfo = places.at("saga");
    for (const char* domain : {"orders", "balances", "products", "payments"}) {
      config_.domain_conninfo[domain] = places.at(domain);
      domains_[domain] = test::open_session(places.at(domain));
    }
    for (const char* step : {"OrderValidation", "BalanceDeduction", "StockConfirmation", "PaymentCreation"}) {
      config_.deadlines[step] = 2s;
    }
    config_.redis = test::fresh_redis();
    spdlog::set_level(spdlog::level::off);  // parked sagas are expected here
    return config_.saga_conninfo;
  }
  void run(const std::string& sql) {
    const auto done = session_->execute_script(sql);
    ASSERT_TRUE(done) << done.error().message;
  }
  void run_in(const char* domain, const std::string& sql) {
    const auto done = domains_.at(domain)->execute_script(sql);
    ASSERT_TRUE(done) << done.error().message;
  }
  PaymentDatabases databases() {
    return {*session_, *domains_.at("orders"), *domains_.at("balances"), *domains_.at("products"),
            *domains_.at("payments")};
  }
  LoadResult load() {
    auto result = run_load(config_, options_, stop_.get_token(), [](std::string_view) {});
    if (!result) ADD_FAILURE() << result.error().message;
    return result.value_or(LoadResult{});
  }

  Config config_;
  LoadOptions options_;
  std::stop_source stop_;
  std::map<std::string, std::unique_ptr<pg::Session>> domains_;
  std::unique_ptr<pg::Session> session_;
};

INSTANTIATE_TEST_SUITE_P(Databases, LoadRunTest, testing::Values(test::Layout::OneDatabase, test::Layout::OneADomain),
                         [](const auto& layout) { return test::to_text(layout.param); });

TEST_P(LoadRunTest, SeedingTwiceAndPlacingTwiceLeavesTheBooksInOrder) {
  ShopSessions shop(config_);
  for (int i = 0; i < 2; ++i) {
    const auto seeded = seed_world(shop, options_);
    ASSERT_TRUE(seeded) << seeded.error().message;
  }
  auto world = read_world(shop);
  ASSERT_TRUE(world) << world.error().message;
  EXPECT_EQ(world->poor.size(), 100U);
  EXPECT_EQ(world->products.size(), 20U);
  OrderPlanner planner(std::move(*world), LoadMix{.coupon = 30, .hot = 50}, 1);
  std::vector<PlannedOrder> orders;
  for (int i = 0; i < 100; ++i) orders.push_back(planner.next());
  OrderPlacer placer(shop);
  const auto numbered = placer.number(orders);
  ASSERT_TRUE(numbered) << numbered.error().message;
  EXPECT_EQ(orders.front().order_id, "O-1000001");
  EXPECT_EQ(orders.back().order_id, "O-1000100");
  for (int i = 0; i < 2; ++i) {
    const auto placed = placer.place(orders);
    ASSERT_TRUE(placed) << placed.error().message;
  }
  ASSERT_TRUE(placer.pay_in({{1001, "KRW", 5}, {1001, "KRW", 6}, {1002, "KRW", 7}}));
  const auto count = domains_.at("orders")->query("select count(*) from orders.orders");
  ASSERT_TRUE(count);
  EXPECT_EQ(count->one([](const pg::Row& row) { return row.int32(0); }), 100);
  const auto found = violations(databases());
  EXPECT_TRUE(found.empty()) << listed(found);
}

TEST_P(LoadRunTest, ScarceStockIsSupplied) {
  ShopSessions shop(config_);
  ASSERT_TRUE(seed_world(shop, options_));
  run_in("products",
         "update products.product set available = 1; update products.stock_entry set quantity = 1;"
         "update products.event_store set event_data = '{\"quantity\":1}'");
  OrderPlacer placer(shop);
  const PlannedOrder order{.order_id = "O-1", .user_id = 1001, .amount = 10, .currency = "KRW", .items = {{3, 2, 5}}};
  const auto placed = placer.place({&order, 1});
  ASSERT_TRUE(placed) << placed.error().message;
  const auto found = violations(databases());
  EXPECT_TRUE(found.empty()) << listed(found);
}

TEST_P(LoadRunTest, EverySagaEndsAsItShould) {
  auto system = System::start(config_);
  ASSERT_TRUE(system) << system.error().message;
  options_.count = 400;
  options_.prepare = true;
  options_.in_flight = 100;
  options_.mix = {.insufficient = 10, .invalid = 10, .no_stock = 10, .coupon = 20, .hot = 30};
  const auto result = load();
  EXPECT_EQ(result.sent, 400);
  EXPECT_EQ(result.open, 0);
  EXPECT_EQ(result.parked, 0);
  EXPECT_GT(result.failed, 40);
  EXPECT_EQ(result.completed + result.failed, 400);
  EXPECT_GT(result.latencies.count(), 300) << "hints were missed";
  const auto found = violations_at_rest(databases(), 10s);
  EXPECT_TRUE(found.empty()) << listed(found);
}

TEST_P(LoadRunTest, FaultsOfEveryKindLeaveTheBooksInOrder) {
  config_.retry = {.max_attempts = 3, .backoff = 20ms, .backoff_cap = 50ms};
  for (auto& [step, deadline] : config_.deadlines) deadline = 1s;
  for (const char* step : {"OrderValidation", "BalanceDeduction", "StockConfirmation", "PaymentCreation"}) {
    config_.faults[step] = {
        {.kind = FaultKind::LoseReply, .permille = 40, .attempts = 1},
        {.kind = FaultKind::Slow, .permille = 20, .delay = 1300ms},
        {.kind = FaultKind::Fail, .permille = 40, .attempts = 1, .message = "down"},
        {.kind = FaultKind::Decline, .permille = 40, .message = "no"},
        {.kind = FaultKind::LoseReply, .direction = Direction::Compensation, .permille = 100, .attempts = 1},
        {.kind = FaultKind::RefuseCompensation,
         .direction = Direction::Compensation,
         .permille = 50,
         .message = "closed"}};
  }
  auto system = System::start(config_);
  ASSERT_TRUE(system) << system.error().message;
  options_.count = 400;
  options_.in_flight = 100;
  const auto result = load();
  // How many are parked depends on how fast the machine is; that every one of them is explained does not.
  EXPECT_EQ(result.open, 0);
  EXPECT_GT(result.completed, 0);
  EXPECT_GT(result.failed, 0);
  const auto found = violations_at_rest(databases(), 15s);
  EXPECT_TRUE(found.empty()) << listed(found);
}

TEST_P(LoadRunTest, ARateIsKeptAndAStopEndsItInGoodOrder) {
  auto system = System::start(config_);
  ASSERT_TRUE(system) << system.error().message;
  options_.rate = 100;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(2s);
    stop_.request_stop();
  });
  const auto result = load();
  EXPECT_GT(result.sent, 50);
  EXPECT_LE(result.sent, 210);
  EXPECT_EQ(result.sent, result.ended() + result.open);
}

}  // namespace
}  // namespace saga::payment
