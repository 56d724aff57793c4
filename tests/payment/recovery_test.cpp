// SPDX-License-Identifier: GPL-3.0-or-later
// Row S1: the decision log, seen from whoever finds a prepared transaction.
//
// Planted defects, each seen red: in Recovery::settle (backend/payment/legacy/recovery.cpp) roll back whatever the log
// says; leave the age out of the query.
#include "backend/payment/legacy/recovery.h"

#include "backend/payment/event.h"
#include "tests/payment/system_fixture.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class S1_Recovery : public SystemTest {
 protected:
  S1_Recovery() : SystemTest(Layout::OneADomain) { config_.recover_after = 0ms; }

  // A branch in the database of orders, as a process leaves it behind that dies after it was prepared.
  void leave_behind(const std::string& id) {
    auto session = open_session(config_.conninfo_of(Role::Orders));
    auto work = session->begin();
    ASSERT_TRUE(work);
    ASSERT_TRUE(work->execute("insert into orders.vip_user values (1)"));
    const auto prepared = work->prepare(gid_of(id, "orders"));
    ASSERT_TRUE(prepared) << prepared.error().message;
  }
  std::string effects() {
    return value_in("orders",
                    "select (select count(*) from orders.vip_user), (select count(*) from pg_prepared_xacts "
                    "where database = current_database())");
  }
  std::string decisions() { return value("select decision, decided_by from saga.transaction_decision"); }

  std::string id_ = new_uuid_v7(SystemClock().now());
};

TEST_F(S1_Recovery, WhatWasNotDecidedIsAbortedAndStaysSo) {
  leave_behind(id_);
  EXPECT_EQ(effects(), "0|1");
  EXPECT_EQ(Recovery(config_).run(), 1);
  EXPECT_EQ(effects(), "0|0");
  EXPECT_EQ(decisions(), "ABORT|recovery of sagad-1");
  // The process that had prepared it was only paused: it finds the decision and obeys.
  EXPECT_EQ(decide(*admin_, id_, Decision::Commit, "sagad-2"), Decision::Abort);
  leave_behind(id_);
  EXPECT_EQ(Recovery(config_).run(), 1);
  EXPECT_EQ(effects(), "0|0") << "a branch that was prepared after the decision";
}

TEST_F(S1_Recovery, WhatWasDecidedIsCommitted) {
  leave_behind(id_);
  EXPECT_EQ(decide(*admin_, id_, Decision::Commit, "sagad-2"), Decision::Commit);
  EXPECT_EQ(Recovery(config_).run(), 1);
  EXPECT_EQ(effects(), "1|0");
  EXPECT_EQ(decisions(), "COMMIT|sagad-2");
  EXPECT_EQ(Recovery(config_).run(), 0) << "nothing is left to do";
}

TEST_F(S1_Recovery, TheTransactionsOfLivingProcessesAndOfStrangersAreLeftAlone) {
  config_.recover_after = 10s;
  leave_behind(id_);
  EXPECT_EQ(Recovery(config_).run(), 0);
  EXPECT_EQ(effects(), "0|1");
  EXPECT_EQ(decisions(), "");
  config_.recover_after = 0ms;
  EXPECT_EQ(Recovery(config_).run(), 1);

  auto session = open_session(config_.conninfo_of(Role::Orders));
  for (const char* gid : {"somebody-elses", "saga-legacy:looks-like-ours"}) {
    auto work = session->begin();
    ASSERT_TRUE(work);
    ASSERT_TRUE(work->execute("select 1"));
    ASSERT_TRUE(work->prepare(gid));
  }
  EXPECT_EQ(Recovery(config_).run(), 0);
  EXPECT_EQ(effects(), "0|2");
  for (const char* gid : {"somebody-elses", "saga-legacy:looks-like-ours"}) {
    EXPECT_TRUE(finish_branch(*session, gid, Decision::Abort));
  }
}

TEST_F(S1_Recovery, TwoOfThemDoNotDisturbEachOther) {
  leave_behind(id_);
  auto session = open_session(config_.conninfo_of(Role::Orders));
  EXPECT_TRUE(finish_branch(*session, gid_of(id_, "orders"), Decision::Abort));
  EXPECT_TRUE(finish_branch(*session, gid_of(id_, "orders"), Decision::Abort))
      << "it is gone, which is what was wanted";
}

}  // namespace
}  // namespace saga::test
