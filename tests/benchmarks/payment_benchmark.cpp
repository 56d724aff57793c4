// SPDX-License-Identifier: GPL-3.0-or-later
// Sagas a second and their latency, beside what pgbench reaches with the same statements on the same server. Prints
// JSON.
#include <cstdio>
#include <sys/utsname.h>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "backend/payment/event.h"
#include "tests/benchmarks/engine_run.h"
#include "tests/benchmarks/pgbench_run.h"

namespace {

using namespace saga;
using namespace saga::bench;

nlohmann::ordered_json machine(const BenchServers& servers) {
  utsname system{};
  uname(&system);
  const auto version = servers.value("postgres", "show server_version");
  return {{"cores", std::thread::hardware_concurrency()},
          {"kernel", system.release},
          {"postgres", version.value_or("unknown")},
          {"fsync", servers.value("postgres", "show fsync").value_or("unknown")},
          {"synchronousCommit", servers.value("postgres", "show synchronous_commit").value_or("unknown")},
          {"redisAppendFsync", "everysec"}};
}

int fail(const Error& error) {
  fmt::print(stderr, "payment_benchmark: {} {}\n", error.message, error.advice);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures payment-sagad beside pgbench, on servers of its own.");
  EngineOptions engine;
  PgbenchOptions pgbench;
  app.add_option("--programs", engine.programs, "The folder of payment-sagad and payment-load")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--script", pgbench.script, "The pgbench script of one saga")->required()->check(CLI::ExistingFile);
  app.add_option("--sagas", engine.sagas, "Sagas to run")->capture_default_str()->check(CLI::Range(100, 10'000'000));
  app.add_option("--in-flight", engine.in_flight, "Sagas at a time")->capture_default_str();
  app.add_option("--batch", engine.participant_batch, "Messages a transaction of a participant")
      ->capture_default_str()
      ->check(CLI::Range(1, 64));
  app.add_option("--compensated-percent", engine.compensated_percent, "Sagas that fail for want of money")
      ->capture_default_str();
  app.add_flag("--split", engine.split, "The four participants as processes of their own");
  app.add_option("--pgbench-seconds", pgbench.seconds, "How long pgbench runs")
      ->capture_default_str()
      ->check(CLI::Range(1, 60));
  app.add_option("--pgbench-clients", pgbench.clients, "Clients of pgbench")
      ->capture_default_str()
      ->check(CLI::Range(1, 90));
  CLI11_PARSE(app, argc, argv);

  auto servers = BenchServers::start();
  if (!servers) return fail(servers.error());
  const auto engine_result = run_engine(*servers, engine);
  if (!engine_result) return fail(engine_result.error());
  const auto pgbench_result = run_pgbench(*servers, pgbench);
  if (!pgbench_result) return fail(pgbench_result.error());
  const double ratio =
      (*engine_result)["sagasPerSecond"].get<double>() / (*pgbench_result)["sagasPerSecond"].get<double>();
  const nlohmann::ordered_json json{{"benchmark", "payment"},
                                    {"machine", machine(*servers)},
                                    {"engine", *engine_result},
                                    {"pgbench", *pgbench_result},
                                    {"ratio", std::round(ratio * 1000) / 1000}};
  fmt::print("{}\n", json.dump(2));
  return 0;
}
