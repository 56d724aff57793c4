// SPDX-License-Identifier: GPL-3.0-or-later
// The list over a million sagas: a page at any depth of any order, the stuck query, capped counts (C6), and jumps by
// the key index (the list's part of C3). Prints JSON, with the plans.
#include <cstdio>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "tests/benchmarks/list_fill.h"
#include "tests/benchmarks/list_run.h"

namespace {

using namespace saga;
using namespace saga::bench;

int fail(const Error& error) {
  fmt::print(stderr, "list_benchmark: {} {}\n", error.message, error.advice);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures the list over a million sagas, on servers of its own.");
  FillOptions fill;
  app.add_option("--sagas", fill.sagas, "Sagas, with four steps each")
      ->capture_default_str()
      ->check(CLI::Range(10'000, 10'000'000));
  app.add_option("--days", fill.days, "Over how many days")->capture_default_str()->check(CLI::Range(1, 60));
  app.add_option("--in-flight", fill.in_flight, "Sagas that are active")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  auto servers = BenchServers::start();
  if (!servers) return fail(servers.error());
  if (auto made = servers->make_database("list"); !made) return fail(made.error());
  const auto took = fill_list(*servers, "list", fill);
  if (!took) return fail(took.error());
  const auto value = [&](const char* sql) { return servers->value("list", sql).value_or("unknown"); };
  nlohmann::ordered_json json{{"benchmark", "list"},
                              {"cores", std::thread::hardware_concurrency()},
                              {"postgres", value("show server_version")},
                              {"sagas", value("select count(*)::text from saga.saga_state")},
                              {"steps", value("select count(*)::text from saga.saga_step_execution")},
                              {"fillMs", took->count()}};
  auto opened = pg::Session::open({.conninfo = servers->postgres().conninfo("list"), .read_only = true});
  if (!opened) return fail(opened.error());
  const std::shared_ptr<pg::Session> session = std::move(*opened);
  const auto pages = measure_pages(*session);
  if (!pages) return fail(pages.error());
  json["C6"] = *pages;
  const auto jumps = measure_jumps(session);
  if (!jumps) return fail(jumps.error());
  json["C3"] = *jumps;
  fmt::print("{}\n", json.dump(2));
  return 0;
}
