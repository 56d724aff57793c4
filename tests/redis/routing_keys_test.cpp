// SPDX-License-Identifier: GPL-3.0-or-later
// The second path of the rollback with the rights that the contract gives an operator: reading, and SET of one key.
#include "backend/redis/routing_keys.h"

#include <gtest/gtest.h>

#include "tests/support/servers.h"

namespace saga::redis {
namespace {

class OperatorsRedis : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(expect_ok(admin->call({"ACL", "SETUSER", "kim", "reset", "on", ">right", "%R~*", "+@read",
                                       "+@connection", "(~payment.emergency.rollback +set)"})));
    Endpoint as_kim = endpoint;
    as_kim.user = "kim";
    as_kim.password = "right";
    kim = test::open_client(as_kim);
  }
  // Every key that there is; none: "".
  std::string keys() {
    std::string all;
    const auto reply = admin->call({"KEYS", "*"});
    for (const Reply& key : *reply->array()) all += *key.text() + ";";
    return all;
  }
  std::int64_t seconds_left() { return expect_integer(admin->call({"TTL", kRollbackKey})).value_or(-9); }

  Endpoint endpoint = test::fresh_redis();
  std::unique_ptr<Client> admin = test::open_client(endpoint);
  std::unique_ptr<Client> kim;
};

// Seen red with a key of the drill's own: "NOPERM this user has no permissions to access one of the keys".
TEST_F(OperatorsRedis, RehearseWithTheRightToEngageAndSwitchNothing) {
  const auto rehearsed = rehearse_rollback(*kim);
  ASSERT_TRUE(rehearsed) << rehearsed.error().message;
  EXPECT_EQ(read_rollback(*kim), false);
  const std::string left = keys();
  EXPECT_TRUE(left.empty() || left == "payment.emergency.rollback;") << left;
  EXPECT_LE(seconds_left(), 1) << "it goes by itself";
  EXPECT_TRUE(write_rollback(*kim, true)) << "the rehearsal was of this";
}

TEST_F(OperatorsRedis, ARehearsalLeavesAloneWhatIsThere) {
  for (const bool engaged : {true, false}) {
    ASSERT_TRUE(write_rollback(*admin, engaged));
    const auto rehearsed = rehearse_rollback(*kim);
    ASSERT_TRUE(rehearsed) << rehearsed.error().message;
    EXPECT_EQ(read_rollback(*admin), engaged);
    EXPECT_EQ(seconds_left(), -1) << "and it stays";
  }
}

TEST_F(OperatorsRedis, AnEngagementInTheMiddleOfARehearsalStays) {
  ASSERT_TRUE(rehearse_rollback(*kim));
  ASSERT_TRUE(write_rollback(*kim, true));
  EXPECT_EQ(seconds_left(), -1) << "not for the second of the rehearsal";
}

}  // namespace
}  // namespace saga::redis
