// SPDX-License-Identifier: GPL-3.0-or-later
// Sagas a second and their latency, beside what pgbench reaches with the same statements on the same server. Prints
// JSON.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <sys/utsname.h>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "backend/payment/event.h"
#include "tests/benchmarks/engine_run.h"
#include "tests/benchmarks/pgbench_run.h"
#include "tests/benchmarks/soak_run.h"
#include "tests/benchmarks/watched_run.h"

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
  app.add_option("--settings", engine.settings, "More TOML for payment-sagad, to try a setting out");
  app.add_option("--compensated-percent", engine.compensated_percent, "Sagas that fail for want of money")
      ->capture_default_str();
  app.add_flag("--split,!--one-process", engine.split,
               "The four participants and a second orchestrator as processes of their own (default)");
  app.add_flag("--databases,!--one-database", engine.one_per_domain, "A database for each domain (default)");
  app.add_flag("--everything", engine.everything,
               "Beside it publisher with a receiver, projector, jobs, legacy path, metrics, verification every minute");
  std::vector<std::string> figures{"E1", "E2", "E3", "E4"};
  app.add_option(
         "--figures", figures,
         "Which to measure: E1 throughput, E2 latency, E3 recovery, E4 compensation, C5 the cost of being watched")
      ->delimiter(',')
      ->check(CLI::IsMember({"E1", "E2", "E3", "E4", "C5"}));
  app.add_option("--pgbench-seconds", pgbench.seconds, "How long pgbench runs")
      ->capture_default_str()
      ->check(CLI::Range(1, 60));
  app.add_option("--pgbench-clients", pgbench.clients, "Clients of pgbench")
      ->capture_default_str()
      ->check(CLI::Range(1, 90));
  SoakOptions soak;
  int soak_minutes = 0;
  app.add_option("--soak-minutes", soak_minutes, "Instead of the figures: E4 for so long, at a rate")
      ->check(CLI::Range(2, 24 * 60));
  app.add_option("--soak-rate", soak.rate, "Payments a second of the soak")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  auto servers = BenchServers::start();
  if (!servers) return fail(servers.error());
  nlohmann::ordered_json json{{"benchmark", "payment"}, {"machine", machine(*servers)}};
  if (soak_minutes > 0) {
    soak.minutes = std::chrono::minutes(soak_minutes);
    const auto result = measure_soak(*servers, engine, soak);
    if (!result) return fail(result.error());
    json["soak"] = *result;
    fmt::print("{}\n", json.dump(2));
    return 0;
  }
  const auto pgbench_result = run_pgbench(*servers, pgbench);
  if (!pgbench_result) return fail(pgbench_result.error());
  json["pgbench"] = *pgbench_result;
  using Measure = Result<nlohmann::ordered_json> (*)(BenchServers&, const EngineOptions&);
  const std::pair<const char*, Measure> all[] = {{"E1", measure_throughput},
                                                 {"E2", measure_latency},
                                                 {"E3", measure_recovery},
                                                 {"E4", measure_compensation},
                                                 {"C5", measure_watched}};
  for (const auto& [figure, measure] : all) {
    if (std::ranges::find(figures, figure) == figures.end()) continue;
    const auto result = measure(*servers, engine);
    if (!result) return fail(result.error());
    json[figure] = *result;
  }
  const auto ratio = [&](const char* name, const char* of, const char* to) {
    if (!json.contains(of) || !json.contains(to)) return;
    const double value = json[of]["sagasPerSecond"].get<double>() / json[to]["sagasPerSecond"].get<double>();
    json["ratios"][name] = std::round(value * 1000) / 1000;
  };
  ratio("E1 to pgbench", "E1", "pgbench");
  ratio("E4 to E1", "E4", "E1");
  fmt::print("{}\n", json.dump(2));
  return 0;
}
