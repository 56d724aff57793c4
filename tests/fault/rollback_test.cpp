// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "backend/payment/event.h"
#include "backend/payment/topics.h"
#include "backend/private_servers/child_process.h"
#include "backend/private_servers/private_directory.h"
#include "backend/redis/routing_keys.h"
#include "tests/support/installed_database.h"
#include "tests/support/servers.h"

// The emergency rollback when something is broken: the saga database is stopped, or a gateway is, in the middle of
// its work.
//
// That these tests can fail was shown by planting defects, one at a time, and taking them out again:
//   - in lock_sql (backend/payment/gateway/toggle_store.cpp) take neither the shared lock nor `for share`: a gateway
//     that was stopped behind its reading of the toggles starts sagas after the rollback
//   - in RedisWatch::run (backend/payment/gateway/toggle_watch.cpp) never call redis_says()
//   - in prepare_start (backend/payment/gateway/start_store.cpp) leave out idle_in_transaction_session_timeout: the
//     operator waits for the stopped gateway
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

class RollbackFaultTest : public testing::Test {
 protected:
  RollbackFaultTest() : conninfo_(installed_database()), endpoint_(fresh_redis()), admin_(open_session(conninfo_)) {
    auto directory = PrivateDirectory::create("saga-rollback");
    EXPECT_TRUE(directory) << directory.error().message;
    directory_ = std::make_unique<PrivateDirectory>(std::move(*directory));
    redis_ = open_client(endpoint_);
    run("set statement_timeout = '10s'");  // as an operator's session has it
    run("update saga.feature_toggle set value = case name when 'payment.canary.percent' then '100' else 'true' end, "
        "version = nextval('saga.toggle_version') "
        "where name in ('payment.event-driven.enabled', 'payment.canary.percent')");
  }
  ~RollbackFaultTest() override {
    if (HasFailure()) directory_->keep();
  }

  ChildProcess gateway(const std::string& instance) {
    const auto file = directory_->path() / (instance + ".toml");
    std::ofstream(file) << fmt::format(
        "instance = \"{}\"\nroles = [\"gateway\"]\n[postgres]\nsaga = \"{}\"\n[redis]\nsocket = \"{}\"\n"
        "[batch]\ngateway = 16\n",
        instance, conninfo_, endpoint_.unix_path);
    const char* bin = std::getenv("SAGA_BIN");
    auto child = ChildProcess::start(
        {.argv = {std::string(bin != nullptr ? bin : ".") + "/payment-sagad", "--config", file.string()},
         .output = directory_->path() / (instance + ".log"),
         .death_signal = SIGKILL});
    if (!child) {
      std::cerr << child.error().message << '\n';
      std::exit(2);
    }
    return std::move(*child);
  }
  void run(const std::string& sql) {
    const auto done = admin_->execute_script(sql);
    ASSERT_TRUE(done) << done.error().message;
  }
  std::string value(const std::string& sql) {
    const auto rows = admin_->query(sql);
    if (!rows) return "error: " + rows.error().message;
    return rows->one([](const pg::Row& row) { return row.optional_text(0).value_or(""); }).value_or("no row");
  }
  std::int64_t sagas() { return std::stoll(value("select count(*) from saga.saga_state")); }
  std::int64_t forwarded() {
    return redis::expect_integer(redis_->call({"XLEN", std::string(kLegacyRequested)})).value_or(-1);
  }
  static std::string request(const std::string& order) {
    const WallTime now = SystemClock().now();
    return encode({.event_id = new_uuid_v7(now),
                   .event_type = "PaymentRequested",
                   .saga_id = {},
                   .correlation_id = {},
                   .traceparent = traceparent_of(new_trace_id()),
                   .occurred_at = now,
                   .payload = {{"orderId", order}, {"userId", 7}, {"amount", 100}, {"currency", "KRW"}}});
  }
  template <class Ready>
  static bool becomes(Ready ready, milliseconds patience = 20s) {
    const auto until = steady_clock::now() + patience;
    while (!ready()) {
      if (steady_clock::now() > until) return false;
      std::this_thread::sleep_for(2ms);
    }
    return true;
  }
  // How many gateways say in Redis that they obey the rollback, of how many.
  std::pair<int, int> obeying() {
    const auto reports = redis::read_reports(*redis_);
    std::pair<int, int> count{0, 0};
    if (!reports) return count;
    for (const GatewayReport& report : *reports) {
      ++count.second;
      count.first += report.rollback ? 1 : 0;
    }
    return count;
  }

  std::string conninfo_;
  redis::Endpoint endpoint_;
  std::unique_ptr<pg::Session> admin_;
  std::unique_ptr<redis::Client> redis_;
  std::unique_ptr<PrivateDirectory> directory_;
};

using S13RollbackFault = RollbackFaultTest;

TEST_F(S13RollbackFault, WithTheSagaDatabaseStoppedEveryGatewayObeysWithinASecond) {
  auto first = gateway("g-1");
  auto second = gateway("g-2");
  ASSERT_TRUE(becomes([&] { return obeying().second == 2; })) << "the gateways do not report";
  ASSERT_TRUE(redis_->call({"XADD", std::string(kPaymentRequested), "*", "event", request("o-before")}));
  ASSERT_TRUE(becomes([&] { return sagas() == 1; }));

  ASSERT_TRUE(test_postgres().stop());
  const auto engaged = steady_clock::now();
  ASSERT_TRUE(redis::write_rollback(*redis_, true));
  const bool obeyed = becomes([&] { return obeying() == std::pair(2, 2); }, 10s);
  const auto confirmed = std::chrono::duration_cast<milliseconds>(steady_clock::now() - engaged);
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(redis_->call({"XADD", std::string(kPaymentRequested), "*", "event", request(fmt::format("o-{}", i))}));
  }
  const bool sent_on = becomes([&] { return forwarded() >= 20; }, 10s);
  const auto routed = std::chrono::duration_cast<milliseconds>(steady_clock::now() - engaged);
  ASSERT_TRUE(test_postgres().start());
  ASSERT_TRUE(obeyed);
  ASSERT_TRUE(sent_on);
  std::cout << fmt::format(
      "with the database stopped: obeyed by two gateways after {} ms, 20 payments sent to the "
      "legacy path after {} ms\n",
      confirmed.count(), routed.count());
  EXPECT_LT(confirmed, 1500ms);
  EXPECT_LT(routed, 3s);
  // And it stays so when the database is back, and says that nothing is engaged.
  admin_ = open_session(conninfo_);
  ASSERT_TRUE(redis_->call({"XADD", std::string(kPaymentRequested), "*", "event", request("o-after")}));
  EXPECT_TRUE(becomes([&] { return forwarded() >= 21; }));
  EXPECT_EQ(sagas(), 1);
}

TEST_F(S13RollbackFault, AGatewayStoppedDuringTheFlipStartsNothingAfterIt) {
  auto straggler = gateway("g-1");
  ASSERT_TRUE(becomes([&] { return obeying().second == 1; }));
  std::atomic<std::int64_t> sent = 0;
  std::jthread shop([&](const std::stop_token& stop) {
    const auto client = open_client(endpoint_);
    while (!stop.stop_requested()) {
      std::vector<redis::Command> commands;
      for (int i = 0; i < 20; ++i) {
        commands.push_back(
            {"XADD", std::string(kPaymentRequested), "*", "event", request(fmt::format("o-{}", ++sent))});
      }
      if (!client->pipeline(commands)) return;
      std::this_thread::sleep_for(5ms);
    }
  });
  std::mt19937 random(std::random_device{}());
  std::uniform_int_distribution<int> moment(0, 15);
  int in_the_middle = 0;
  milliseconds longest{0};
  constexpr int kRounds = 12;
  for (int round = 0; round < kRounds; ++round) {
    const std::int64_t before = sagas();
    ASSERT_TRUE(becomes([&] { return sagas() > before; })) << "round " << round << ": nothing is started";
    std::this_thread::sleep_for(milliseconds(moment(random)));
    straggler.signal(SIGSTOP);
    const auto begin = steady_clock::now();
    ASSERT_EQ(value("select outcome from saga.engage_rollback('drill')"), "APPLIED");
    const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
    longest = std::max(longest, took);
    if (took > 300ms) ++in_the_middle;  // it held the toggles: the server had to end its session first
    const std::int64_t engaged = sagas();
    const std::int64_t legacy = forwarded();
    straggler.signal(SIGCONT);
    ASSERT_TRUE(becomes([&] { return forwarded() > legacy; })) << "it does not go on";
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(sagas(), engaged) << "round " << round << ": started behind the operator's back";
    ASSERT_EQ(value("select outcome from saga.release_rollback((select version from saga.feature_toggle where name = "
                    "'payment.emergency.rollback'), 'drill')"),
              "APPLIED");
  }
  std::cout << fmt::format("{} stops, {} of them while it held the toggles; the operator waited at most {} ms\n",
                           kRounds, in_the_middle, longest.count());
  EXPECT_LT(longest, 5s);
  shop.request_stop();
  shop.join();
  // Every payment that was asked for took one route, and only one.
  EXPECT_TRUE(becomes([&] {
    const auto pending = redis::expect_ok(redis_->call({"XPENDING", std::string(kPaymentRequested), "gateway"}));
    return pending && pending->array() != nullptr && *(*pending->array())[0].integer() == 0;
  }));
}

}  // namespace
}  // namespace saga::test
