// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/routing_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "backend/postgres/job_board.h"
#include "backend/postgres/routing_control.h"
#include "backend/redis/rollback_switch.h"
#include "backend/services/jobs.h"
#include "backend/services/rollback.h"
#include "tests/benchmarks/engine_run.h"
#include "tests/benchmarks/times.h"

namespace saga::bench {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

constexpr const char* kDatabase = "routing";
constexpr const char* kAllStick =
    "[retry]\nmax_attempts = 1\n[faults.StockConfirmation]\nfail = { permille = 1000, attempts = 1 }\n";

Error wrong(std::string what) { return {ErrorKind::Internal, std::move(what)}; }

EngineOptions engine_of(const RoutingOptions& options) {
  EngineOptions engine{.programs = options.programs, .compensated_percent = 0};
  for (int i = 0; i < options.gateways; ++i) engine.roles.emplace_back("gateway");
  for (const char* roles : {"orchestrator,janitor", "orders", "balances", "products", "payments", "legacy", "jobs"}) {
    engine.roles.emplace_back(roles);
  }
  return engine;
}

std::vector<std::string> load_of(std::vector<std::string> arguments) {
  for (const char* none : {"--insufficient-percent", "--invalid-percent", "--no-stock-percent", "--coupon-percent"}) {
    arguments.insert(arguments.end(), {none, "0"});
  }
  return arguments;
}

class Drill {
 public:
  Drill(BenchServers& servers, const RoutingOptions& options, Engine& engine, std::shared_ptr<pg::Session> session)
      : servers_(servers),
        options_(options),
        engine_(engine),
        session_(std::move(session)),
        control_(session_),
        operations_(session_),
        switch_(servers.redis().endpoint()) {}

  Result<Json> run() {
    if (auto stuck = let_stick(); !stuck) return std::unexpected(stuck.error());
    auto o2 = settle_all();
    if (!o2) return std::unexpected(o2.error());
    if (auto stuck = let_stick(); !stuck) return std::unexpected(stuck.error());
    auto load = engine_.load_beside(load_of({"--rate", std::to_string(options_.rate), "--drain-seconds", "1"}));
    if (!load) return std::unexpected(load.error());
    auto o1 = under_load();
    if (!o1) return std::unexpected(o1.error());
    return Json{{"O1", *o1}, {"O2", *o2}};
  }

 private:
  Result<std::int64_t> count(const std::string& sql) {
    const auto rows = session_->query(sql);
    if (!rows) return std::unexpected(rows.error());
    return rows->one([](const pg::Row& row) { return row.int64(0); });
  }
  // Asks until the number is at least so large, a minute at most.
  Result<void> reach(const std::string& sql, std::int64_t least) {
    for (const auto until = Clock::now() + 60s; Clock::now() < until; std::this_thread::sleep_for(20ms)) {
      const auto now = count(sql);
      if (!now) return std::unexpected(now.error());
      if (*now >= least) return {};
    }
    return std::unexpected(wrong(fmt::format("Not within a minute: {} >= {}", sql, least)));
  }

  Result<void> let_stick() {
    engine_.kill();
    engine_.set_faults(kAllStick);
    if (auto started = engine_.start_processes(); !started) return started;
    const auto paid = engine_.load(load_of({"--rate", "max", "--count", std::to_string(options_.stuck)}));
    if (!paid) return std::unexpected(paid.error());
    if (auto all = reach("select count(*) from saga.saga_state where parked_reason is not null", options_.stuck);
        !all) {
      return all;
    }
    engine_.kill();
    engine_.set_faults("");
    return engine_.start_processes();
  }

  Result<JobId> create(int rate, bool ramped) {
    const JobOrder order{.id = new_job_id(),
                         .filter = {.conditions = {Condition::Stuck}},
                         .reason = "benchmark",
                         .rate = rate,
                         .ramped = ramped};
    const auto outcome = operations_.create(order);
    if (!std::holds_alternative<Applied>(outcome)) return std::unexpected(wrong("The job was not accepted."));
    return order.id;
  }

  // O2, careful as jobs are: 1, 10, 100, then all.
  Result<Json> settle_all() {
    const auto begun = Clock::now();
    const auto job = create(0, true);
    if (!job) return std::unexpected(job.error());
    const std::string of_job = fmt::format("from saga.job_view where job_id = '{}'", *job);
    if (auto ended = reach("select (status = 'FINISHED')::int " + of_job, 1); !ended)
      return std::unexpected(ended.error());
    const double seconds = std::round(std::chrono::duration<double>(Clock::now() - begun).count() * 100) / 100;
    const auto applied = count("select applied - failed " + of_job);
    if (!applied) return std::unexpected(applied.error());
    return Json{{"sagas", options_.stuck}, {"seconds", seconds}, {"completed", *applied}};
  }

  RollbackWorld world() {
    return {.control = [this]() -> Result<RoutingControl*> { return &control_; },
            .second_path = &switch_,
            .keep = [](const PendingRollback&) -> Result<void> { return {}; },
            .kept = []() -> Result<std::vector<PendingRollback>> { return std::vector<PendingRollback>{}; },
            .forget = [](std::size_t) -> Result<void> { return {}; },
            .clock = clock_};
  }
  Result<Confirmation> confirmed(const std::function<bool(const GatewayReport&)>& has, std::size_t by,
                                 std::chrono::milliseconds patience = 20s) {
    auto confirmation = await_gateways(
        world(), has, [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }, patience);
    if (confirmation.confirmed.size() == by) return confirmation;
    return std::unexpected(wrong(fmt::format("{} gateways confirmed, not {}.", confirmation.confirmed.size(), by)));
  }
  [[nodiscard]] std::size_t all() const { return static_cast<std::size_t>(options_.gateways); }

  Result<Json> flips() {
    Times times;
    for (int i = 0; i < options_.flips; ++i) {
      const auto toggles = control_.toggles();
      const Toggle* toggle = toggles ? find_toggle(*toggles, "payment.canary.percent") : nullptr;
      if (toggle == nullptr) return std::unexpected(wrong("There is no canary."));
      const auto begun = Clock::now();
      const auto set = control_.set(toggle->name, toggle->value == "100" ? "90" : "100", toggle->version, "benchmark");
      const auto seen = confirmed([&](const GatewayReport& report) { return report.version >= set.version; }, all());
      if (!seen) return std::unexpected(seen.error());
      times.add(Clock::now() - begun);
      std::this_thread::sleep_for(300ms);
    }
    return times.json();
  }

  Result<void> engage() {
    const auto report = engage_rollback(world(), "benchmark");
    if (report.second_path_written && std::holds_alternative<Applied>(report.in_postgres.outcome)) return {};
    return std::unexpected(wrong("The rollback was not engaged."));
  }
  Result<void> release() {
    const auto report = release_rollback(world(), std::nullopt, "benchmark");
    if (!std::holds_alternative<Applied>(report.in_postgres.outcome)) {
      return std::unexpected(wrong("The rollback was not released."));
    }
    const auto seen = confirmed([](const GatewayReport& gateway) { return !gateway.rollback; }, all());
    return seen ? Result<void>{} : std::unexpected(seen.error());
  }

  // From the operator's word to the last gateway's, and whatever began after it.
  Result<Json> drills() {
    Times times;
    std::int64_t late = 0;
    const std::string begun_sagas = "select count(*) from saga.saga_state";
    for (int i = 0; i < options_.drills; ++i) {
      const auto before = count(begun_sagas);
      if (!before) return std::unexpected(before.error());
      if (auto flowing = reach(begun_sagas, *before + options_.rate / 5); !flowing) {
        return std::unexpected(flowing.error());
      }
      const auto begun = Clock::now();
      if (auto engaged = engage(); !engaged) return std::unexpected(engaged.error());
      const auto seen = confirmed([](const GatewayReport& report) { return report.rollback; }, all());
      if (!seen) return std::unexpected(seen.error());
      times.add(Clock::now() - begun);
      const auto at_rest = count(begun_sagas);
      std::this_thread::sleep_for(1s);
      const auto after = count(begun_sagas);
      if (!at_rest || !after) return std::unexpected(wrong("The sagas cannot be counted."));
      late += *after - *at_rest;
      if (auto released = release(); !released) return std::unexpected(released.error());
    }
    Json json = times.json();
    json["startedAfterTheLastConfirmation"] = late;
    return json;
  }

  Result<Json> beside_a_job() {
    auto somebody = pg::Session::open({.conninfo = servers_.postgres().conninfo(kDatabase)});
    if (!somebody) return std::unexpected(somebody.error());
    auto holder = (*somebody)->begin();
    if (!holder) return std::unexpected(holder.error());
    const auto held = holder->query(
        "select from saga.saga_state where parked_reason is not null order by saga_id limit 1 for update");
    if (!held) return std::unexpected(held.error());
    const auto job = create(std::max(1, options_.stuck / 40 / options_.drills * 10), false);
    if (!job) return std::unexpected(job.error());
    const std::string of_job = fmt::format("from saga.job_view where job_id = '{}'", *job);
    if (auto moving = reach("select applied " + of_job, 1); !moving) return std::unexpected(moving.error());
    auto json = drills();
    if (!json) return json;
    const auto requested = count("select requested " + of_job);
    const auto left = count("select remaining " + of_job);
    if (!requested || !left) return std::unexpected(wrong("The job cannot be read."));
    (*json)["jobItems"] = *requested;
    (*json)["jobItemsLeftAtTheEnd"] = *left;
    holder->rollback();
    return json;
  }

  Result<Json> one_stopped() {
    const pid_t stopped = engine_.processes().front();
    ::kill(stopped, SIGSTOP);
    auto engaged = engage();
    const auto seen = confirmed([](const GatewayReport& report) { return report.rollback; }, all() - 1, 2s);
    ::kill(stopped, SIGCONT);
    if (!engaged) return std::unexpected(engaged.error());
    if (!seen) return std::unexpected(seen.error());
    const auto obeyed = confirmed([](const GatewayReport& report) { return report.rollback; }, all());
    if (!obeyed) return std::unexpected(obeyed.error());
    return Json(seen->stragglers);
  }

  Result<Json> under_load() {
    if (auto flowing = reach("select sum(event_driven)::bigint from saga.gateway_view", options_.rate); !flowing) {
      return std::unexpected(flowing.error());
    }
    Json json{{"gateways", options_.gateways}, {"paymentsASecond", options_.rate}};
    const std::pair<const char*, Result<Json> (Drill::*)()> parts[] = {{"flip", &Drill::flips},
                                                                       {"rollback", &Drill::drills},
                                                                       {"rollbackBesideAJob", &Drill::beside_a_job},
                                                                       {"namedWhenStopped", &Drill::one_stopped}};
    for (const auto& [name, part] : parts) {
      const auto measured = (this->*part)();
      if (!measured) return std::unexpected(measured.error());
      json[name] = *measured;
    }
    return json;
  }

  BenchServers& servers_;
  const RoutingOptions& options_;
  Engine& engine_;
  SystemClock clock_;
  std::shared_ptr<pg::Session> session_;
  pg::PgRoutingControl control_;
  pg::PgJobOperator operations_;
  redis::RedisRollbackSwitch switch_;
};

}  // namespace

Result<Json> measure_routing(BenchServers& servers, const RoutingOptions& options) {
  auto engine = Engine::start(servers, engine_of(options), kDatabase);
  if (!engine) return std::unexpected(engine.error());
  auto session = pg::Session::open({.conninfo = servers.postgres().conninfo(kDatabase)});
  if (!session) return std::unexpected(session.error());
  return Drill(servers, options, *engine, std::move(*session)).run();
}

}  // namespace saga::bench
