// SPDX-License-Identifier: GPL-3.0-or-later
// The console's window over a million sagas while thousands of changes a second arrive (C1, C2, C3, C5, C7). Prints
// JSON. The changes come from a process of their own; what the machine itself does to a thread that has nothing to do
// is measured beside it, as the baseline.
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <thread>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <QThread>
#include <fmt/format.h>

#include "backend/private_servers/child_process.h"
#include "tests/benchmarks/list_fill.h"
#include "tests/benchmarks/process_usage.h"
#include "tests/benchmarks/window_run.h"
#include "ui/shell/look.h"

namespace {

using namespace saga;
using namespace saga::bench;
using nlohmann::ordered_json;
using std::chrono::steady_clock;

constexpr std::string_view kPainted = "painted at ";
constexpr const char* kDatabase = "million";

struct Options {
  FillOptions fill;
  ChangeLoad load;
  std::filesystem::path profile;
  int seconds = 30;
  int times = 300;
  int starts = 10;
  int minutes = 0;
};

int fail(const Error& error) {
  fmt::print(stderr, "window_benchmark: {} {}\n", error.message, error.advice);
  return 1;
}

void dress(WatchedApplication& application) {
  QApplication::setApplicationName(QStringLiteral("saga-console"));
  ui::begin_look(application, QStringLiteral("light"), QStringLiteral("en"));
}

// A child: one start of the console, to the first rows. Prints the instant in nanoseconds of the clock that all
// processes of a machine share.
int start_once(int argc, char** argv, const std::filesystem::path& file) {
  WatchedApplication application(argc, argv);
  dress(application);
  const auto profile = attach::read_profile(file);
  if (!profile) return fail(profile.error());
  app::Console console(*profile);
  console.window().resize(1440, 900);
  console.window().show();
  WindowRun run(application, console);
  if (!run.first_rows()) return fail({ErrorKind::Timeout, "No rows were painted."});
  fmt::print("{}{}\n", kPainted, steady_clock::now().time_since_epoch().count());
  return 0;
}

Result<ordered_json> measure_starts(const std::filesystem::path& profile, int times) {
  Times starts;
  for (int i = 0; i < times; ++i) {
    const auto begun = steady_clock::now();
    const auto child = run_program({.argv = {"/proc/self/exe", "--start-once", profile.string()}, .capture = true},
                                   std::chrono::seconds(60));
    if (!child) return std::unexpected(child.error());
    const auto at = child->output.rfind(kPainted);
    if (!child->status.ok() || at == std::string::npos) {
      return std::unexpected(Error{ErrorKind::Internal, "A start failed: " + child->output});
    }
    const auto instant = std::stoll(child->output.substr(at + kPainted.size()));
    const steady_clock::time_point painted{steady_clock::duration(instant)};
    starts.add(painted - begun);
  }
  return starts.json();
}

Result<ChildProcess> start_load(const ChangeLoad& load, const std::filesystem::path& log) {
  return ChildProcess::start(
      {.argv = {"/proc/self/exe", "--change-load", load.conninfo, "--redis", load.redis.unix_path, "--rate",
                std::to_string(load.rate), "--hints", load.hints ? "1" : "0"},
       .output = log});
}

// A thread with an event loop and nothing to do: what the machine alone makes a knock wait.
class Idle {
 public:
  Idle() {
    thread_.start();
    QMetaObject::invokeMethod(&there_, [this] { heartbeat_.emplace(); }, Qt::BlockingQueuedConnection);
  }
  ~Idle() {
    QMetaObject::invokeMethod(&there_, [this] { heartbeat_.reset(); }, Qt::BlockingQueuedConnection);
    thread_.quit();
    thread_.wait();
  }
  Idle(const Idle&) = delete;
  Idle& operator=(const Idle&) = delete;
  [[nodiscard]] ordered_json take() {
    ordered_json json;
    QMetaObject::invokeMethod(&there_, [&] { json = heartbeat_->take().json(); }, Qt::BlockingQueuedConnection);
    return json;
  }

 private:
  struct There : QObject {
    explicit There(QThread& thread) { moveToThread(&thread); }
  };
  QThread thread_;
  There there_{thread_};
  std::optional<Heartbeat> heartbeat_;
};

Result<ordered_json> measure(WatchedApplication& application, const BenchServers& servers, Options& options,
                             const std::filesystem::path& file) {
  const auto profile = attach::read_profile(file);
  if (!profile) return std::unexpected(profile.error());
  ordered_json json;
  const auto log = servers.directory() / "load.log";
  auto load = start_load(options.load, log);
  if (!load) return std::unexpected(load.error());
  const auto changes = [&] {
    return std::stoll(servers.value(kDatabase, "select count(*)::text from saga.saga_change").value_or("0"));
  };
  app::Console console(*profile);
  console.window().resize(1440, 900);
  console.window().show();
  WindowRun run(application, console);
  std::optional<Idle> idle(std::in_place);
  // What is done between two measurements, here on the thread that is watched, counts for neither.
  const auto forget = [&] {
    run.pause(std::chrono::milliseconds(20));  // a knock that has waited for it is answered
    (void)run.take_stalls();
    (void)idle->take();
  };
  const auto with_stalls = [&](ordered_json of) {
    of["stalls"] = run.take_stalls();
    of["stalls"]["knockAtAnIdleThread"] = idle->take();
    return of;
  };
  if (!run.first_rows()) return std::unexpected(Error{ErrorKind::Timeout, "No rows were painted."});
  (void)run.scroll(std::chrono::seconds(2));  // the key index comes, caches fill
  const auto counted = changes();
  const auto begun = steady_clock::now();
  forget();
  json["C2 scrolling"] = with_stalls(run.scroll(std::chrono::seconds(options.seconds)));
  json["C3 jump"] = with_stalls(run.jump(options.times));
  json["C3 filter"] = with_stalls(run.filter(options.times));
  if (!run.first_rows()) return std::unexpected(Error{ErrorKind::Timeout, "No rows were painted."});
  auto one = OneChange::open(options.load);
  if (!one) return std::unexpected(one.error());
  forget();
  const auto hinted = run.change(*one, options.times);
  if (!hinted) return std::unexpected(hinted.error());
  json["C5 with hints"] = with_stalls(*hinted);
  const std::chrono::duration<double> seconds = steady_clock::now() - begun;
  json["changesASecond"] = std::round(static_cast<double>(changes() - counted) / seconds.count());
  load->terminate();

  ChangeLoad silent = options.load;
  silent.hints = false;
  load = start_load(silent, log);
  if (!load) return std::unexpected(load.error());
  one = OneChange::open(silent);
  if (!one) return std::unexpected(one.error());
  forget();
  const auto polled = run.change(*one, options.times);
  if (!polled) return std::unexpected(polled.error());
  json["C5 by polling"] = with_stalls(*polled);
  json["C7 residentMiB"] = usage_of(getpid()).resident_bytes / (1 << 20);
  idle.reset();  // its notes would grow beside what is measured
  if (options.minutes > 0) json["C7 soak"] = run.soak(std::chrono::minutes(options.minutes));
  if (!load->running()) return std::unexpected(Error{ErrorKind::Internal, "The load ended; see " + log.string()});
  return json;
}

int run(int argc, char** argv, Options& options) {
  auto servers = BenchServers::start();
  if (!servers) return fail(servers.error());
  if (auto made = servers->make_database(kDatabase); !made) return fail(made.error());
  if (const auto took = fill_list(*servers, kDatabase, options.fill); !took) return fail(took.error());
  const auto profile = servers->write_profile(kDatabase, "benchmark");
  if (!profile) return fail(profile.error());
  options.load.conninfo = servers->postgres().conninfo(kDatabase);
  options.load.redis = servers->redis().endpoint();
  const auto value = [&](const char* sql) { return servers->value(kDatabase, sql).value_or("unknown"); };
  ordered_json json{{"benchmark", "window"},
                    {"cores", std::thread::hardware_concurrency()},
                    {"postgres", value("show server_version")},
                    {"sagas", value("select count(*)::text from saga.saga_state")},
                    {"steps", value("select count(*)::text from saga.saga_step_execution")}};
  const auto starts = measure_starts(*profile, options.starts);
  if (!starts) return fail(starts.error());
  json["C1 start to first rows"] = *starts;

  WatchedApplication application(argc, argv);
  dress(application);
  json["platform"] = QApplication::platformName().toStdString();
  const auto measured = measure(application, *servers, options, *profile);
  if (!measured) return fail(measured.error());
  json.update(*measured);
  fmt::print("{}\n", json.dump(2));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  CLI::App app("Measures the console's window over a million sagas, on servers of its own.");
  Options options;
  app.add_option("--sagas", options.fill.sagas, "Sagas, with four steps each")->capture_default_str();
  app.add_option("--rate", options.load.rate, "Changes a second")->capture_default_str();
  app.add_option("--seconds", options.seconds, "Of scrolling")->capture_default_str();
  app.add_option("--times", options.times, "Jumps, filters and changes")->capture_default_str();
  app.add_option("--starts", options.starts, "Starts of the program")->capture_default_str();
  app.add_option("--soak", options.minutes, "Minutes of browsing, for the memory")->capture_default_str();
  // What the benchmark runs itself as.
  std::filesystem::path start_once_with;
  app.add_option("--start-once", start_once_with)->group("");
  app.add_option("--change-load", options.load.conninfo)->group("");
  app.add_option("--redis", options.load.redis.unix_path)->group("");
  app.add_option("--hints", options.load.hints)->group("");
  CLI11_PARSE(app, argc, argv);
  if (!options.load.conninfo.empty()) return run_change_load(options.load);
  if (!start_once_with.empty()) return start_once(argc, argv, start_once_with);
  return run(argc, argv, options);
}
