// SPDX-License-Identifier: GPL-3.0-or-later
// The servers that the demo and the tests own: they start beside each other, keep their data, and leave nothing.
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <sstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include "backend/postgres/session.h"
#include "backend/private_servers/private_directory.h"
#include "backend/private_servers/private_postgres.h"
#include "backend/private_servers/private_redis.h"

namespace saga {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

constexpr const char* kPrefix = "saga-selftest";

std::string count_rows(const std::string& conninfo) {
  const auto session = pg::Session::open({.conninfo = conninfo});
  if (!session) return session.error().message;
  const auto rows = (*session)->query("SELECT count(*) FROM kept");
  if (!rows) return rows.error().message;
  return rows->one([](const pg::Row& row) { return row.text(0); }).value_or("?");
}

bool alive(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  return std::getline(file, text) && text.find(") Z ") == std::string::npos;
}

template <class Condition>
bool becomes_true(Condition condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    usleep(10'000);
  }
  return false;
}

class PrivateServersTest : public testing::Test {
 protected:
  void SetUp() override {
    auto made = PrivateDirectory::create(kPrefix);
    ASSERT_TRUE(made) << made.error().message;
    directory.emplace(std::move(*made));
  }
  std::optional<PrivateDirectory> directory;
};

TEST_F(PrivateServersTest, PostgresKeepsItsDataOverEveryKindOfEnd) {
  auto server = PrivatePostgres::create({.directory = directory->path(), .durable = false});
  ASSERT_TRUE(server) << server.error().message;
  PrivatePostgres& postgres = **server;
  const std::string conninfo = postgres.conninfo();
  {
    const auto session = pg::Session::open({.conninfo = conninfo});
    ASSERT_TRUE(session) << session.error().message;
    ASSERT_TRUE((*session)->execute_script("CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)"));
  }
  ASSERT_TRUE(postgres.restart());
  EXPECT_EQ(count_rows(conninfo), "1");
  ASSERT_TRUE(postgres.restart(PrivatePostgres::Stop::Immediate));
  EXPECT_EQ(count_rows(conninfo), "1");

  const auto session = pg::Session::open({.conninfo = conninfo});
  ASSERT_TRUE(session && (*session)->execute("INSERT INTO kept VALUES (2)"));
  const pid_t backend = (*session)->backend_pid();
  postgres.kill();
  EXPECT_FALSE(postgres.running());
  EXPECT_FALSE(alive(backend)) << "a session's process is the server's, too";
  ASSERT_TRUE(postgres.start());
  EXPECT_EQ(count_rows(conninfo), "2") << "a commit that was answered survives, fsync or not";
}

TEST_F(PrivateServersTest, TwoStandBesideEachOtherAndNothingIsLeft) {
  auto other_directory = PrivateDirectory::create(kPrefix);
  ASSERT_TRUE(other_directory);
  const std::filesystem::path here = directory->path();
  const std::filesystem::path there = other_directory->path();
  pid_t pid = -1;
  {
    auto first = PrivateRedis::create({.directory = here});
    auto second = PrivateRedis::create({.directory = there});
    ASSERT_TRUE(first && second);
    auto one = redis::Client::open((*first)->endpoint());
    auto two = redis::Client::open((*second)->endpoint());
    ASSERT_TRUE(one && two);
    ASSERT_TRUE((*one)->call({"SET", "k", "first"}));
    EXPECT_TRUE((*two)->call({"GET", "k"})->is_nil());
    pid = (*first)->pid();
    EXPECT_TRUE(alive(pid));
  }
  EXPECT_FALSE(alive(pid));
  directory.reset();
  {
    const PrivateDirectory gone = std::move(*other_directory);
  }
  EXPECT_FALSE(std::filesystem::exists(here));
  EXPECT_FALSE(std::filesystem::exists(there));
}

TEST_F(PrivateServersTest, RedisKeepsItsDataOverStopAndKill) {
  auto server = PrivateRedis::create({.directory = directory->path()});
  ASSERT_TRUE(server) << server.error().message;
  const auto set = [&](const char* key) {
    const auto client = redis::Client::open((*server)->endpoint());
    return client && redis::expect_ok((*client)->call({"SET", key, "x"})).has_value();
  };
  const auto keys = [&] {
    const auto client = redis::Client::open((*server)->endpoint());
    return client ? redis::expect_integer((*client)->call({"DBSIZE"})).value_or(-1) : -1;
  };
  EXPECT_TRUE(set("a"));
  ASSERT_TRUE((*server)->restart());
  EXPECT_EQ(keys(), 1);
  EXPECT_TRUE(set("b"));
  (*server)->kill();
  EXPECT_FALSE((*server)->running());
  ASSERT_TRUE((*server)->start());
  EXPECT_EQ(keys(), 2);
}

TEST_F(PrivateServersTest, AServerThatCannotStartSaysWhy) {
  const auto server = PrivatePostgres::create(
      {.directory = directory->path(), .durable = false, .settings = {{"shared_buffers", "nonsense"}}});
  ASSERT_FALSE(server);
  EXPECT_THAT(server.error().message, HasSubstr("shared_buffers"));
  const auto redis = PrivateRedis::create({.directory = directory->path(), .arguments = {"--no-such-option", "1"}});
  ASSERT_FALSE(redis);
  EXPECT_THAT(redis.error().message, HasSubstr("no-such-option"));
}

TEST_F(PrivateServersTest, NobodyElseGetsIn) {
  auto server = PrivatePostgres::create({.directory = directory->path(), .durable = false});
  ASSERT_TRUE(server) << server.error().message;
  struct stat info{};
  ASSERT_EQ(stat((*server)->socket_directory().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0700U);
  if (geteuid() == 0) {
    EXPECT_NE(info.st_uid, 0U) << "PostgreSQL refuses root";
  }
  const auto session = pg::Session::open({.conninfo = (*server)->conninfo()});
  ASSERT_TRUE(session);
  const auto rows = (*session)->query("SELECT current_setting('listen_addresses'), current_setting('server_encoding')");
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->one([](const pg::Row& row) { return row.text(0) + "," + row.text(1); }), ",UTF8");
}

TEST(PrivateDirectoryTest, ThatOfADeadOwnerIsStaleAndThatOfALivingOneIsNot) {
  PrivateDirectory::remove_stale(kPrefix);
  auto living = PrivateDirectory::create(kPrefix);
  ASSERT_TRUE(living);
  std::filesystem::path left;
  {
    auto dead = PrivateDirectory::create(kPrefix);
    ASSERT_TRUE(dead);
    left = dead->path();
    std::ofstream(left / "rest") << "of its data";
    dead->keep();  // as a killed owner leaves it: the lock gone, the files not
  }
  ASSERT_TRUE(std::filesystem::exists(left));
  EXPECT_EQ(PrivateDirectory::remove_stale(kPrefix), 1);
  EXPECT_FALSE(std::filesystem::exists(left));
  EXPECT_TRUE(std::filesystem::exists(living->path()));
}

TEST(PrivateDirectoryTest, LongSocketPathsAreRefused) {
  EXPECT_TRUE(check_socket_path(std::string(107, 'x')));
  EXPECT_FALSE(check_socket_path(std::string(108, 'x')));
}

TEST(ChildProcessTest, ReportsHowAProgramEnded) {
  const auto done = run_program({.argv = {"sh", "-c", "echo out; echo err >&2; exit 3"}}, milliseconds(10'000));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->status.code, 3);
  EXPECT_EQ(done->output, "out\nerr\n");
  EXPECT_EQ(done->status.text(), "exit code 3");
}

TEST(ChildProcessTest, LargeOutputDoesNotBlockIt) {
  const auto done = run_program({.argv = {"sh", "-c", "head -c 3000000 /dev/zero"}}, milliseconds(20'000));
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(done->status.ok());
  EXPECT_EQ(done->output.size(), std::size_t{1} << 20);
}

TEST(ChildProcessTest, ArgumentsAreNotRead) {
  const auto done = run_program({.argv = {"printf", "%s|", "a b", "$HOME", "; true", ""}}, milliseconds(10'000));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->output, "a b|$HOME|; true||");
}

TEST(ChildProcessTest, WhatCannotStartSaysWhy) {
  const auto missing = ChildProcess::start({.argv = {"no-such-program-here"}});
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, HasSubstr("not found"));
  const auto nowhere = ChildProcess::start({.argv = {"sh"}, .directory = "/nonexistent"});
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error().message, HasSubstr("enter directory"));
}

TEST(ChildProcessTest, AStubbornOneIsKilled) {
  auto child = ChildProcess::start(
      {.argv = {"sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done"}, .capture = true});
  ASSERT_TRUE(child) << child.error().message;
  ASSERT_TRUE(becomes_true([&] { return child->output() == "ready\n"; }));
  const ExitStatus status = child->terminate(milliseconds(100));
  EXPECT_EQ(status.signal, SIGKILL);
  EXPECT_FALSE(child->running());
  EXPECT_EQ(waitpid(child->pid(), nullptr, WNOHANG), -1) << "it was reaped";
}

TEST(ChildProcessTest, FilesOfTheParentAreNotTheChilds) {
  const int fd = open("/dev/null", O_RDONLY);  // without O_CLOEXEC
  ASSERT_GE(fd, 0);
  const auto done =
      run_program({.argv = {"sh", "-c", "test ! -e /proc/self/fd/" + std::to_string(fd)}}, milliseconds(10'000));
  close(fd);
  ASSERT_TRUE(done);
  EXPECT_TRUE(done->status.ok());
}

// Another program owns the servers and is killed: none of them survives it, and its directory is known as stale.
TEST(OwnerTest, ServersEndWithAnOwnerThatIsKilled) {
  PrivateDirectory::remove_stale(kPrefix);
  const auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "private_servers_owner";
  auto owner = ChildProcess::start({.argv = {program.string(), kPrefix}, .capture = true});
  ASSERT_TRUE(owner) << owner.error().message;
  ASSERT_TRUE(becomes_true([&] { return !owner->running() || owner->output().ends_with('\n'); }));
  std::istringstream report(owner->output());
  pid_t postgres = -1;
  pid_t redis = -1;
  std::string path;
  ASSERT_TRUE(report >> postgres >> redis >> path) << owner->output();
  EXPECT_TRUE(alive(postgres));
  EXPECT_TRUE(alive(redis));
  EXPECT_EQ(PrivateDirectory::remove_stale(kPrefix), 0);

  owner->signal(SIGKILL);
  ASSERT_TRUE(owner->wait(milliseconds(5000)));
  EXPECT_TRUE(becomes_true([&] { return !alive(postgres) && !alive(redis); }));
  EXPECT_TRUE(std::filesystem::exists(path));
  EXPECT_EQ(PrivateDirectory::remove_stale(kPrefix), 1);
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace saga
