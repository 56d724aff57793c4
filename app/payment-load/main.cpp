// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstdio>
#include <pthread.h>
#include <stop_token>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "backend/payment/load/load.h"
#include "backend/payment/load/report.h"

namespace {

using saga::payment::LoadOptions;

struct Arguments {
  std::string config;
  std::string rate = "50";
  double seconds = 0;
  std::int64_t count = 0;
  double drain_seconds = 30;
  bool json = false;
  bool quiet = false;
  LoadOptions load = {};
};

void declare(CLI::App& app, Arguments& arguments) {
  app.add_option("--config", arguments.config, "The configuration of payment-sagad: where PostgreSQL and Redis are")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--rate", arguments.rate, "Payments a second, or max")
      ->capture_default_str()
      ->check(
          [](const std::string& text) { return text == "max" ? std::string() : CLI::Range(0.01, 100'000.0)(text); });
  auto* seconds = app.add_option("--seconds", arguments.seconds, "End after so many; without it and --count: never");
  seconds->check(CLI::PositiveNumber);
  auto* count = app.add_option("--count", arguments.count, "End after so many payments");
  count->check(CLI::PositiveNumber);
  app.add_option("--in-flight", arguments.load.in_flight, "With --rate max: how many are sent and not ended")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  app.add_flag("--prepare", arguments.load.prepare, "Place all orders before the first payment")->needs(count);
  app.add_option("--drain-seconds", arguments.drain_seconds, "How long to wait for the last ends")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  app.add_option("--seed-users", arguments.load.users, "Users that shall exist")
      ->capture_default_str()
      ->check(CLI::Range(100, 1'000'000));
  app.add_option("--seed-products", arguments.load.products, "Products that shall exist")
      ->capture_default_str()
      ->check(CLI::Range(10, 10'000));
  const CLI::Range percent(0.0, 100.0);
  auto& mix = arguments.load.mix;
  app.add_option("--insufficient-percent", mix.insufficient, "Orders that their user cannot pay")
      ->capture_default_str()
      ->check(percent);
  app.add_option("--invalid-percent", mix.invalid, "Orders with a coupon that is somebody else's")
      ->capture_default_str()
      ->check(percent);
  app.add_option("--no-stock-percent", mix.no_stock, "Orders without a reservation")
      ->capture_default_str()
      ->check(percent);
  app.add_option("--coupon-percent", mix.coupon, "Orders with a good coupon")->capture_default_str()->check(percent);
  app.add_option("--hot", mix.hot, "Per cent of the orders that want the same product")
      ->capture_default_str()
      ->check(percent);
  app.add_option("--seed", arguments.load.seed, "Of the choice of users and products; 0: another each time");
  app.add_flag("--json", arguments.json, "Print the result as JSON");
  app.add_flag("--quiet", arguments.quiet, "Say nothing meanwhile");
}

LoadOptions load_options(const Arguments& arguments) {
  const auto ms = [](double seconds) { return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)); };
  LoadOptions options = arguments.load;
  options.rate = arguments.rate == "max" ? std::nullopt : std::optional(std::stod(arguments.rate));
  if (arguments.seconds > 0) options.duration = ms(arguments.seconds);
  if (arguments.count > 0) options.count = arguments.count;
  options.drain = ms(arguments.drain_seconds);
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Places orders and has them paid: at a rate, or as fast as it goes.");
  Arguments arguments;
  declare(app, arguments);
  CLI11_PARSE(app, argc, argv);

  // Blocked in every thread, and taken by the one that waits for them: the first ends the load in good order, the
  // second at once.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::stop_source stop;
  std::thread([signals, stop]() mutable {
    int number = 0;
    sigwait(&signals, &number);
    stop.request_stop();
    sigwait(&signals, &number);
    std::_Exit(128 + number);
  }).detach();

  const auto config = saga::payment::load_config(arguments.config);
  if (!config) {
    fmt::print(stderr, "payment-load: {} {}\n", config.error().message, config.error().advice);
    return 2;
  }
  const auto options = load_options(arguments);
  const auto say = [&](std::string_view line) {
    if (!arguments.quiet) fmt::print(stderr, "payment-load: {}\n", line);
  };
  const auto result = saga::payment::run_load(*config, options, stop.get_token(), say);
  if (!result) {
    fmt::print(stderr, "payment-load: {} {}\n", result.error().message, result.error().advice);
    return 1;
  }
  fmt::print("{}", arguments.json ? report_json(*result, options) : report_text(*result));
  return 0;
}
