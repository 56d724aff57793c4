// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/routing_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "backend/postgres/job_board.h"
#include "backend/services/jobs.h"
#include "tests/benchmarks/counts.h"
#include "tests/benchmarks/engine_run.h"
#include "tests/benchmarks/gateway_drills.h"

namespace saga::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Json = nlohmann::ordered_json;

constexpr const char* kDatabase = "routing";
constexpr const char* kAllStick =
    "[retry]\nmax_attempts = 1\n[faults.StockConfirmation]\nfail = { permille = 1000, attempts = 1 }\n";

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

Result<std::unique_ptr<pg::Session>> session_to(const BenchServers& servers) {
  return pg::Session::open({.conninfo = servers.postgres().conninfo(kDatabase), .application_name = "benchmark"});
}

// So many sagas are stuck at their stock, and the next attempt of each will do.
Result<void> let_stick(Engine& engine, pg::Session& session, int sagas) {
  engine.kill();
  engine.set_faults(kAllStick);
  if (auto started = engine.start_processes(); !started) return started;
  const auto paid = engine.load(load_of({"--rate", "max", "--count", std::to_string(sagas)}));
  if (!paid) return std::unexpected(paid.error());
  if (auto all = reach(session, "select count(*) from saga.saga_state where parked_reason is not null", sagas); !all) {
    return all;
  }
  engine.kill();
  engine.set_faults("");
  return engine.start_processes();
}

// Of all that are stuck; how to ask about it: "from … where …".
Result<std::string> retry_all(const std::shared_ptr<pg::Session>& session, int rate, bool ramped) {
  const JobOrder order{.id = new_job_id(),
                       .filter = {.conditions = {Condition::Stuck}},
                       .reason = "benchmark",
                       .rate = rate,
                       .ramped = ramped};
  if (!std::holds_alternative<Applied>(pg::PgJobOperator(session).create(order))) {
    return std::unexpected(Error{ErrorKind::Internal, "The job was not accepted."});
  }
  return fmt::format(" from saga.job_view where job_id = '{}'", order.id);
}

// O2, as careful as jobs are: 1, 10 and 100 before the others.
Result<Json> settle_all(const std::shared_ptr<pg::Session>& session) {
  const auto begun = Clock::now();
  const auto job = retry_all(session, 0, true);
  if (!job) return std::unexpected(job.error());
  if (auto ended = reach(*session, "select (status = 'FINISHED')::int" + *job, 1); !ended) {
    return std::unexpected(ended.error());
  }
  const double seconds = std::round(std::chrono::duration<double>(Clock::now() - begun).count() * 100) / 100;
  const auto sagas = count_of(*session, "select requested" + *job);
  const auto completed = count_of(*session, "select applied - failed" + *job);
  if (!sagas || !completed) return std::unexpected(sagas ? completed.error() : sagas.error());
  return Json{{"sagas", *sagas}, {"seconds", seconds}, {"completed", *completed}};
}

// The job lasts longer than the drills, and cannot end: of one saga somebody holds the row.
Result<Json> beside_a_job(const BenchServers& servers, const RoutingOptions& options, GatewayDrills& drills) {
  auto somebody = session_to(servers);
  if (!somebody) return std::unexpected(somebody.error());
  auto holder = (*somebody)->begin();
  if (!holder) return std::unexpected(holder.error());
  const auto held =
      holder->query("select from saga.saga_state where parked_reason is not null order by saga_id limit 1 for update");
  if (!held) return std::unexpected(held.error());
  auto opened = session_to(servers);
  if (!opened) return std::unexpected(opened.error());
  const std::shared_ptr<pg::Session> session = std::move(*opened);
  const auto job = retry_all(session, std::max(1, options.stuck / (4 * options.drills)), false);
  if (!job) return std::unexpected(job.error());
  if (auto moving = reach(*session, "select applied" + *job, 1); !moving) return std::unexpected(moving.error());
  auto json = drills.rollbacks(options.drills);
  if (!json) return json;
  const auto sagas = count_of(*session, "select requested" + *job);
  const auto left = count_of(*session, "select remaining" + *job);
  if (!sagas || !left) return std::unexpected(sagas ? left.error() : sagas.error());
  (*json)["sagasOfTheJob"] = *sagas;
  (*json)["leftToDoAfterwards"] = *left;
  return json;
}

Result<Json> under_load(const BenchServers& servers, const RoutingOptions& options, const Engine& engine,
                        const std::shared_ptr<pg::Session>& session) {
  const auto load = engine.load_beside(load_of({"--rate", std::to_string(options.rate), "--drain-seconds", "1"}));
  if (!load) return std::unexpected(load.error());
  if (auto flowing =
          reach(*session, "select coalesce(sum(event_driven), 0)::bigint from saga.gateway_view", options.rate);
      !flowing) {
    return std::unexpected(flowing.error());
  }
  GatewayDrills drills(session, servers.redis().endpoint(), options.gateways, options.rate / 5);
  Json json{{"gateways", options.gateways}, {"paymentsASecond", options.rate}};
  const auto add = [&json](const char* name, const Result<Json>& part) {
    if (part) json[name] = *part;
    return part ? Result<void>{} : std::unexpected(part.error());
  };
  Result<void> done = add("flip", drills.flips(options.flips));
  if (done) done = add("rollback", drills.rollbacks(options.drills));
  if (done) done = add("rollbackBesideAJob", beside_a_job(servers, options, drills));
  if (done) done = add("namedWhenStopped", drills.with_one_stopped(engine.processes().front()));
  if (!done) return std::unexpected(done.error());
  return json;
}

}  // namespace

Result<Json> measure_routing(BenchServers& servers, const RoutingOptions& options) {
  auto engine = Engine::start(servers, engine_of(options), kDatabase);
  if (!engine) return std::unexpected(engine.error());
  auto opened = session_to(servers);
  if (!opened) return std::unexpected(opened.error());
  const std::shared_ptr<pg::Session> session = std::move(*opened);
  if (auto stuck = let_stick(*engine, *session, options.stuck); !stuck) return std::unexpected(stuck.error());
  const auto o2 = settle_all(session);
  if (!o2) return o2;
  if (auto stuck = let_stick(*engine, *session, options.stuck); !stuck) return std::unexpected(stuck.error());
  const auto o1 = under_load(servers, options, *engine, session);
  if (!o1) return o1;
  return Json{{"O1", *o1}, {"O2", *o2}};
}

}  // namespace saga::bench
