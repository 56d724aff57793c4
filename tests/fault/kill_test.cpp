// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "backend/payment/load/load.h"
#include "backend/private_servers/child_process.h"
#include "backend/private_servers/private_directory.h"
#include "tests/support/installed_database.h"
#include "tests/support/invariants.h"
#include "tests/support/servers.h"
#include "tests/support/verified.h"

// payment-sagad is killed again and again under load. Afterwards nothing may be lost or doubled.
//
// That this test can fail was shown by planting defects, one at a time, and taking them out again:
//   - the inbox check: in Inbox::sort_out (backend/payment/participants/inbox.cpp) look no row up,
//     `if (const auto row = batch.kept.end(); row != batch.kept.end())`: duplicates run again
//   - the order of sending and acknowledging: in Consumer::settle (backend/payment/runtime/consumer.cpp) move the
//     call of acknowledge() before publisher_.send(), and let Mover::due (orchestrator/transition.cpp) return at once:
//     requests that die between the two are never sent again
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

constexpr int kKills = 22;
constexpr std::int64_t kEnough = 100;  // sagas that ended while it was being killed

// A little of every kind of trouble, so that retries and compensations are under way when the kill comes.
constexpr const char* kFaults = R"(
[faults.OrderValidation]
slow = { permille = 20, delay_ms = 400, attempts = 1 }
[faults.BalanceDeduction]
lose_reply = { permille = 20, attempts = 1 }
decline = { permille = 20, message = "the account is frozen" }
[faults.StockConfirmation]
fail = { permille = 20, attempts = 1, message = "stock service: connection reset" }
decline = { permille = 20, message = "sold out" }
lose_reply = { permille = 20, attempts = 1, direction = "compensation" }
[faults.PaymentCreation]
decline = { permille = 30, message = "card refused" }
)";

class KillTest : public testing::Test {
 protected:
  KillTest() : conninfo_(installed_database()), redis_(fresh_redis()), admin_(open_session(conninfo_)) {
    auto directory = PrivateDirectory::create("saga-kill");
    EXPECT_TRUE(directory) << directory.error().message;
    directory_ = std::make_unique<PrivateDirectory>(std::move(*directory));
    const std::string toml =
        fmt::format("log_level = \"warn\"\n[postgres]\nsaga = \"{}\"\n[redis]\nsocket = \"{}\"\n{}", conninfo_,
                    redis_.unix_path, kFaults);
    std::ofstream(directory_->path() / "sagad.toml") << toml;
    const auto config = parse_config(toml, "sagad.toml");
    EXPECT_TRUE(config) << config.error().message;
    config_ = *config;
    const auto done = admin_->execute_script(
        "update saga.feature_toggle set value = case name when 'payment.canary.percent' then '100' else 'true' end, "
        "version = nextval('saga.toggle_version') "
        "where name in ('payment.event-driven.enabled', 'payment.canary.percent')");
    EXPECT_TRUE(done) << done.error().message;
  }

  ChildProcess start() {
    const char* bin = std::getenv("SAGA_BIN");
    auto child = ChildProcess::start({.argv = {std::string(bin != nullptr ? bin : ".") + "/payment-sagad", "--config",
                                               (directory_->path() / "sagad.toml").string()},
                                      .output = directory_->path() / "sagad.log",
                                      .death_signal = SIGKILL});
    if (!child) {
      std::cerr << child.error().message << '\n';
      std::exit(2);
    }
    return std::move(*child);
  }

  std::int64_t number(const std::string& sql) {
    const auto rows = admin_->query(sql);
    if (!rows) return -1;
    return rows->one([](const pg::Row& row) { return row.int64(0); }).value_or(-1);
  }
  std::int64_t moving() { return number("select count(*) from saga.saga_state where scheduled"); }

  std::string conninfo_;
  redis::Endpoint redis_;
  std::unique_ptr<pg::Session> admin_;
  std::unique_ptr<PrivateDirectory> directory_;
  Config config_;
};

TEST_F(KillTest, NothingIsLostOrDoubled) {
  std::random_device device;
  const unsigned seed = device();
  std::mt19937 random(seed);
  RecordProperty("seed", std::to_string(seed));

  std::int64_t sent = 0;
  std::jthread load([&](const std::stop_token& stop) {
    LoadOptions options;
    options.rate = 60;
    options.drain = 0ms;
    options.users = 200;
    options.products = 20;
    options.mix = {.insufficient = 3, .invalid = 2, .no_stock = 2, .coupon = 10, .hot = 20};
    const auto result = run_load(config_, options, stop, [](std::string_view) {});
    EXPECT_TRUE(result) << result.error().message;
    if (result) sent = result->sent;
  });

  std::optional<ChildProcess> sagad = start();
  std::uniform_int_distribution<int> life(200, 2500);
  // On a slow machine it takes more kills until enough has ended between them to prove anything.
  std::int64_t finished_while_killed = 0;
  int kills = 0;
  while (kills < kKills || (finished_while_killed <= kEnough && kills < 4 * kKills)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(life(random)));
    ASSERT_TRUE(sagad->running()) << "payment-sagad ended by itself";
    sagad->terminate(0ms, SIGKILL);
    sagad.reset();
    sagad = start();
    ++kills;
    finished_while_killed = number("select count(*) from saga.saga_state where not active");
  }
  load.request_stop();
  load.join();

  const auto until = std::chrono::steady_clock::now() + 60s;
  const auto claimed = [this] { return number("select count(*) from saga.payment_route"); };
  while ((moving() > 0 || claimed() < sent) && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(200ms);
  }
  EXPECT_EQ(moving(), 0) << "sagas that neither ended nor were parked";
  EXPECT_EQ(claimed(), sent) << "payments that were asked for and never claimed";

  const auto breaches = violations_at_rest(PaymentDatabases::one(*admin_), 15s);
  EXPECT_TRUE(breaches.empty()) << "seed " << seed << '\n' << listed(breaches);
  const auto said = objections(config_);
  EXPECT_TRUE(said.empty()) << "seed " << seed << ", the verification says\n" << listed(said);

  const auto ended = sagad->terminate(5s, SIGTERM);
  EXPECT_TRUE(ended.ok()) << ended.text();

  const std::int64_t all = number("select count(*) from saga.saga_state");
  const std::int64_t completed = number("select count(*) from saga.saga_state where status = 'COMPLETED'");
  const std::int64_t compensated =
      number("select count(*) from saga.saga_state where status = 'FAILED' and open_effects = 0");
  const std::int64_t parked = number("select count(*) from saga.saga_state where parked_reason is not null");
  std::cout << fmt::format(
      "{} kills, {} sagas: {} completed, {} compensated, {} parked; {} ended while it was being "
      "killed\n",
      kills, all, completed, compensated, parked, finished_while_killed);
  EXPECT_EQ(all, sent);
  EXPECT_GT(finished_while_killed, kEnough) << "the load was too thin to prove anything";
  EXPECT_GT(compensated, 10);
  EXPECT_GT(completed, 100);
  if (HasFailure()) directory_->keep();
}

}  // namespace
}  // namespace saga::test
