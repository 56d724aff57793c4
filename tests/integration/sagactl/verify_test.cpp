// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "app/sagactl/exit_status.h"
#include "backend/payment/verification/kinds.h"
#include "tests/integration/sagactl/command_line.h"
#include "tests/support/servers.h"

// sagactl verify: stdout and exit status, against a real PostgreSQL and Redis.
namespace saga::test {
namespace {

using nlohmann::json;

class S15VerificationSagactl : public testing::Test {
 protected:
  S15VerificationSagactl() : endpoint_(fresh_redis()) {
    const std::string redis = "[redis]\nsocket = \"" + endpoint_.unix_path + "\"\n";
    world_.add_profile("both", "kim", redis);
    world_.add_profile("watch", "vera", redis);
    world_.add_profile("partly", "vera", "[postgres.domains]\nbalances = \"nowhere\"\n" + redis);
  }
  static Finished verify(const std::string& profile, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"--profile", profile, "--json", "verify", "--margin", "0s", "--pause", "0s"});
    return sagactl(more);
  }
  // A saga that claims to be completed, and nothing else.
  SagaId hollow() {
    return world_.database.insert({.status = "COMPLETED", .order_id = "ORD-9", .step = "PaymentCreation"});
  }

  SagactlWorld world_;
  redis::Endpoint endpoint_;
};

TEST_F(S15VerificationSagactl, ConsistentBooksEndWithZero) {
  const auto finished = verify("both");
  EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
  const json document = finished.json();
  EXPECT_TRUE(document["consistent"].get<bool>());
  EXPECT_TRUE(document["complete"].get<bool>());
  EXPECT_EQ(document["consistency_percent"], 100.0);
  EXPECT_TRUE(document["findings"].empty());
  EXPECT_TRUE(document["unread"].empty());
  EXPECT_TRUE(document["since"].is_null());
  EXPECT_EQ(world_.database.value("select requested_by from saga.verification_run where run_id = " +
                                  document["run_id"].dump()),
            "kim: sagactl");
}

TEST_F(S15VerificationSagactl, ADiscrepancyIsToldWithWhatItConcernsAndWhatToDo) {
  const SagaId saga = hollow();
  const auto finished = verify("both");
  EXPECT_EQ(finished.status, ctl::kRefused) << finished.err;
  const json document = finished.json();
  EXPECT_FALSE(document["consistent"].get<bool>());
  EXPECT_LT(document["consistency_percent"].get<double>(), 100.0);
  json paid;
  for (const auto& finding : document["findings"]) {
    if (finding["kind"] == "saga.no-payment") paid = finding;
  }
  ASSERT_TRUE(paid.is_object()) << document.dump(2);
  EXPECT_EQ(paid["subject_type"], "saga");
  EXPECT_EQ(paid["subject"], saga);
  EXPECT_EQ(paid["detail"], "order ORD-9: expected a completed payment of 128000 KRW of user 1, found none");
  EXPECT_FALSE(paid["advice"].get<std::string>().empty());
  EXPECT_EQ(world_.database.value("select count(*) from saga.verification_finding where kind = 'saga.no-payment'"),
            "1");
  const auto human = sagactl({"--profile", "both", "verify", "--margin", "0s", "--pause", "0s"});
  EXPECT_EQ(human.status, ctl::kRefused);
  EXPECT_NE(human.out.find("saga.no-payment"), std::string::npos) << human.out;
  EXPECT_NE(human.out.find("% consistent"), std::string::npos) << human.out;
}

TEST_F(S15VerificationSagactl, WhoMayOnlyLookMayVerify) {
  hollow();
  const auto finished = verify("watch", {"--kind", "saga.no-debit", "--kind", "saga.no-stock"});
  EXPECT_EQ(finished.status, ctl::kRefused) << finished.err;
  EXPECT_EQ(finished.json()["findings"].size(), 2U);
  EXPECT_EQ(finished.json()["kinds"].size(), 2U);
  const auto whole = verify("watch");
  EXPECT_EQ(whole.status, ctl::kRefused);
  EXPECT_TRUE(whole.json()["run_id"].is_null());
  EXPECT_TRUE(whole.json()["unread"].empty()) << whole.out;
  EXPECT_NE(whole.err.find("not kept"), std::string::npos) << whole.err;
}

TEST_F(S15VerificationSagactl, WhatCouldNotBeReadIsSaid) {
  const auto finished = verify("partly");
  EXPECT_EQ(finished.status, ctl::kPartly) << finished.err;
  const json document = finished.json();
  EXPECT_FALSE(document["consistent"].get<bool>());
  EXPECT_FALSE(document["complete"].get<bool>());
  ASSERT_EQ(document["unread"].size(), 1U);
  EXPECT_EQ(document["unread"][0]["what"], "balances");
  EXPECT_NE(std::ranges::find(document["unread"][0]["kinds"], "balance.sum"), document["unread"][0]["kinds"].end());
  hollow();
  EXPECT_EQ(verify("partly").status, ctl::kRefused) << "what is known to be wrong weighs more";
  // No Redis in the profile, and no schema of a domain where the sagas are.
  world_.database.run("drop schema payments cascade");
  const auto without = verify("op", {"--kind", "saga.no-payment", "--kind", "stream.saga-missing"});
  EXPECT_EQ(without.status, ctl::kPartly);
  ASSERT_EQ(without.json()["unread"].size(), 2U) << without.out;
  EXPECT_NE(without.json()["unread"][0]["why"].get<std::string>().find("[postgres.domains]"), std::string::npos);
}

TEST_F(S15VerificationSagactl, ChangesAloneAndUsage) {
  hollow();
  const auto changes = verify("both", {"--since", "1h"});
  EXPECT_EQ(changes.status, ctl::kRefused) << changes.err;
  EXPECT_TRUE(changes.json()["since"].is_string());
  EXPECT_EQ(verify("both", {"--since", "soon"}).status, ctl::kUsage);
  EXPECT_EQ(verify("both", {"--since", "1h", "--all"}).status, ctl::kUsage);
  const auto wrong = verify("both", {"--kind", "saga.colour"});
  EXPECT_EQ(wrong.status, ctl::kUsage);
  EXPECT_NE(wrong.err.find("route.both"), std::string::npos) << "it lists the kinds: " << wrong.err;
  EXPECT_EQ(verify("nobody").status, ctl::kRefused) << "no role at all";
  world_.add_profile("gone", "kim", "port = 1\n");
  EXPECT_EQ(verify("gone").status, ctl::kCannotConnect);
}

}  // namespace
}  // namespace saga::test
