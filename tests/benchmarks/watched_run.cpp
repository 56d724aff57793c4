// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/watched_run.h"

#include <cmath>
#include <sstream>
#include <thread>

#include "backend/private_servers/log_tail.h"
#include "tests/benchmarks/process_usage.h"
#include "tests/benchmarks/times.h"

namespace saga::bench {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;

constexpr int kTurns = 3;
constexpr const char* kDatabase = "c5";

Result<ChildProcess> attach_console(const BenchServers& servers, const EngineOptions& options,
                                    const std::filesystem::path& profile) {
  const auto log = servers.directory() / "watcher.log";
  auto console = ChildProcess::start(
      {.argv = {(options.programs / "saga-console").string(), "--profile-file", profile.string(), "--language", "en",
                "saga-console://watcher/sagas"},
       .environment = {{"QT_QPA_PLATFORM", "offscreen"}, {"XDG_CONFIG_HOME", servers.directory().string()}},
       .output = log});
  if (!console) return std::unexpected(console.error());
  if (console->wait(3s)) return std::unexpected(Error{ErrorKind::Internal, "saga-console ended: " + log_tail(log)});
  return console;
}

// Of the same kind, some with and some without.
struct Turns {
  Times sagas_a_second;  // not milliseconds: only the middle one is asked for
  Times microseconds_a_saga;
  [[nodiscard]] Json json() const {
    return {{"sagasPerSecond", sagas_a_second.percentile(0.5)},
            {"processorMicrosecondsASaga", microseconds_a_saga.percentile(0.5)}};
  }
};

// What the servers have worked for the console so far, on its own sessions.
double seconds_for_console(const BenchServers& servers) {
  const auto pids = servers.value(
      kDatabase, "select string_agg(pid::text, ' ') from pg_stat_activity where application_name like 'saga-console%'");
  double seconds = 0;
  std::istringstream each(pids.value_or(""));
  for (pid_t pid = 0; each >> pid;) seconds += usage_of(pid).cpu_seconds;
  return seconds;
}

}  // namespace

Result<Json> measure_watched(BenchServers& servers, const EngineOptions& options) {
  const auto engine = Engine::start(servers, options, kDatabase);
  if (!engine) return std::unexpected(engine.error());
  const auto profile = servers.write_profile(kDatabase, "watcher");
  if (!profile) return std::unexpected(profile.error());
  const auto processor = [&] {
    double seconds = usage_of_tree(servers.postgres().pid()).cpu_seconds + usage_of(servers.redis().pid()).cpu_seconds;
    for (const pid_t process : engine->processes()) seconds += usage_of(process).cpu_seconds;
    return seconds;
  };
  Turns alone, watched;
  double console_seconds = 0;
  double server_seconds = 0;
  double watched_seconds = 0;
  for (int turn = 0; turn < 2 * kTurns; ++turn) {
    const bool with = (turn + 1) / 2 % 2 == 1;  // A B B A A B: the tables grow with each turn
    std::optional<ChildProcess> console;
    if (with) {
      auto attached = attach_console(servers, options, *profile);
      if (!attached) return std::unexpected(attached.error());
      console = std::move(*attached);
    }
    const double console_before = console ? usage_of(console->pid()).cpu_seconds : 0;
    const double server_before = seconds_for_console(servers);
    const double before = processor();
    const auto begun = std::chrono::steady_clock::now();
    const auto result = engine->at_full_speed();
    if (!result) return std::unexpected(result.error());
    Turns& of = with ? watched : alone;
    of.sagas_a_second.add((*result)["sagasPerSecond"].get<double>());
    of.microseconds_a_saga.add(1e6 * (processor() - before) / (*result)["ended"].get<double>());
    if (!console) continue;
    console_seconds += usage_of(console->pid()).cpu_seconds - console_before;
    server_seconds += seconds_for_console(servers) - server_before;
    watched_seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    if (!console->running()) return std::unexpected(Error{ErrorKind::Internal, "saga-console ended under load."});
  }
  const auto rounded = [](double value) { return std::round(value * 1000) / 1000; };
  return Json{
      {"turnsOfEach", kTurns},
      {"alone", alone.json()},
      {"watched", watched.json()},
      {"throughputRatio", rounded(watched.sagas_a_second.percentile(0.5) / alone.sagas_a_second.percentile(0.5))},
      {"processorRatio",
       rounded(watched.microseconds_a_saga.percentile(0.5) / alone.microseconds_a_saga.percentile(0.5))},
      {"consoleCores", rounded(console_seconds / watched_seconds)},
      {"postgresCoresForTheConsole", rounded(server_seconds / watched_seconds)}};
}

}  // namespace saga::bench
