// SPDX-License-Identifier: GPL-3.0-or-later
// The payment system under every trouble at once, and afterwards the books. By default a slice of it runs; the whole
// is `ctest --preset campaign`; SAGA_CAMPAIGN=storm is short, with a kill and a restart of PostgreSQL every two
// seconds, for what needs trouble at one moment only. It prints its seed, and SAGA_CAMPAIGN_SEED repeats a run.
#include <algorithm>
#include <cstdlib>
#include <deque>
#include <iostream>
#include <random>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "backend/payment/load/load.h"
#include "tests/campaign/cluster.h"
#include "tests/campaign/incidents.h"
#include "tests/campaign/noise.h"
#include "tests/campaign/operator.h"
#include "tests/support/invariants.h"
#include "tests/support/verified.h"

namespace saga::campaign {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kPauseFor = 13s;  // a lease lasts 10 s

constexpr const char* kFaults = R"(
[faults.BalanceDeduction]
lose_reply = { permille = 5, attempts = 1 }
decline = { permille = 5, message = "the account is frozen" }
[faults.StockConfirmation]
fail = { permille = 5, attempts = 1, message = "stock service: connection reset" }
lose_reply = { permille = 5, attempts = 1, direction = "compensation" }
[faults.PaymentCreation]
decline = { permille = 20, message = "card refused" }
)";

// Of two processes that share the steps, one fails where the other would not. A saga that met the ill one each time is
// parked, and compensated by a person; an entry of it that is delivered to the other one afterwards must do nothing.
constexpr const char* kIllToo = R"([faults.BalanceDeduction]
fail = { permille = 250, message = "could not serialize access" }
)";

std::string ill_faults() {
  std::string faults(kFaults);
  const std::string_view table = "[faults.BalanceDeduction]\n";
  return faults.replace(faults.find(table), table.size(), kIllToo);
}

std::string environment(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : otherwise;
}

Size size_of(std::string_view name) {
  if (name == "whole") return {};
  if (name == "storm") {
    return {.payments = 8000,
            .rate = 130,
            .kills = 30,
            .pauses = 10,
            .flips = 8,
            .postgres_restarts = 30,
            .redis_restarts = 2,
            .legacy_crashes = 5};
  }
  return {.payments = 2500,
          .rate = 100,
          .kills = 12,
          .pauses = 2,
          .flips = 8,
          .postgres_restarts = 1,
          .redis_restarts = 1,
          .legacy_crashes = 10};
}

// Weighted, so that each route gets a fair share of the payments.
const char* flip_of(int detail) {
  static constexpr const char* kOn = "('payment.event-driven.enabled', 'true')";
  static constexpr const char* kAll = "('payment.canary.percent', '100')";
  static constexpr const char* kReleased = "('payment.emergency.rollback', 'false')";
  static constexpr const char* kSql[kFlips] = {"('payment.event-driven.enabled', 'false')",
                                               kOn,
                                               kOn,
                                               kOn,
                                               "('payment.canary.percent', '0')",
                                               "('payment.canary.percent', '50')",
                                               kAll,
                                               kAll,
                                               kAll,
                                               "('payment.emergency.rollback', 'true')",
                                               kReleased,
                                               kReleased,
                                               kReleased};
  return kSql[detail];
}

class Campaign : public testing::Test {
 protected:
  Campaign()
      : seed_(std::stoull(environment("SAGA_CAMPAIGN_SEED", std::to_string(std::random_device{}()).c_str()))),
        size_(size_of(environment("SAGA_CAMPAIGN", "slice"))) {
    std::cout << "seed " << seed_ << std::endl;
  }

  static void set_toggles(Cluster& cluster, std::initializer_list<const char*> pairs) {
    const auto session = cluster.session("saga");
    for (const char* pair : pairs) {
      const auto done = session->execute_script(fmt::format(
          "update saga.feature_toggle t set value = v, version = nextval('saga.toggle_version'), reason = 'campaign', "
          "updated_at = now() from (values {}) as n (k, v) where t.name = n.k and t.value <> v",
          pair));
      EXPECT_TRUE(done) << "a flip failed: " << done.error().message;
    }
  }

  void happen(Cluster& cluster, const Incident& incident) {
    switch (incident.kind) {
      case Incident::Kind::Kill: return cluster.kill(incident.process);
      case Incident::Kind::Pause:
        cluster.pause(incident.process);
        resume_.push_back({Clock::now() + kPauseFor, incident.process});
        return;
      case Incident::Kind::Flip: return set_toggles(cluster, {flip_of(incident.detail)});
      case Incident::Kind::RestartPostgres: return cluster.restart_postgres();
      case Incident::Kind::RestartRedis: return cluster.restart_redis();
      case Incident::Kind::CrashLegacy: return cluster.crash_legacy(incident.detail);
    }
  }

  // Lives through the plan, looking after the processes meanwhile.
  void live_through(Cluster& cluster, const std::vector<Incident>& plan) {
    const auto begin = Clock::now();
    for (const Incident& incident : plan) {
      while (Clock::now() < begin + incident.at) {
        tend(cluster);
        std::this_thread::sleep_for(50ms);
      }
      happen(cluster, incident);
    }
  }

  void tend(Cluster& cluster) {
    while (!resume_.empty() && resume_.front().first <= Clock::now()) {
      cluster.resume(resume_.front().second);
      resume_.pop_front();
    }
    cluster.tend();
  }

  std::uint64_t seed_;
  Size size_;
  std::deque<std::pair<Clock::time_point, int>> resume_;
};

std::int64_t number(pg::Session& session, const std::string& sql) {
  const auto rows = session.query(sql);
  if (!rows) return -1;
  return rows->one([](const pg::Row& row) { return row.int64(0); }).value_or(-1);
}

TEST_F(Campaign, TheBooksAreInOrderWhateverHappens) {
  Cluster cluster({.programs = environment("SAGA_BIN", "."),
                   .split = environment("SAGA_CAMPAIGN_DATABASES", "split") == "split",
                   .faults = kFaults,
                   .ill = ill_faults()});
  set_toggles(cluster, {"('payment.event-driven.enabled', 'true')", "('payment.canary.percent', '100')"});

  payment::LoadOptions load;
  load.rate = size_.rate;
  load.count = size_.payments;
  load.users = 500;
  load.products = 40;
  load.drain = 0ms;
  load.seed = seed_;
  load.mix = {.insufficient = 2, .invalid = 1, .no_stock = 1, .coupon = 10, .hot = 10};
  std::int64_t sent = 0;
  std::jthread paying([&](const std::stop_token& stop) {
    const auto result = payment::run_load(cluster.config(), load, stop, [](std::string_view) {});
    EXPECT_TRUE(result) << result.error().message;
    if (result) sent = result->sent;
  });
  Noise noise(cluster.redis(), seed_);
  Operator person(cluster.config().saga_conninfo, seed_);
  live_through(cluster, plan_incidents(seed_, size_, cluster.size()));
  std::atomic<bool> paid = false;
  std::jthread waiting([&] {
    paying.join();
    paid = true;
  });
  while (!paid) {
    tend(cluster);
    std::this_thread::sleep_for(50ms);
  }
  noise.stop();
  while (!resume_.empty()) {
    tend(cluster);
    std::this_thread::sleep_for(50ms);
  }
  set_toggles(cluster, {"('payment.emergency.rollback', 'false')"});

  const auto saga = cluster.session("saga");
  const auto orders = cluster.session("orders");
  const auto balances = cluster.session("balances");
  const auto products = cluster.session("products");
  const auto payments = cluster.session("payments");
  const auto settled = [&] {
    return number(*saga, "select count(*) from saga.saga_state where active") == 0 &&
           number(*saga, "select count(*) from saga.payment_route where outcome is not null or saga_id is not null") >=
               sent;
  };
  // A slow machine may be far behind; what counts is that it goes on.
  std::int64_t routes = -1;
  auto patience = Clock::now();
  do {
    const std::int64_t now = number(*saga, "select count(outcome) from saga.payment_route");
    if (std::exchange(routes, now) != now) patience = Clock::now() + 60s;
    tend(cluster);
    std::this_thread::sleep_for(200ms);
  } while (!settled() && Clock::now() < patience);
  person.stop();
  EXPECT_EQ(number(*saga, "select count(*) from saga.saga_state where active"), 0) << "not ended";
  EXPECT_EQ(number(*saga, "select count(*) from saga.payment_route"), sent) << "asked for and never claimed";
  const auto breaches = test::violations_at_rest({*saga, *orders, *balances, *products, *payments}, 30s);
  EXPECT_TRUE(breaches.empty()) << test::listed(breaches);
  const auto said = test::objections(cluster.config());
  EXPECT_TRUE(said.empty()) << "the verification says\n" << test::listed(said);
  EXPECT_EQ(number(*saga,
                   "select count(*) from saga.saga_change c join saga.worker w using (epoch) "
                   "where c.at > w.fenced_at"),
            0)
      << "written with a stale epoch";
  EXPECT_EQ(cluster.logged("there is no such saga"), "") << "a request was sent before its saga was committed";
  for (const std::string& surprise : cluster.surprises()) ADD_FAILURE() << surprise;
  EXPECT_TRUE(cluster.stop()) << "a process did not end in good order";
  std::cout << fmt::format(
      "seed {}: {} payments ({} asked for again, {} entries repeated), {} kills, {} pauses, {} flips, {} + {} "
      "restarts, {} retried and {} compensated by hand: {} event-driven, {} legacy, {} completed\n",
      seed_, sent, noise.resubmitted(), noise.repeated(), size_.kills, size_.pauses, size_.flips,
      size_.postgres_restarts, size_.redis_restarts, person.retried(), person.compensated(),
      number(*saga, "select count(*) from saga.payment_route where route = 'EVENT_DRIVEN'"),
      number(*saga, "select count(*) from saga.payment_route where route = 'LEGACY'"),
      number(*saga, "select count(*) from saga.payment_route where outcome = 'COMPLETED'"));
  if (HasFailure()) {
    cluster.keep_logs();
    std::cout << "logs: " << cluster.directory() << '\n';
  }
}

TEST(Incidents, TheSameSeedPlansTheSame) {
  const auto one = plan_incidents(7, Size{}, 7);
  EXPECT_EQ(one, plan_incidents(7, Size{}, 7));
  EXPECT_NE(one, plan_incidents(8, Size{}, 7));
  EXPECT_EQ(one.size(), 200U + 20U + 100U + 20U + 20U + 25U);
  EXPECT_TRUE(std::ranges::is_sorted(one, {}, &Incident::at));
}

}  // namespace
}  // namespace saga::campaign
