// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <csignal>
#include <cstdio>
#include <pthread.h>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "backend/payment/projection/order_summary.h"
#include "backend/payment/runtime/log.h"
#include "backend/payment/runtime/notifier.h"
#include "backend/payment/runtime/system.h"

namespace {

using namespace saga;
using namespace saga::payment;

// What a caller can tell apart; 1 and above 100 are the parser's own.
enum Exit { kOk = 0, kBadConfig = 2, kBadSchema = 3, kUnreachable = 4 };

int fail(const Error& error) {
  fmt::print(stderr, "payment-sagad: {}\n", error.message);
  if (!error.advice.empty()) fmt::print(stderr, "payment-sagad: {}\n", error.advice);
  switch (error.kind) {
    case ErrorKind::Invalid: return kBadConfig;
    case ErrorKind::Incompatible: return kBadSchema;
    default: return kUnreachable;
  }
}

int rebuild_projection(const Config& config) {
  const auto rebuilt = rebuild_order_summary(config);
  if (!rebuilt) return fail(rebuilt.error());
  fmt::print("{} orders; {} were missing, {} different, {} surplus.\n", rebuilt->folded, rebuilt->missing,
             rebuilt->different, rebuilt->surplus);
  return kOk;
}

// Every thread inherits the mask, so these signals reach sigwait() below and nobody else.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, number);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

void set_up_log(const std::string& level) {
  spdlog::set_default_logger(spdlog::stderr_logger_mt("sagad"));
  spdlog::set_pattern("time=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v", spdlog::pattern_time_type::utc);
  spdlog::set_level(spdlog::level::from_str(level));
  spdlog::flush_on(spdlog::level::info);
}

// The number of the signal that ends the process. Meanwhile the service manager is told that it lives.
int wait_for_signal(const sigset_t& signals, Notifier& notifier) {
  while (true) {
    int number = 0;
    const auto interval = notifier.interval();
    if (!interval) {
      sigwait(&signals, &number);
      return number;
    }
    const auto seconds = std::chrono::floor<std::chrono::seconds>(*interval);
    const timespec patience{static_cast<time_t>(seconds.count()),
                            static_cast<long>((*interval - seconds).count() * 1000)};
    number = sigtimedwait(&signals, nullptr, &patience);
    if (number > 0) return number;
    notifier.alive();
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"payment-sagad: the payment saga system"};
  std::string file;
  std::vector<std::string> roles;
  app.add_option("--config", file, "Configuration file (TOML)")->required();
  app.add_option("--roles", roles,
                 "Which roles this process plays: gateway, orchestrator, orders, balances, products, payments, "
                 "legacy, publisher, jobs, projector, janitor. Default: those of the configuration, or all")
      ->delimiter(',');
  std::string rebuild;
  app.add_option("--rebuild", rebuild,
                 "Only make this projection anew from its events (order-summary), tell what differed, and end")
      ->check(CLI::IsMember({"order-summary"}));
  CLI11_PARSE(app, argc, argv);

  auto config = load_config(file);
  if (!config) return fail(config.error());
  if (!rebuild.empty()) return rebuild_projection(*config);
  if (!roles.empty()) {
    config->roles.clear();
    for (const std::string& name : roles) {
      const auto role = role_from(name);
      if (!role) return fail({ErrorKind::Invalid, fmt::format("--roles: \"{}\" is no role", name)});
      config->roles.push_back(*role);
    }
  }
  const sigset_t signals = block_signals();
  set_up_log(config->log_level);
  const std::string instance = config->instance;

  auto system = System::start(std::move(*config));
  if (!system) return fail(system.error());
  spdlog::info("event=started instance={}", log_text(instance));
  Notifier notifier = Notifier::from_environment();
  notifier.ready();
  const int number = wait_for_signal(signals, notifier);
  notifier.stopping();
  spdlog::info("event=stopping instance={} signal={}", log_text(instance), number);
  system->reset();
  spdlog::info("event=stopped instance={}", log_text(instance));
  return kOk;
}
