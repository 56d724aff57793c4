// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/profile.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "backend/attach/places.h"
#include "tests/attach/own_directories.h"

namespace saga::attach {
namespace {

Error error_of(std::string_view toml) {
  const auto profile = parse_profile(toml, "x", "x.toml");
  EXPECT_FALSE(profile) << toml;
  return profile ? Error{} : profile.error();
}

TEST(Profile, ReadsWhatItSays) {
  const auto profile = parse_profile(R"(
    name = "payments"
    environment = "production"
    [postgres]
    host = "db1.example.org,db2.example.org"
    port = 5433
    dbname = "payments"
    user = "kim"
    target_session_attrs = "read-write"
    [postgres.domains]
    orders = "orders"
    payments = { host = "db3.example.org", dbname = "pay", user = "reader" }
    [redis]
    socket = "/run/redis.sock"
    user = "console"
    database = 2)",
                                     "file", "file.toml");
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(profile->name, "payments");
  EXPECT_EQ(profile->environment, Environment::Production);
  EXPECT_EQ(profile->postgres.host, "db1.example.org,db2.example.org");
  EXPECT_EQ(profile->postgres.port, 5433);
  ASSERT_EQ(profile->domains.size(), 2U);
  // What a domain does not say is as it is for the sagas.
  EXPECT_EQ(profile->domains.at("orders").dbname, "orders");
  EXPECT_EQ(profile->domains.at("orders").port, 5433);
  EXPECT_EQ(profile->domains.at("orders").user, "kim");
  EXPECT_EQ(profile->domains.at("payments").host, "db3.example.org");
  EXPECT_EQ(profile->domains.at("payments").port, 5433);
  EXPECT_EQ(profile->domains.at("payments").user, "reader");
  ASSERT_TRUE(profile->redis);
  EXPECT_EQ(profile->redis->socket, "/run/redis.sock");
  EXPECT_EQ(profile->redis->database, 2);
}

TEST(Profile, IsCalledLikeItsFileAndLocalUnlessItSaysOtherwise) {
  const auto profile = parse_profile("[postgres]\n", "mine", "mine.toml");
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(profile->name, "mine");
  EXPECT_EQ(profile->environment, Environment::Local);
  EXPECT_FALSE(profile->redis);
}

TEST(Profile, WritesWhatItReads) {
  Profile profile{.name = "demo-2", .environment = Environment::Staging};
  profile.postgres = {.host = "/tmp/it's \"quoted\"", .port = 5433, .dbname = "d", .user = "kim.sujin"};
  profile.redis = RedisPart{.socket = "/tmp/r", .user = "u"};
  profile.domains["balances"] = {.host = "/tmp/b", .port = 5434, .dbname = "b", .user = "kim"};
  const auto again = parse_profile(to_toml(profile), "x", "x");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, profile);
}

TEST(Profile, APasswordIsAnErrorThatSaysWhatToDo) {
  for (const char* toml : {"[postgres]\npassword = \"s3cret\"", "[postgres]\n[redis]\npassword = \"s3cret\""}) {
    const Error error = error_of(toml);
    EXPECT_EQ(error.kind, ErrorKind::Invalid);
    EXPECT_NE(error.message.find("holds no password"), std::string::npos) << error.message;
    EXPECT_NE(error.advice.find("0600"), std::string::npos);
    EXPECT_EQ((error.message + error.advice).find("s3cret"), std::string::npos);
  }
}

TEST(Profile, WhatIsNotKnownOrOfAWrongTypeIsNamed) {
  EXPECT_NE(error_of("[postgres]\nsslmod = \"disable\"").message.find("sslmod"), std::string::npos);
  EXPECT_NE(error_of("[postgres]\nport = \"5432\"").message.find("port"), std::string::npos);
  EXPECT_NE(error_of("[postgres]\nport = 70000").message.find("port"), std::string::npos);
  EXPECT_NE(error_of("environment = \"prod\"\n[postgres]").message.find("environment"), std::string::npos);
  EXPECT_NE(error_of("[postgres.domains]\nshipping = \"x\"").message.find("shipping"), std::string::npos);
  EXPECT_NE(error_of("[postgres.domains]\norders = 7").message.find("orders"), std::string::npos);
  EXPECT_NE(error_of("[postgres.domains.orders]\ncolour = \"red\"").message.find("colour"), std::string::npos);
  EXPECT_NE(error_of("name = \"../x\"\n[postgres]").message.find("name"), std::string::npos);
  EXPECT_NE(error_of("colour = \"red\"\n[postgres]").message.find("colour"), std::string::npos);
  EXPECT_NE(error_of("postgres = 1").message.find("postgres"), std::string::npos);
  EXPECT_NE(error_of("").message.find("[postgres]"), std::string::npos);
  EXPECT_NE(error_of("[postgres\n").message.find("line 1"), std::string::npos);
}

TEST(Profile, BeyondThisMachineItMustBeVerified) {
  EXPECT_NE(error_of("[postgres]\nhost = \"db.example.org\"\nsslmode = \"require\"").message.find("verify-full"),
            std::string::npos);
  EXPECT_NE(error_of("[postgres.domains.orders]\nhost = \"db.example.org\"\nsslmode = \"require\"")
                .message.find("verify-full"),
            std::string::npos);
  EXPECT_NE(error_of("[postgres]\n[redis]\nhost = \"redis.example.org\"").message.find("TLS"), std::string::npos);
}

TEST(Profiles, AreFoundByNameInTheUsersDirectory) {
  const test::OwnDirectories own;
  own.write("config/saga-console/profiles/payments.toml", "environment = \"staging\"\n[postgres]\n");
  own.write("config/saga-console/profiles/broken.toml", "[postgres]\nport = 0\n");
  own.write("config/saga-console/profiles/notes.txt", "not a profile");
  const auto profile = load_profile("payments");
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(profile->environment, Environment::Staging);
  const auto listed = list_profiles();
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0].name, "broken");
  EXPECT_FALSE(listed[0].profile);
  EXPECT_EQ(listed[1].name, "payments");
  EXPECT_TRUE(listed[1].profile);
}

TEST(Profiles, ANameIsNeverAPath) {
  const test::OwnDirectories own;
  own.write("config/saga-console/secret.toml", "[postgres]\n");
  for (const char* name : {"../secret", "/etc/passwd", "", ".", "-x", "a b"}) EXPECT_FALSE(load_profile(name)) << name;
  EXPECT_NE(load_profile("demo").error().advice.find("--demo"), std::string::npos);
}

TEST(Profiles, TheExampleCanBeRead) {
  const char* source = std::getenv("SAGA_SOURCE");
  ASSERT_NE(source, nullptr);
  const auto profile = read_profile(std::filesystem::path(source) / "resources/attach/example.toml");
  ASSERT_TRUE(profile) << profile.error().message;
  EXPECT_EQ(profile->environment, Environment::Production);
  EXPECT_TRUE(profile->redis);
}

}  // namespace
}  // namespace saga::attach
