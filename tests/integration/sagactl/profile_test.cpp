// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <gtest/gtest.h>

#include "app/sagactl/exit_status.h"
#include "backend/private_servers/private_postgres.h"
#include "backend/private_servers/private_redis.h"
#include "tests/integration/sagactl/command_line.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

using nlohmann::json;

std::string state_of(const json& document, const std::string& part) {
  for (const auto& each : document["parts"]) {
    if (each["name"] == part) return each["state"];
  }
  return "absent";
}

TEST(SagactlProfile, TestTellsEachPart) {
  SagactlWorld world;
  world.add_profile("full", "kim", "[redis]\nsocket = \"" + test_redis().socket_path().string() + "\"\n");
  const auto finished = sagactl({"--profile", "full", "--json", "profile", "test"});
  EXPECT_EQ(finished.status, ctl::kDone) << finished.out;
  const json document = finished.json();
  EXPECT_EQ(document["ok"], true);
  for (const char* part : {"postgres.reachable", "postgres.authenticated", "postgres.schema", "postgres.role",
                           "postgres.operate", "redis.reachable", "redis.authenticated", "redis.hints"}) {
    EXPECT_EQ(state_of(document, part), "ok") << part;
  }
}

TEST(SagactlProfile, TestSaysWhichPartIsWrong) {
  SagactlWorld world;
  world.add_profile("stranger", "stranger");
  auto finished = sagactl({"--profile", "stranger", "--json", "profile", "test"});
  EXPECT_EQ(finished.status, ctl::kCannotConnect);
  EXPECT_EQ(state_of(finished.json(), "postgres.reachable"), "ok");
  EXPECT_EQ(state_of(finished.json(), "postgres.authenticated"), "failed");
  EXPECT_EQ(state_of(finished.json(), "postgres.schema"), "not_tried");

  finished = sagactl({"--profile", "nobody", "--json", "profile", "test"});
  EXPECT_EQ(finished.status, ctl::kCannotConnect);
  EXPECT_EQ(state_of(finished.json(), "postgres.authenticated"), "ok");
  EXPECT_EQ(state_of(finished.json(), "postgres.schema"), "failed");

  world.add_profile("no-redis", "kim", "[redis]\nsocket = \"/nowhere/redis.sock\"\n");
  finished = sagactl({"--profile", "no-redis", "--json", "profile", "test"});
  EXPECT_EQ(finished.status, ctl::kCannotConnect);
  EXPECT_EQ(state_of(finished.json(), "postgres.operate"), "ok");
  EXPECT_EQ(state_of(finished.json(), "redis.reachable"), "failed");

  const auto file = world.own.write("away.toml", "[postgres]\nhost = \"/nowhere\"\n");
  finished = sagactl({"--profile-file", file.string(), "--json", "profile", "test"});
  EXPECT_EQ(finished.status, ctl::kCannotConnect);
  EXPECT_EQ(state_of(finished.json(), "postgres.reachable"), "failed");
}

TEST(SagactlProfile, WithoutAConnectionEveryVerbEndsWithSix) {
  SagactlWorld world;
  const auto file = world.own.write("away.toml", "[postgres]\nhost = \"/nowhere\"\n").string();
  for (std::vector<std::string> arguments : {std::vector<std::string>{"sagas", "list"},
                                             {"sagas", "show", "x"},
                                             {"sagas", "retry", "x", "--reason", "y"},
                                             {"install"}}) {
    arguments.insert(arguments.begin(), {"--json", "--profile-file", file});
    const auto finished = sagactl(arguments);
    EXPECT_EQ(finished.status, ctl::kCannotConnect) << testing::PrintToString(arguments);
    EXPECT_EQ(finished.json()["error"]["kind"], "connection");
    EXPECT_FALSE(finished.err.empty());
  }
}

TEST(SagactlProfile, ListNamesWhatCannotBeRead) {
  SagactlWorld world;
  world.own.write("config/saga-console/profiles/secret.toml", "[postgres]\npassword = \"s3cret\"\n");
  const auto finished = sagactl({"profile", "list", "--json"});
  EXPECT_EQ(finished.status, ctl::kDone);
  EXPECT_EQ(finished.out.find("s3cret"), std::string::npos);
  const json document = finished.json();
  ASSERT_EQ(document["profiles"].size(), 4U);
  for (const auto& profile : document["profiles"]) {
    EXPECT_EQ(profile["error"].is_null(), profile["name"] != "secret") << profile;
  }
}

TEST(SagactlInstall, BringsAnEmptyDatabaseUpToDateOnce) {
  SagactlWorld world;
  const auto conninfo = fresh_database();
  const auto name =
      open_session(conninfo)->read("select current_database()")->one([](const pg::Row& row) { return row.text(0); });
  const auto file = world.own
                        .write("new.toml", "[postgres]\nhost = \"" + test_postgres().socket_directory().string() +
                                               "\"\ndbname = \"" + name.value() + "\"\nuser = \"postgres\"\n")
                        .string();
  const auto install = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--profile-file", file, "--json", "install"});
    return sagactl(arguments);
  };
  EXPECT_EQ(sagactl({"--profile-file", file, "sagas", "list"}).status, ctl::kCannotConnect);
  const auto dry = install({"--dry-run"});
  EXPECT_EQ(dry.status, ctl::kDone) << dry.err;
  EXPECT_EQ(dry.json()["dry_run"], true);
  const auto count = dry.json()["migrations"].size();
  EXPECT_GE(count, 7U);
  EXPECT_EQ(dry.json()["migrations"][0]["schema"], "saga");
  const auto first = install({});
  EXPECT_EQ(first.status, ctl::kDone) << first.err;
  EXPECT_EQ(first.json()["migrations"].size(), count);
  EXPECT_EQ(install({}).json()["migrations"].size(), 0U);
  EXPECT_EQ(sagactl({"--profile-file", file, "sagas", "list"}).status, ctl::kDone);
  const auto domains = install({"--domains"});
  EXPECT_EQ(domains.status, ctl::kDone) << domains.err;
  EXPECT_EQ(domains.json()["schemas"].size(), 5U);
  EXPECT_EQ(install({"--user", "nobody"}).status, ctl::kRefused);
}

}  // namespace
}  // namespace saga::test
