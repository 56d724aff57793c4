// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/demo_profile.h"

#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "backend/attach/anchor_file.h"
#include "backend/attach/connect.h"
#include "backend/attach/places.h"
#include "backend/attach/routing.h"
#include "tests/attach/own_directories.h"

namespace saga::attach {
namespace {

Profile profile_of(std::string user) {
  Profile profile{.name = "whatever"};
  profile.postgres.user = std::move(user);
  return profile;
}

DemoProfile enter() {
  auto entered = DemoProfile::enter("demo", profile_of("kim"), profile_of("vera"));
  EXPECT_TRUE(entered) << entered.error().message;
  return std::move(*entered);
}

TEST(DemoProfile, IsFoundByNameWhileItLives) {
  const test::OwnDirectories own;
  {
    const auto demo = enter();
    EXPECT_EQ(demo.name(), "demo");
    EXPECT_EQ(load_profile("demo")->postgres.user, "kim");
    EXPECT_EQ(load_profile("demo")->name, "demo");
    EXPECT_EQ(load_profile("demo-viewer")->postgres.user, "vera");
    EXPECT_EQ(list_profiles().size(), 2U);
    EXPECT_TRUE(list_profiles()[0].demo);
  }
  EXPECT_FALSE(load_profile("demo"));
  EXPECT_FALSE(load_profile("demo-viewer"));
}

// Seen red: the journal of the second demo on a machine was said to be broken, as its rows were not those of the first.
TEST(DemoProfile, WhatWasKeptOfAnEarlierSystemOfThatNameIsForgotten) {
  const test::OwnDirectories own;
  const Profile demo{.name = "demo"};
  const Profile other{.name = "payments-kr"};
  for (const Profile& profile : {demo, other}) {
    ASSERT_TRUE(AnchorFile(anchor_file_of(profile)).append({{7, "abc"}}));
    ASSERT_TRUE(pending_rollbacks_of(profile).keep({.reason = "payments fail"}));
  }
  const auto entered = enter();
  EXPECT_TRUE(read_anchors(anchor_file_of(demo))->anchors.empty());
  EXPECT_TRUE(pending_rollbacks_of(demo).kept()->empty());
  EXPECT_EQ(read_anchors(anchor_file_of(other))->anchors.size(), 1U);
  EXPECT_EQ(pending_rollbacks_of(other).kept()->size(), 1U);
}

TEST(DemoProfile, TheSecondBesideItIsDemo2) {
  const test::OwnDirectories own;
  auto first = std::optional(enter());
  const auto second = enter();
  EXPECT_EQ(second.name(), "demo-2");
  EXPECT_TRUE(load_profile("demo-2-viewer"));
  EXPECT_EQ(enter().name(), "demo-3");
  first.reset();
  EXPECT_TRUE(load_profile("demo-2"));
  EXPECT_EQ(enter().name(), "demo");
}

TEST(DemoProfile, OfAProcessThatDiedIsIgnoredAndRemoved) {
  const test::OwnDirectories own;
  const pid_t child = fork();
  if (child == 0) {
    const auto demo = DemoProfile::enter("demo", profile_of("kim"), profile_of("vera"));
    _exit(demo ? 0 : 1);  // as after SIGKILL: no destructor runs
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_EQ(status, 0);
  ASSERT_TRUE(std::filesystem::exists(runtime_directory() / "demo.toml"));
  EXPECT_FALSE(load_profile("demo"));
  EXPECT_FALSE(std::filesystem::exists(runtime_directory() / "demo.toml"));
  EXPECT_EQ(enter().name(), "demo");
}

TEST(DemoProfile, AProcessIdThatIsUsedAgainByAnotherProgramIsStaleToo) {
  const test::OwnDirectories own;
  std::filesystem::create_directories(runtime_directory());
  own.write("run/saga-console/demo.toml", "[postgres]\n[demo]\npid = " + std::to_string(getpid()) + "\nstarted = 1\n");
  EXPECT_FALSE(load_profile("demo"));
}

TEST(DemoProfile, BeatsAProfileOfTheUserWithItsName) {
  const test::OwnDirectories own;
  own.write("config/saga-console/profiles/demo.toml", "[postgres]\nuser = \"mine\"\n");
  EXPECT_EQ(load_profile("demo")->postgres.user, "mine");
  const auto demo = enter();
  EXPECT_EQ(load_profile("demo")->postgres.user, "kim");
}

TEST(DemoProfile, ADirectoryThatOthersCanWriteIsNotTrusted) {
  const test::OwnDirectories own;
  std::filesystem::create_directories(runtime_directory());
  std::filesystem::permissions(runtime_directory(), std::filesystem::perms::all);
  own.write("run/saga-console/demo.toml", "[postgres]\n");
  EXPECT_FALSE(load_profile("demo"));
  EXPECT_EQ(DemoProfile::enter("demo", {}, {}).error().kind, ErrorKind::Permission);
}

TEST(Places, WithoutARuntimeDirectoryThereIsOneOfTheUsersOwnBelowTmp) {
  const test::OwnDirectories own;
  unsetenv("XDG_RUNTIME_DIR");
  EXPECT_EQ(runtime_directory(), std::filesystem::temp_directory_path() / ("saga-console-" + std::to_string(getuid())));
  setenv("XDG_CONFIG_HOME", "relative/is/ignored", 1);
  EXPECT_EQ(profile_directory(), own.root / ".config/saga-console/profiles");
}

}  // namespace
}  // namespace saga::attach
