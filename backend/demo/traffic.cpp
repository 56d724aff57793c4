// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/demo/traffic.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "backend/demo/history.h"
#include "backend/demo/programs.h"
#include "backend/postgres/session.h"
#include "backend/private_servers/log_tail.h"

namespace saga::demo {
namespace {

// As a TOML basic string.
std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

// A little of everything that goes wrong in a payment system. Shares are in thousandths of the sagas that reach the
// step, so that within half a minute at fifty a second every kind has been seen:
//   three replies lost        parked; a retry settles it, since the fourth attempt is answered
//   every reply lost          parked, and parked again; only compensation ends it
//   failed three times        parked; a retry settles it
//   failed once, slow         settle by themselves
//   declined                  compensated
//   refused compensation      needs attention; the second try is accepted, but not where the account is closed
// Faults of one kind fall on the same sagas first: those that lose every reply are among those that lose three.
constexpr std::string_view kFaults = R"(
[[faults.OrderValidation.decline]]
permille = 6
message = "the order was changed after the request"
[[faults.OrderValidation.slow]]
permille = 10
delay_ms = 900

[[faults.BalanceDeduction.lose_reply]]
permille = 4
attempts = 3
[[faults.BalanceDeduction.decline]]
permille = 15
message = "the balance was frozen by the user"
[[faults.BalanceDeduction.fail]]
permille = 8
attempts = 1
message = "could not serialize access due to read/write dependencies among transactions"
[[faults.BalanceDeduction.lose_reply]]
direction = "compensation"
permille = 100
attempts = 3
[[faults.BalanceDeduction.refuse_compensation]]
permille = 200
attempts = 1
message = "the account is locked by a fraud check"
[[faults.BalanceDeduction.refuse_compensation]]
permille = 50
message = "the account is closed"

[[faults.StockConfirmation.fail]]
permille = 4
attempts = 3
message = "could not obtain lock on row in relation \"product\""
[[faults.StockConfirmation.decline]]
permille = 8
message = "the reservation has expired"
[[faults.StockConfirmation.slow]]
permille = 15
delay_ms = 1400

[[faults.PaymentCreation.fail]]
permille = 6
attempts = 3
message = "card network: 503 Service Unavailable"
[[faults.PaymentCreation.lose_reply]]
permille = 2
[[faults.PaymentCreation.decline]]
permille = 10
message = "card declined by the issuer: 05 do not honour"
)";

// The CRM fails for a while every few minutes: its breaker opens, what waits for longer than a quarter of a minute
// dies, and can be replayed once it is back.
constexpr int kOutageEvery = 240;  // seconds
constexpr int kOutageFor = 45;
constexpr std::string_view kExternal = R"(
[external]
max_attempts = 5
backoff_ms = 200
backoff_cap_ms = 2000
dead_after_seconds = 15
breaker_cool_down_ms = 1000
breaker_cool_down_cap_ms = 5000
)";

// Longer than any start takes on a busy machine.
constexpr std::chrono::seconds kPatience{120};

bool says(const std::filesystem::path& log, std::string_view words) {
  std::ifstream file(log);
  for (std::string line; std::getline(file, line);) {
    if (line.find(words) != std::string::npos) return true;
  }
  return false;
}

// What stands behind `words` in the line of a log that begins with them; empty until it is there.
std::string said_behind(const std::filesystem::path& log, std::string_view words) {
  std::ifstream file(log);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(words) && !file.eof()) return line.substr(words.size());
  }
  return {};
}

// History leaves no changes in the feed: the first one is of a saga that runs now.
bool sagas_move(const std::string& conninfo) {
  const auto session = pg::Session::open({.conninfo = conninfo, .application_name = "saga demo"});
  if (!session) return false;
  const auto rows = (*session)->read("SELECT FROM saga.saga_change LIMIT 1");
  return rows && !rows->empty();
}

}  // namespace

std::string sagad_config(const TrafficOptions& options) {
  std::string config =
      fmt::format("instance = \"demo-1\"\nlog_level = \"info\"\n\n[postgres]\nsaga = {}\n\n[redis]\nsocket = {}\n{}",
                  toml_text(options.conninfo), toml_text(options.redis.unix_path), kFaults);
  if (options.targets.empty()) return config;
  config += kExternal;
  for (const std::string_view target : {"analytics", "warehouse", "crm", "inventory", "recommendation"}) {
    config +=
        fmt::format("[external.{0}]\nurl = {1}\n", target, toml_text(fmt::format("{}/{}", options.targets, target)));
  }
  return config;
}

Traffic::~Traffic() {
  // All at once, then one after the other: nobody waits for the other's grace.
  for (const auto& program : programs_) program.process.signal(SIGTERM);
  while (!programs_.empty()) programs_.pop_back();
}

Result<Traffic::Program> Traffic::launch(const std::string& name, const TrafficOptions& options,
                                         std::vector<std::string> arguments) {
  const auto path = own_program(name, options.programs);
  if (!path) return std::unexpected(path.error());
  const auto log = options.directory / (name + ".log");
  arguments.insert(arguments.begin(), path->string());
  auto process = ChildProcess::start({.argv = std::move(arguments),
                                      .directory = options.directory,
                                      .output = log,
                                      .death_signal = SIGKILL});  // their servers are dying, too
  if (!process) return std::unexpected(process.error());
  return Program{.name = name, .log = log, .process = std::move(*process)};
}

Result<Traffic> Traffic::start(const TrafficOptions& given) {
  TrafficOptions options = given;
  Traffic traffic;
  auto receiver = launch(
      "external-receiver", options,
      {"--outage", "crm", "--outage-every", std::to_string(kOutageEvery), "--outage-for", std::to_string(kOutageFor)});
  if (!receiver) return std::unexpected(receiver.error());
  const auto receiver_log = receiver->log;
  traffic.programs_.push_back(std::move(*receiver));
  const auto listens = [&] {
    options.targets = said_behind(receiver_log, "listening on ");
    return !options.targets.empty();
  };
  if (auto listening = traffic.await(options, listens); !listening) return std::unexpected(listening.error());

  const auto file = options.directory / "payment-sagad.toml";
  std::ofstream config(file);
  config << sagad_config(options);
  config.close();
  if (!config) return std::unexpected(Error{ErrorKind::Internal, file.string() + " cannot be written"});

  auto sagad = launch("payment-sagad", options, {"--config", file.string()});
  if (!sagad) return std::unexpected(sagad.error());
  const auto sagad_log = sagad->log;
  traffic.programs_.push_back(std::move(*sagad));
  if (auto started = traffic.await(options, [&] { return says(sagad_log, "event=started"); }); !started) {
    return std::unexpected(started.error());
  }
  if (options.rate > 0) {
    // People and products are there; only a few users need what history did not give them.
    auto load = launch("payment-load", options,
                       {"--config", file.string(), "--rate", std::to_string(options.rate), "--seed-users", "100",
                        "--drain-seconds", "0", "--quiet"});
    if (!load) return std::unexpected(load.error());
    traffic.programs_.push_back(std::move(*load));
    auto paying = traffic.await(options, [&] { return sagas_move(options.conninfo); });
    if (!paying) return std::unexpected(paying.error());
  }
  return traffic;
}

Result<void> Traffic::await(const TrafficOptions& options, const std::function<bool()>& ready) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!ready()) {
    if (const auto failures = take_failures(); !failures.empty()) {
      return std::unexpected(Error{ErrorKind::Internal, failures.front()});
    }
    if (options.cancelled()) return std::unexpected(cancelled_error());
    if (std::chrono::steady_clock::now() > deadline) {
      const auto& last = programs_.back();
      return std::unexpected(
          Error{ErrorKind::Timeout, fmt::format("{} did not begin its work: {}", last.name, log_tail(last.log))});
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return {};
}

std::vector<std::string> Traffic::take_failures() {
  std::vector<std::string> failures;
  for (auto& program : programs_) {
    if (program.told || program.process.running()) continue;
    program.told = true;
    const auto status = program.process.wait(std::chrono::milliseconds(0));
    failures.push_back(fmt::format("{} ended unexpectedly ({}): {}", program.name,
                                   status ? status->text() : "no status", log_tail(program.log)));
  }
  return failures;
}

void Traffic::stop_load() {
  for (auto& program : programs_) {
    if (program.name != "payment-load") continue;
    program.told = true;
    program.process.terminate();
  }
}

}  // namespace saga::demo
