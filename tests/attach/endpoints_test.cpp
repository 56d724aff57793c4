// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/attach/endpoints.h"

#include <gtest/gtest.h>

#include "tests/attach/own_directories.h"

namespace saga::attach {
namespace {

TEST(Endpoints, ThisMachineIsLoopbackOrASocket) {
  for (const char* host : {"", "/run/postgresql", "@abstract", "localhost", "127.0.0.1", "127.8.9.1", "::1"}) {
    EXPECT_TRUE(on_this_machine(host)) << host;
  }
  for (const char* host : {"db", "10.0.0.1", "127.0.0.1.example.org", "localhost.example.org", "::2", "128.0.0.1"}) {
    EXPECT_FALSE(on_this_machine(host)) << host;
  }
}

TEST(Endpoints, BeyondThisMachineTheServerIsVerified) {
  EXPECT_NE(conninfo_of({.host = "db.example.org"})->find("sslmode='verify-full'"), std::string::npos);
  EXPECT_EQ(conninfo_of({.host = "/run/postgresql"})->find("sslmode"), std::string::npos);
  // One host of several that is elsewhere is enough.
  EXPECT_NE(conninfo_of({.host = "localhost,db.example.org"})->find("sslmode='verify-full'"), std::string::npos);
  EXPECT_FALSE(conninfo_of({.host = "localhost,db.example.org", .sslmode = "prefer"}));
  EXPECT_TRUE(conninfo_of({.host = "localhost", .sslmode = "disable"}));
}

TEST(Endpoints, NoValueCanBecomeAnotherKey) {
  const auto conninfo = conninfo_of({.host = "/tmp/x' sslmode='disable", .user = R"(kim\)"});
  ASSERT_TRUE(conninfo);
  EXPECT_NE(conninfo->find(R"(host='/tmp/x\' sslmode=\'disable')"), std::string::npos) << *conninfo;
  EXPECT_NE(conninfo->find(R"(user='kim\\')"), std::string::npos) << *conninfo;
}

TEST(Endpoints, AFileWithASecretMustBeClosedToOthers) {
  const test::OwnDirectories own;
  const auto closed = own.write("closed", "s3cret\nsecond line");
  const auto open = own.write("open", "s3cret", true);
  EXPECT_TRUE(conninfo_of({.passfile = closed.string()}));
  EXPECT_EQ(conninfo_of({.passfile = open.string()}).error().kind, ErrorKind::Permission);
  EXPECT_NE(conninfo_of({.passfile = open.string()}).error().advice.find("chmod 600"), std::string::npos);
  EXPECT_EQ(conninfo_of({.passfile = "~/nowhere"}).error().kind, ErrorKind::Permission);

  const auto endpoint = endpoint_of({.user = "console", .password_file = "~/closed"});
  ASSERT_TRUE(endpoint) << endpoint.error().message;
  EXPECT_EQ(endpoint->password, "s3cret");
  EXPECT_FALSE(endpoint_of({.password_file = open.string()}));
}

TEST(Endpoints, WithAPasswordTheChannelIsBoundBeyondThisMachine) {
  const test::OwnDirectories own;
  const auto file = own.write("pgpass", "x").string();
  EXPECT_NE(conninfo_of({.host = "db.example.org", .passfile = file})->find("channel_binding='require'"),
            std::string::npos);
  EXPECT_EQ(conninfo_of({.host = "localhost", .passfile = file})->find("channel_binding"), std::string::npos);
}

}  // namespace
}  // namespace saga::attach
