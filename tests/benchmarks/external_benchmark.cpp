// SPDX-License-Identifier: GPL-3.0-or-later
// External deliveries a second, over HTTP to a receiver on this machine. Prints JSON.
#include <cstdio>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "tests/benchmarks/external_run.h"

int main(int argc, char** argv) {
  using namespace saga::bench;
  CLI::App app("Measures external publishing, on servers of its own.");
  ExternalOptions options;
  app.add_option("--programs", options.programs, "The folder of payment-sagad and external-receiver")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--orders", options.orders, "Orders whose events wait in the outboxes, ten deliveries each")
      ->capture_default_str()
      ->check(CLI::Range(100, 10'000'000));
  app.add_option("--users", options.users, "Users whose activities arrive in order")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--connections", options.connections, "To each target")
      ->capture_default_str()
      ->check(CLI::Range(1, 40));
  CLI11_PARSE(app, argc, argv);

  auto servers = BenchServers::start();
  const auto result = servers ? measure_external(*servers, options) : std::unexpected(servers.error());
  if (!result) {
    fmt::print(stderr, "external_benchmark: {} {}\n", result.error().message, result.error().advice);
    return 1;
  }
  const nlohmann::ordered_json json{
      {"benchmark", "external"}, {"cores", std::thread::hardware_concurrency()}, {"E5", *result}};
  fmt::print("{}\n", json.dump(2));
  return 0;
}
