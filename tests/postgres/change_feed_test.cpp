// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/postgres/change_feed.h"

#include <algorithm>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "backend/private_servers/private_postgres.h"
#include "tests/postgres/saga_database.h"
#include "tests/support/servers.h"

namespace saga {
namespace {

SagaId id_of(int number) {
  const std::string digits = std::to_string(number);
  return "00000000-0000-7000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

class ChangeFeedTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(feed.poll()); }

  std::vector<SagaId> poll() {
    auto batch = feed.poll();
    EXPECT_TRUE(batch) << batch.error().message;
    if (!batch) return {};
    EXPECT_FALSE(batch->gap);
    std::ranges::sort(batch->changed);
    return batch->changed;
  }

  test::SagaDatabase database;
  pg::PgChangeFeed feed{database.session("vera", true)};
};

using Ids = std::vector<SagaId>;

TEST_F(ChangeFeedTest, TheFirstPollOnlySetsTheStart) {
  database.change(id_of(1));
  pg::PgChangeFeed fresh(database.session("vera", true));
  const auto start = fresh.poll();
  ASSERT_TRUE(start);
  EXPECT_TRUE(start->changed.empty());
  EXPECT_FALSE(start->gap);
  EXPECT_TRUE(fresh.poll()->changed.empty());
}

TEST_F(ChangeFeedTest, ASagaComesOnceHoweverOftenItChanged) {
  database.change(id_of(1));
  database.change(id_of(2));
  database.change(id_of(1));
  const auto batch = feed.poll();
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->changed.size(), 2U);
  EXPECT_GT(batch->newest, TimePoint{});
  EXPECT_GE(batch->server_now, batch->newest);
  EXPECT_TRUE(poll().empty());
}

TEST_F(ChangeFeedTest, AnOpenTransactionHoldsNothingBackAndIsNotLostWhenItCommits) {
  auto slow_session = database.session();
  auto slow = slow_session->begin();
  ASSERT_TRUE(slow);
  ASSERT_TRUE(slow->execute("insert into saga.saga_change (saga_id, kind) values ($1, 'STEP')", {id_of(1)}));
  database.change(id_of(2));
  EXPECT_EQ(poll(), Ids{id_of(2)});
  database.change(id_of(3));
  EXPECT_EQ(poll(), Ids{id_of(3)});
  ASSERT_TRUE(slow->commit());
  EXPECT_EQ(poll(), Ids{id_of(1)});
  EXPECT_TRUE(poll().empty());
}

TEST_F(ChangeFeedTest, ARolledBackChangeNeverComes) {
  {
    auto session = database.session();
    auto transaction = session->begin();
    ASSERT_TRUE(transaction->execute("insert into saga.saga_change (saga_id, kind) values ($1, 'STEP')", {id_of(1)}));
    EXPECT_TRUE(poll().empty());
  }
  database.change(id_of(2));
  EXPECT_EQ(poll(), Ids{id_of(2)});
}

TEST_F(ChangeFeedTest, ChangesOfASavepointComeWithTheirTransaction) {
  auto session = database.session();
  auto transaction = session->begin();
  ASSERT_TRUE(transaction->savepoint("one"));
  ASSERT_TRUE(transaction->execute("insert into saga.saga_change (saga_id, kind) values ($1, 'STEP')", {id_of(1)}));
  EXPECT_TRUE(poll().empty());
  ASSERT_TRUE(transaction->commit());
  EXPECT_EQ(poll(), Ids{id_of(1)});
}

// Commits in another order than the transaction ids, at random, with a poll now and then.
TEST_F(ChangeFeedTest, InterleavedCommitsComeEachExactlyOnce) {
  constexpr int kSessions = 5;
  std::mt19937 random(20261120);
  std::vector<std::shared_ptr<pg::Session>> sessions;
  std::vector<std::optional<pg::Transaction>> open(kSessions);
  std::vector<SagaId> written(kSessions);
  for (int i = 0; i < kSessions; ++i) sessions.push_back(database.session());
  std::map<SagaId, int> expected;
  std::map<SagaId, int> seen;
  const auto take = [&] {
    for (const SagaId& id : poll()) ++seen[id];
  };
  for (int number = 0; number < 300; ++number) {
    const auto at = random() % kSessions;
    if (open[at]) {
      ASSERT_TRUE(open[at]->commit());
      open[at].reset();
      expected[written[at]] = 1;
    } else {
      auto begun = sessions[at]->begin();
      ASSERT_TRUE(begun);
      open[at].emplace(std::move(*begun));
      written[at] = id_of(number);
      ASSERT_TRUE(open[at]->execute("insert into saga.saga_change (saga_id, kind) values ($1, 'STEP')", {written[at]}));
    }
    if (random() % 3 == 0) take();
  }
  open.clear();  // rolls the rest back
  take();
  EXPECT_EQ(seen, expected);
}

TEST_F(ChangeFeedTest, BehindTheTrimHorizonThereIsAGap) {
  database.change(id_of(1));
  database.change(id_of(2));
  // The reader slept; meanwhile its changes were trimmed.
  database.run("select saga.trim_changes(interval '-1 second')");
  const auto behind = feed.poll();
  ASSERT_TRUE(behind) << behind.error().message;
  EXPECT_TRUE(behind->gap);
  database.change(id_of(3));
  EXPECT_EQ(poll(), Ids{id_of(3)});  // and goes on from there
}

TEST_F(ChangeFeedTest, TrimmingWhatWasReadIsNoGap) {
  database.change(id_of(1));
  EXPECT_EQ(poll(), Ids{id_of(1)});
  EXPECT_TRUE(poll().empty());
  database.run("select saga.trim_changes(interval '-1 second')");
  EXPECT_TRUE(poll().empty());
}

TEST_F(ChangeFeedTest, AFloodIsAGapRatherThanAMillionIds) {
  database.run(
      "insert into saga.saga_change (saga_id, kind) select gen_random_uuid(), 'STEP' "
      "from generate_series(1, 10001)");
  const auto flood = feed.poll();
  ASSERT_TRUE(flood);
  EXPECT_TRUE(flood->gap);
  EXPECT_TRUE(flood->changed.empty());
  EXPECT_TRUE(poll().empty());
}

// Needs a setting that takes a restart.
TEST(ChangeFeedPrepared, APreparedTransactionHoldsNothingBackAndComesWhenItIsCommitted) {
  auto& postgres = test::test_postgres();
  const auto admin = test::open_session(postgres.conninfo());
  ASSERT_TRUE(admin->execute("alter system set max_prepared_transactions = 5"));
  ASSERT_TRUE(postgres.restart());
  test::SagaDatabase database;
  pg::PgChangeFeed feed(database.session("vera", true));
  ASSERT_TRUE(feed.poll());
  database.run("begin; insert into saga.saga_change (saga_id, kind) values ('" + id_of(1) +
               "', 'STEP'); prepare transaction 'slow'");
  database.change(id_of(2));
  EXPECT_EQ(feed.poll()->changed, Ids{id_of(2)});
  database.change(id_of(3));
  EXPECT_EQ(feed.poll()->changed, Ids{id_of(3)});
  database.run("commit prepared 'slow'");
  EXPECT_EQ(feed.poll()->changed, Ids{id_of(1)});
  EXPECT_TRUE(feed.poll()->changed.empty());
}

}  // namespace
}  // namespace saga
