// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/engine_run.h"

#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "backend/private_servers/log_tail.h"

namespace saga::bench {
namespace {

constexpr const char* kDatabase = "engine";
constexpr int kWarmUp = 3000;

double rounded(double value) { return std::round(value * 100) / 100; }

Result<std::vector<ChildProcess>> start_sagad(BenchServers& servers, const EngineOptions& options) {
  std::vector<std::string> shares{"gateway,orchestrator,orders,balances,products,payments,janitor"};
  if (options.split) shares = {"gateway,orchestrator,janitor", "orders", "balances", "products", "payments"};
  std::vector<ChildProcess> processes;
  for (const std::string& roles : shares) {
    const std::string instance = fmt::format("bench-{}", processes.size() + 1);
    const auto config = servers.write_config(kDatabase, instance, options.participant_batch);
    if (!config) return std::unexpected(config.error());
    const auto log = servers.directory() / (instance + ".log");
    auto process = ChildProcess::start(
        {.argv = {(options.programs / "payment-sagad").string(), "--config", config->string(), "--roles", roles},
         .output = log});
    if (!process) return std::unexpected(process.error());
    if (process->wait(std::chrono::milliseconds(500))) {
      return std::unexpected(Error{ErrorKind::Internal, "payment-sagad ended at once: " + log_tail(log)});
    }
    processes.push_back(std::move(*process));
  }
  return processes;
}

Result<nlohmann::ordered_json> load(BenchServers& servers, const EngineOptions& options, int sagas) {
  const auto config = servers.write_config(kDatabase, "bench-load", options.participant_batch);
  if (!config) return std::unexpected(config.error());
  const auto output = servers.directory() / "load.err";
  const auto ran = run_program({.argv = {(options.programs / "payment-load").string(),
                                         "--config",
                                         config->string(),
                                         "--rate",
                                         "max",
                                         "--count",
                                         std::to_string(sagas),
                                         "--prepare",
                                         "--in-flight",
                                         std::to_string(options.in_flight),
                                         "--json",
                                         "--quiet",
                                         "--insufficient-percent",
                                         fmt::format("{}", options.compensated_percent),
                                         "--invalid-percent",
                                         "0",
                                         "--no-stock-percent",
                                         "0",
                                         "--coupon-percent",
                                         "0",
                                         "--hot",
                                         "0"}},
                               std::chrono::minutes(10));
  if (!ran) return std::unexpected(ran.error());
  auto result = nlohmann::ordered_json::parse(ran->output, nullptr, false);
  if (!ran->status.ok() || !result.is_object()) {
    return std::unexpected(
        Error{ErrorKind::Internal, fmt::format("payment-load failed ({}): {}", ran->status.text(), ran->output)});
  }
  return result;
}

}  // namespace

Result<nlohmann::ordered_json> run_engine(BenchServers& servers, const EngineOptions& options) {
  if (auto made = servers.make_database(kDatabase); !made) return std::unexpected(made.error());
  auto processes = start_sagad(servers, options);
  if (!processes) return std::unexpected(processes.error());
  if (auto warm = load(servers, options, kWarmUp); !warm) return std::unexpected(warm.error());
  if (auto done = servers.run(kDatabase, "analyze; checkpoint"); !done) return std::unexpected(done.error());

  const auto before = servers.commits(kDatabase);
  if (!before) return std::unexpected(before.error());
  auto result = load(servers, options, options.sagas);
  if (!result) return std::unexpected(result.error());
  const auto after = servers.commits(kDatabase);
  if (!after) return std::unexpected(after.error());
  // Includes those of payment-load, which places orders in batches of 200.
  const double commits = static_cast<double>(*after - *before) / (*result)["ended"].get<double>();
  (*result)["commitsPerSaga"] = rounded(commits);
  (*result)["processes"] = options.split ? 5 : 1;
  (*result)["participantBatch"] = options.participant_batch;
  return result;
}

}  // namespace saga::bench
