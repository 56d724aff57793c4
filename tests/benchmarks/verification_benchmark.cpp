// SPDX-License-Identifier: GPL-3.0-or-later
// The verification of a million sagas beside a running payment system: how long it takes, and what it costs the
// payments. Prints JSON.
#include <atomic>
#include <cmath>
#include <cstdio>
#include <thread>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "backend/payment/verification/verification.h"
#include "tests/benchmarks/engine_run.h"
#include "tests/benchmarks/process_usage.h"
#include "tests/benchmarks/verification_fill.h"

namespace {

using namespace saga;
using namespace saga::bench;
using Json = nlohmann::ordered_json;

int fail(const Error& error) {
  fmt::print(stderr, "verification_benchmark: {} {}\n", error.message, error.advice);
  return 1;
}

double seconds_between(MonoTime from, MonoTime to) {
  return std::round(std::chrono::duration<double>(to - from).count() * 1000) / 1000;
}

Result<Json> pay(const Engine& engine, int rate, int seconds) {
  return engine.load({"--rate", std::to_string(rate), "--seconds", std::to_string(seconds)});
}

// All of it, for its share of the time.
Result<Json> verify(const payment::Config& config, int share_percent) {
  const SystemClock clock;
  const MonoTime begun = clock.monotonic();
  const auto cpu = usage_of(getpid()).cpu_seconds;
  std::chrono::steady_clock::duration worked{}, longest{};
  payment::Verification verification(payment::sources_of(config), {}, clock);
  std::int64_t steps = 0;
  for (bool more = true; more; ++steps) {
    const MonoTime from = clock.monotonic();
    const auto step = verification.step();
    if (!step) return std::unexpected(step.error());
    more = *step;
    const auto took = clock.monotonic() - from;
    worked += took;
    longest = std::max(longest, took);
    if (const auto until = verification.wait_until()) {
      std::this_thread::sleep_until(*until);
    } else {
      std::this_thread::sleep_for(took * (100 - share_percent) / share_percent);
    }
  }
  const auto& report = verification.report();
  const double seconds = seconds_between(begun, clock.monotonic());
  std::int64_t checks = 0;
  for (const auto& [kind, count] : report.checked) checks += count;
  Json json{{"sharePercent", share_percent},
            {"seconds", seconds},
            {"workedSeconds", seconds_between({}, MonoTime(worked))},
            {"longestWindowMs", std::chrono::duration_cast<std::chrono::milliseconds>(longest).count()},
            {"windows", steps},
            {"cpuSeconds", usage_of(getpid()).cpu_seconds - cpu},
            {"residentBytes", usage_of(getpid()).resident_bytes},
            {"subjects", report.subjects},
            {"subjectsPerSecond", std::round(static_cast<double>(report.subjects) / seconds)},
            {"checks", checks},
            {"inMotion", report.in_motion},
            {"findings", Json::array()},
            {"consistencyPercent", report.consistency()}};
  for (const auto& finding : report.findings) {
    json["findings"].push_back(fmt::format("{} {}: {}", finding.kind, finding.subject, finding.detail));
  }
  for (const auto& part : report.unread) json["unread"].push_back(part.what + ": " + part.why);
  return json;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures the verification of the books beside a running payment system, on servers of its own.");
  EngineOptions engine_options;
  engine_options.settings = "[verification]\nevery_minutes = 0\n";
  std::int64_t sagas = 1'000'000;
  int days = 8, rate = 300, seconds = 20;
  std::vector<int> shares{50, 5};
  app.add_option("--programs", engine_options.programs, "The folder of payment-sagad and payment-load")
      ->required()
      ->check(CLI::ExistingDirectory);
  app.add_option("--sagas", sagas, "Finished sagas")->capture_default_str()->check(CLI::Range(1'000, 10'000'000));
  app.add_option("--days", days, "Over how many days")->capture_default_str()->check(CLI::Range(1, 60));
  app.add_option("--rate", rate, "Payments a second beside it")->capture_default_str();
  app.add_option("--seconds", seconds, "Of each measurement of payments")->capture_default_str();
  app.add_option("--shares", shares, "Per cent of the time that the verification works, a run each")->delimiter(',');
  CLI11_PARSE(app, argc, argv);

  auto servers = BenchServers::start();
  if (!servers) return fail(servers.error());
  auto engine = Engine::start(*servers, engine_options, "books");
  if (!engine) return fail(engine.error());
  const auto filled = fill_books(*servers, "books", sagas, days);
  if (!filled) return fail(filled.error());
  const auto file = servers->write_config("books", true, "bench-verification", "");
  if (!file) return fail(file.error());
  const auto config = payment::load_config(*file);
  if (!config) return fail(config.error());

  const auto value = [&](const char* sql) { return servers->value("books", sql).value_or("unknown"); };
  Json json{{"benchmark", "verification"},
            {"cores", std::thread::hardware_concurrency()},
            {"postgres", value("show server_version")},
            {"sagas", value("select count(*)::text from saga.saga_state")},
            {"fillSeconds", static_cast<double>(filled->count()) / 1000.0}};
  auto alone = pay(*engine, rate, seconds);
  if (!alone) return fail(alone.error());
  json["paymentsAlone"] = *alone;
  for (const int share : shares) {
    Result<Json> verified = Json();
    std::atomic<bool> done = false;
    std::jthread beside([&] {
      verified = verify(*config, share);
      done = true;
    });
    Json payments = Json::array();
    while (!done) {
      auto paid = pay(*engine, rate, seconds);
      if (!paid) return fail(paid.error());
      // One that outlived the verification was partly alone.
      if (!done || payments.empty()) payments.push_back(*paid);
    }
    beside.join();
    if (!verified) return fail(verified.error());
    json["runs"].push_back({{"verification", *verified}, {"paymentsBeside", payments}});
  }
  fmt::print("{}\n", json.dump(2));
  return 0;
}
