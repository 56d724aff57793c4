// SPDX-License-Identifier: GPL-3.0-or-later
// The whole demo: it lives, shows every kind of trouble, stands beside another one, and leaves nothing behind.
#include "backend/demo/demo.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <sys/types.h>
#include <thread>

#include <gmock/gmock.h>

#include "backend/attach/endpoints.h"
#include "backend/attach/profile.h"
#include "backend/postgres/session.h"
#include "backend/private_servers/child_process.h"

namespace saga::demo {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::IsEmpty;

template <class Predicate>
bool becomes_true(Predicate predicate, seconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < deadline) {
    if (predicate()) return true;
    std::this_thread::sleep_for(milliseconds(50));
  }
  return predicate();
}

std::filesystem::path programs() {
  const char* folder = std::getenv("SAGA_BIN");
  return folder != nullptr ? folder : "";
}

// Empty if it has ended meanwhile: then what was opened cannot be read any more.
std::string command_line_of(const std::filesystem::path& process) {
  std::ifstream file(process / "cmdline", std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

// The processes that have `directory` in their command line or work in it.
std::vector<std::string> processes_of(const std::filesystem::path& directory) {
  std::vector<std::string> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const std::string line = command_line_of(entry.path());
    const auto cwd = std::filesystem::read_symlink(entry.path() / "cwd", error).string();
    if (line.find(directory.string()) == std::string::npos && !cwd.starts_with(directory.string())) continue;
    found.push_back(entry.path().filename().string() + " " + line.substr(0, line.find('\0')));
  }
  return found;
}

Result<std::unique_ptr<Demo>> small_demo(int rate = 20) {
  return Demo::start({.sagas = 500, .rate = rate, .programs = programs()});
}

std::int64_t number(const std::string& conninfo, std::string_view sql) {
  const auto session = pg::Session::open({.conninfo = conninfo, .read_only = true});
  if (!session) return -1;
  const auto rows = (*session)->query(sql);
  if (!rows) return -1;
  return rows->one([](const pg::Row& row) { return row.int64(0); }).value_or(-1);
}

constexpr std::string_view kCompleted = "SELECT count(*) FROM saga.saga_view WHERE status = 'COMPLETED'";
// Of the running system, not of its history.
constexpr std::string_view kParkedNow =
    "SELECT count(*) FROM saga.saga_view WHERE active AND parked AND created_at > now() - interval '2 minutes' "
    "AND parked_reason <> ''";
constexpr std::string_view kCompensatedNow =
    "SELECT count(*) FROM saga.saga_view WHERE status = 'FAILED' AND open_effects = 0 "
    "AND created_at > now() - interval '2 minutes'";

TEST(Demo, LivesAndShowsTroubleAndLeavesNothingBehind) {
  std::vector<std::string> told;
  auto demo = Demo::start({.sagas = 500, .rate = 30, .programs = programs(), .progress = [&](std::string_view what) {
                             told.emplace_back(what);
                           }});
  ASSERT_TRUE(demo) << demo.error().message;
  EXPECT_THAT(told, testing::Contains("Starting PostgreSQL …"));
  EXPECT_THAT(told, testing::Contains("Writing a day of history: 500 sagas …"));
  const auto viewer = (*demo)->conninfo("lee.jiwon");
  const auto directory = (*demo)->directory();

  const auto before = number(viewer, kCompleted);
  EXPECT_GE(before, 400);
  EXPECT_TRUE(becomes_true([&] { return number(viewer, kCompleted) > before + 100; }, seconds(60)));
  EXPECT_TRUE(becomes_true([&] { return number(viewer, kParkedNow) > 0; }, seconds(60)));
  EXPECT_TRUE(becomes_true([&] { return number(viewer, kCompensatedNow) > 0; }, seconds(60)));
  EXPECT_THAT((*demo)->take_failures(), IsEmpty());

  const auto name = (*demo)->profile();
  demo->reset();
  EXPECT_FALSE(attach::load_profile(name));
  EXPECT_FALSE(std::filesystem::exists(directory));
  EXPECT_THAT(processes_of(directory), IsEmpty());
}

TEST(Demo, ASecondOneStandsBesideTheFirst) {
  auto first = small_demo(10);
  ASSERT_TRUE(first) << first.error().message;
  auto second = small_demo(10);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_NE((*first)->directory(), (*second)->directory());
  EXPECT_NE((*first)->profile(), (*second)->profile());

  // The end of one is nothing to the other.
  const auto profile = (*first)->profile();
  first->reset();
  const auto viewer = (*second)->conninfo("lee.jiwon");
  const auto before = number(viewer, kCompleted);
  EXPECT_TRUE(becomes_true([&] { return number(viewer, kCompleted) > before + 10; }, seconds(60)));
  EXPECT_THAT((*second)->take_failures(), IsEmpty());
}

TEST(Demo, OtherProgramsFindItByItsProfiles) {
  const auto demo = small_demo(0);
  ASSERT_TRUE(demo) << demo.error().message;
  for (const auto& [suffix, user] : {std::pair{"", "kim.sujin"}, std::pair{"-viewer", "lee.jiwon"}}) {
    const auto profile = attach::load_profile((*demo)->profile() + suffix);
    ASSERT_TRUE(profile) << profile.error().message;
    EXPECT_EQ(profile->environment, attach::Environment::Local);
    const auto conninfo = attach::conninfo_of(profile->postgres);
    ASSERT_TRUE(conninfo) << conninfo.error().message;
    const auto session = pg::Session::open({.conninfo = *conninfo});
    ASSERT_TRUE(session) << session.error().message;
    const auto rows = (*session)->query("SELECT session_user::text");
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_EQ(rows->one([](const pg::Row& row) { return row.text(0); }).value(), user);
    ASSERT_TRUE(profile->redis);
    const auto endpoint = attach::endpoint_of(*profile->redis);
    ASSERT_TRUE(endpoint) << endpoint.error().message;
    EXPECT_TRUE(redis::Client::open(*endpoint));
  }
}

TEST(Demo, PostgresAndRedisCanBeTakenAwayAndComeBack) {
  auto demo = small_demo();
  ASSERT_TRUE(demo) << demo.error().message;
  const auto viewer = (*demo)->conninfo("lee.jiwon");
  ASSERT_TRUE((*demo)->stop_postgres());
  ASSERT_TRUE((*demo)->stop_redis());
  EXPECT_FALSE(pg::Session::open({.conninfo = viewer}));
  EXPECT_FALSE(redis::Client::open((*demo)->redis()));
  ASSERT_TRUE((*demo)->start_postgres());
  ASSERT_TRUE((*demo)->start_redis());
  const auto before = number(viewer, kCompleted);
  EXPECT_TRUE(becomes_true([&] { return number(viewer, kCompleted) > before + 20; }, seconds(60)));
  EXPECT_THAT((*demo)->take_failures(), IsEmpty());
}

TEST(Demo, AProgramThatEndsIsReportedOnceWithItsLog) {
  auto demo = small_demo(10);
  ASSERT_TRUE(demo) << demo.error().message;
  for (const auto& process : processes_of((*demo)->directory())) {
    if (process.ends_with("/payment-sagad")) kill(static_cast<pid_t>(std::stol(process)), SIGKILL);
  }
  std::vector<std::string> failures;
  EXPECT_TRUE(becomes_true(
      [&] {
        if (failures.empty()) failures = (*demo)->take_failures();
        return !failures.empty();
      },
      seconds(10)));
  EXPECT_THAT(failures, testing::ElementsAre(testing::HasSubstr("payment-sagad ended unexpectedly (signal 9")));
  EXPECT_THAT((*demo)->take_failures(), IsEmpty());
}

TEST(Demo, MissingProgramsAreNamed) {
  const auto demo = Demo::start({.sagas = 10, .programs = "/nowhere"});
  ASSERT_FALSE(demo);
  EXPECT_THAT(demo.error().message, testing::HasSubstr("is neither in /nowhere nor in PATH"));
}

TEST(Demo, AStartCanBeInterrupted) {
  int steps = 0;
  const auto demo = Demo::start({.sagas = 500,
                                 .programs = programs(),
                                 .progress = [&](std::string_view) { ++steps; },
                                 .cancelled = [&] { return steps == 3; }});
  ASSERT_FALSE(demo);
  EXPECT_THAT(demo.error().message, testing::HasSubstr("interrupted"));
  EXPECT_EQ(steps, 3);
}

struct Host {
  ChildProcess process;
  std::filesystem::path directory;
  std::string profile;
};

Result<Host> start_host() {
  const auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "demo_test_host";
  auto process = ChildProcess::start({.argv = {program.string(), programs().string()}, .capture = true});
  if (!process) return std::unexpected(process.error());
  becomes_true([&] { return !process->running() || process->output().ends_with('\n'); }, seconds(120));
  std::istringstream report(process->output());
  Host host{.process = std::move(*process), .directory = {}, .profile = {}};
  std::string directory;
  if (!(report >> directory >> host.profile)) return std::unexpected(Error{ErrorKind::Internal, report.str()});
  host.directory = directory;
  return host;
}

TEST(DemoProcess, ToldToStopItRemovesEverything) {
  auto host = start_host();
  ASSERT_TRUE(host) << host.error().message;
  host->process.signal(SIGTERM);
  const auto status = host->process.wait(seconds(20));
  ASSERT_TRUE(status);
  EXPECT_TRUE(status->ok()) << status->text();
  EXPECT_FALSE(std::filesystem::exists(host->directory));
  EXPECT_THAT(processes_of(host->directory), IsEmpty());
}

TEST(DemoProcess, KilledItLeavesNoProcessAndTheNextDemoRemovesItsDirectory) {
  auto host = start_host();
  ASSERT_TRUE(host) << host.error().message;
  EXPECT_THAT(processes_of(host->directory), testing::Not(IsEmpty()));
  host->process.signal(SIGKILL);
  ASSERT_TRUE(host->process.wait(seconds(5)));
  EXPECT_TRUE(becomes_true([&] { return processes_of(host->directory).empty(); }, seconds(15)))
      << testing::PrintToString(processes_of(host->directory));
  EXPECT_TRUE(std::filesystem::exists(host->directory));

  const auto next = small_demo(0);
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_FALSE(std::filesystem::exists(host->directory));
}

}  // namespace
}  // namespace saga::demo
