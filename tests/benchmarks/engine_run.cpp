// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/engine_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <iterator>
#include <thread>

#include <fmt/format.h>

#include "backend/private_servers/log_tail.h"
#include "tests/benchmarks/process_usage.h"

namespace saga::bench {
namespace {

using namespace std::chrono_literals;
using Time = std::chrono::steady_clock::time_point;
using Json = nlohmann::ordered_json;

constexpr int kWarmUp = 3000;
constexpr int kConnections = 4;  // of the publisher, to each target

double rounded(double value) { return std::round(value * 100) / 100; }
double seconds_since(Time at) {
  return rounded(std::chrono::duration<double>(std::chrono::steady_clock::now() - at).count());
}

std::vector<std::string> plain_mix(double insufficient) {
  return {"--insufficient-percent",
          fmt::format("{}", insufficient),
          "--invalid-percent",
          "0",
          "--no-stock-percent",
          "0",
          "--coupon-percent",
          "0",
          "--hot",
          "0"};
}

std::vector<std::string> as_fast_as_possible(int sagas, const EngineOptions& options, double insufficient) {
  std::vector<std::string> arguments{
      "--rate", "max", "--count", std::to_string(sagas), "--prepare", "--in-flight", std::to_string(options.in_flight)};
  std::ranges::move(plain_mix(insufficient), std::back_inserter(arguments));
  return arguments;
}

// Throughput of a run whose orders were placed before, with the commits that it took.
Result<Json> full_speed(BenchServers& servers, const EngineOptions& options, const Engine& engine,
                        double insufficient) {
  const auto before = servers.commits(engine.database());
  if (!before) return std::unexpected(before.error());
  auto result = engine.load(as_fast_as_possible(options.sagas, options, insufficient));
  if (!result) return std::unexpected(result.error());
  const auto after = servers.commits(engine.database());
  if (!after) return std::unexpected(after.error());
  // Includes those of payment-load, which places orders in batches of 200.
  const double commits = static_cast<double>(*after - *before) / (*result)["ended"].get<double>();
  (*result)["commitsPerSaga"] = rounded(commits);
  (*result)["processes"] = engine.processes().size();
  (*result)["databases"] = options.one_per_domain ? 5 : 1;
  (*result)["participantBatch"] = options.participant_batch;
  if (options.everything) {
    const auto sent = servers.value(engine.database(),
                                    "select count(*) filter (where status = 'SENT') || ' sent, ' || count(*) filter "
                                    "(where status <> 'SENT') || ' open' from saga.external_event_log");
    const auto verified = servers.value(engine.database(), "select count(*) from saga.verification_run");
    if (!sent || !verified) return std::unexpected(sent ? verified.error() : sent.error());
    (*result)["deliveriesAtTheEnd"] = *sent;
    (*result)["verificationRuns"] = std::stoll(*verified);
  }
  return result;
}

}  // namespace

Result<Engine> Engine::start(BenchServers& servers, const EngineOptions& options, const std::string& database,
                             const std::string& faults) {
  const auto made = options.one_per_domain ? servers.make_databases(database) : servers.make_database(database);
  if (!made) return std::unexpected(made.error());
  Engine engine(servers, options, database, faults);
  if (auto started = engine.start_processes(); !started) return std::unexpected(started.error());
  auto warm = engine.load(as_fast_as_possible(kWarmUp, options, options.compensated_percent));
  if (!warm) return std::unexpected(warm.error());
  for (const std::string& each : BenchServers::databases_of(database, options.one_per_domain)) {
    if (auto done = servers.run(each, "analyze"); !done) return std::unexpected(done.error());
  }
  if (auto done = servers.run(database, "checkpoint"); !done) return std::unexpected(done.error());
  return engine;
}

std::string Engine::toml() const {
  std::string toml =
      fmt::format("[batch]\nparticipant = {}\n{}\n{}\n", options_.participant_batch, options_.settings, faults_);
  if (receiver_) {
    toml += "[metrics]\nlisten = \"127.0.0.1:0\"\n[verification]\nevery_minutes = 1\n";
    toml += receiver_->targets(kConnections);
  }
  return toml;
}

Result<void> Engine::start_one(const std::string& roles) {
  const std::string instance = fmt::format("bench-{}", processes_.size() + 1);
  const auto config = servers_->write_config(database_, options_.one_per_domain, instance, toml());
  if (!config) return std::unexpected(config.error());
  const auto log = servers_->directory() / (instance + ".log");
  auto process = ChildProcess::start(
      {.argv = {(options_.programs / "payment-sagad").string(), "--config", config->string(), "--roles", roles},
       .output = log});
  if (!process) return std::unexpected(process.error());
  processes_.push_back(std::move(*process));
  return {};
}

Result<void> Engine::start_processes() {
  std::vector<std::string> shares{"gateway,orchestrator,orders,balances,products,payments,janitor"};
  if (options_.split)
    shares = {"gateway,orchestrator,janitor", "orchestrator", "orders", "balances", "products", "payments"};
  if (!options_.roles.empty()) shares = options_.roles;
  if (options_.everything) {
    shares.insert(shares.end(), {"publisher", "projector,jobs,legacy"});
  }
  if (options_.everything && !receiver_) {  // it stays when the engine is killed and started again
    auto receiver = ReceiverProcess::start(*servers_, options_.programs);
    if (!receiver) return std::unexpected(receiver.error());
    receiver_ = std::move(*receiver);
  }
  processes_.clear();
  for (const std::string& roles : shares) {
    if (auto started = start_one(roles); !started) return started;
  }
  for (std::size_t i = 0; i < processes_.size(); ++i) {
    if (!processes_[i].wait(200ms)) continue;
    const auto log = servers_->directory() / fmt::format("bench-{}.log", i + 1);
    return std::unexpected(Error{ErrorKind::Internal, "payment-sagad ended at once: " + log_tail(log)});
  }
  return {};
}

std::vector<pid_t> Engine::processes() const {
  std::vector<pid_t> ids;
  for (const ChildProcess& process : processes_) ids.push_back(process.pid());
  return ids;
}

void Engine::kill() {
  for (const ChildProcess& process : processes_) process.signal(SIGKILL);
  for (ChildProcess& process : processes_) process.terminate(0ms, SIGKILL);
  processes_.clear();
}

Result<std::vector<std::string>> Engine::load_command(std::vector<std::string> arguments) const {
  const auto config = servers_->write_config(database_, options_.one_per_domain, "bench-load", toml());
  if (!config) return std::unexpected(config.error());
  std::vector<std::string> command{(options_.programs / "payment-load").string(), "--config", config->string(),
                                   "--json", "--quiet"};
  std::ranges::move(arguments, std::back_inserter(command));
  return command;
}

Result<Json> Engine::load(std::vector<std::string> arguments) const {
  const auto command = load_command(std::move(arguments));
  if (!command) return std::unexpected(command.error());
  const auto ran = run_program({.argv = *command}, 15min);
  if (!ran) return std::unexpected(ran.error());
  auto result = Json::parse(ran->output, nullptr, false);
  if (!ran->status.ok() || !result.is_object()) {
    return std::unexpected(
        Error{ErrorKind::Internal, fmt::format("payment-load failed ({}): {}", ran->status.text(), ran->output)});
  }
  return result;
}

Result<Json> Engine::at_full_speed() const {
  return load(as_fast_as_possible(options_.sagas, options_, options_.compensated_percent));
}

Result<ChildProcess> Engine::load_beside(std::vector<std::string> arguments) const {
  const auto command = load_command(std::move(arguments));
  if (!command) return std::unexpected(command.error());
  return ChildProcess::start({.argv = *command});
}

Result<Json> measure_throughput(BenchServers& servers, const EngineOptions& options) {
  const auto engine = Engine::start(servers, options, "e1");
  if (!engine) return std::unexpected(engine.error());
  return full_speed(servers, options, *engine, options.compensated_percent);
}

Result<Json> measure_latency(BenchServers& servers, const EngineOptions& options) {
  const auto engine = Engine::start(servers, options, "e2");
  if (!engine) return std::unexpected(engine.error());
  std::vector<std::string> arguments{"--rate", "500", "--seconds", "30"};
  std::ranges::move(plain_mix(options.compensated_percent), std::back_inserter(arguments));
  const auto usage = [&] {
    double engine_cpu = 0;
    for (const pid_t process : engine->processes()) engine_cpu += usage_of(process).cpu_seconds;
    return std::pair(engine_cpu, usage_of_tree(servers.postgres().pid()).cpu_seconds);
  };
  const auto before = usage();
  auto result = engine->load(std::move(arguments));
  if (!result) return result;
  const auto after = usage();
  const double sagas = (*result)["ended"].get<double>() / 1e6;
  (*result)["engineMicrosecondsASaga"] = rounded((after.first - before.first) / sagas);
  (*result)["postgresMicrosecondsASaga"] = rounded((after.second - before.second) / sagas);
  return result;
}

Result<Json> measure_recovery(BenchServers& servers, const EngineOptions& options) {
  auto engine = Engine::start(servers, options, "e3");
  if (!engine) return std::unexpected(engine.error());
  auto load = engine->load_beside(as_fast_as_possible(1'000'000, options, options.compensated_percent));
  if (!load) return std::unexpected(load.error());
  const std::string active = "select count(*) from saga.saga_state where scheduled";
  const auto count = [&](const std::string& sql) -> Result<std::int64_t> {
    const auto text = servers.value("e3", sql);
    if (!text) return std::unexpected(text.error());
    return std::stoll(*text);
  };
  // Many sagas are under way once payments flow; a second later the picture is the usual one.
  const Time patience = std::chrono::steady_clock::now() + 120s;
  for (auto now = count(active); !now || *now < options.in_flight / 3; now = count(active)) {
    if (std::chrono::steady_clock::now() > patience) {
      return std::unexpected(Error{ErrorKind::Timeout, "The payments did not get under way."});
    }
    std::this_thread::sleep_for(50ms);
  }
  std::this_thread::sleep_for(1s);
  load->terminate(0ms, SIGKILL);  // nothing new comes in
  engine->kill();
  const auto under_way = count(active);
  const auto waiting = count("select count(*) from saga.payment_route");
  if (!under_way || !waiting) return std::unexpected(Error{ErrorKind::Internal, "The sagas cannot be counted."});

  const auto at = servers.value("e3", "select now()::text");
  if (!at) return std::unexpected(at.error());
  const Time began = std::chrono::steady_clock::now();
  if (auto started = engine->start_processes(); !started) return std::unexpected(started.error());
  Json result{{"inFlightAtKill", *under_way}};
  const std::string moved = fmt::format("select count(*) from saga.saga_step_execution where executed_at > '{}'", *at);
  bool resumed = false;
  while (seconds_since(began) < 60) {
    if (!resumed) {
      const auto steps = count(moved);
      resumed = steps && *steps > 0;
      if (resumed) result["firstStepSeconds"] = seconds_since(began);
    }
    const auto left = count(active);
    if (resumed && left && *left == 0) {
      result["allTerminalSeconds"] = seconds_since(began);
      return result;
    }
    std::this_thread::sleep_for(10ms);
  }
  return std::unexpected(Error{ErrorKind::Timeout, "The sagas have not ended within a minute."});
}

Result<Json> measure_compensation(BenchServers& servers, const EngineOptions& options) {
  const auto engine = Engine::start(servers, options, "e4",
                                    "[faults.PaymentCreation]\ndecline = { permille = 1000, message = \"refused\" }");
  if (!engine) return std::unexpected(engine.error());
  return full_speed(servers, options, *engine, 0);
}

}  // namespace saga::bench
