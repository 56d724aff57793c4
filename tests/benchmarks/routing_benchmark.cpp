// SPDX-License-Identifier: GPL-3.0-or-later
// How soon the gateways obey, and how soon a job has settled. Prints JSON.
#include <cstdio>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "tests/benchmarks/routing_run.h"

int main(int argc, char** argv) {
  using namespace saga::bench;
  CLI::App app("Measures toggles, rollback and jobs under load, on servers of its own.");
  RoutingOptions options;
  app.add_option("--programs", options.programs, "The folder of payment-sagad and payment-load")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--gateways", options.gateways, "Processes that route")
      ->capture_default_str()
      ->check(CLI::Range(2, 20));
  app.add_option("--rate", options.rate, "Payments a second")->capture_default_str()->check(CLI::Range(1, 100'000));
  app.add_option("--stuck", options.stuck, "Sagas of a job")->capture_default_str()->check(CLI::Range(100, 1'000'000));
  app.add_option("--flips", options.flips, "Of a toggle")->capture_default_str()->check(CLI::Range(1, 1000));
  app.add_option("--drills", options.drills, "Of the rollback, each way")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  CLI11_PARSE(app, argc, argv);

  auto servers = BenchServers::start();
  const auto result = servers ? measure_routing(*servers, options) : std::unexpected(servers.error());
  if (!result) {
    fmt::print(stderr, "routing_benchmark: {} {}\n", result.error().message, result.error().advice);
    return 1;
  }
  nlohmann::ordered_json json{{"benchmark", "routing"}, {"cores", std::thread::hardware_concurrency()}};
  json.update(*result);
  fmt::print("{}\n", json.dump(2));
  return 0;
}
