// SPDX-License-Identifier: GPL-3.0-or-later
// Batches on a real server: halving, hot rows, and other transactions in the way.
#include <set>
#include <thread>

#include <fmt/format.h>

#include "tests/payment/participant_fixture.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

using payment::Delivery;
using payment::Role;

class BatchTest : public ParticipantTest {
 protected:
  void SetUp() override {
    run("insert into balances.balance select u, 'KRW', 1000 from generate_series(1, 100) u;"
        "insert into balances.balance_entry (user_id, currency, kind, amount)"
        " select u, 'KRW', 'DEPOSIT', 1000 from generate_series(1, 100) u");
  }

  std::vector<Delivery> debits(int count, std::int64_t amount = 100) {
    std::vector<Delivery> batch;
    for (int i = 1; i <= count; ++i) batch.push_back(forward("BalanceDeduction", fmt::format("ORD-{}", i), i, amount));
    return batch;
  }
};

TEST_F(BatchTest, SixtyFourMessagesAreOneTransaction) {
  const auto handler = participant(Role::Balances);
  const auto replies = handle(*handler, debits(64));
  ASSERT_EQ(replies.size(), 64U);
  for (const auto& reply : replies) EXPECT_EQ(reply.topic, "balance.deducted");
  EXPECT_EQ(number("select count(distinct xmin::text) from balances.inbox"), 1);
  EXPECT_EQ(number("select sum(amount) from balances.balance"), 100 * 1000 - 64 * 100);
}

TEST_F(BatchTest, OnePoisonedMessageCostsTheOthersNothingButTime) {
  auto batch = debits(64);
  batch[17].event.saga_id = "no uuid at all";
  // The unique index refuses a second debit of this order; the third is stopped by a check.
  run("insert into balances.balance_entry (user_id, currency, order_id, kind, amount)"
      " values (40, 'KRW', 'ORD-40', 'DEBIT', 0);"
      "alter table balances.balance_entry add check (order_id <> 'ORD-50')");
  const auto replies = handle(*participant(Role::Balances), batch);
  ASSERT_EQ(replies.size(), 64U);
  for (std::size_t i = 0; i < replies.size(); ++i) {
    const bool poisoned = i == 17 || i == 39 || i == 49;
    EXPECT_EQ(replies[i].topic, poisoned ? "balance.deduction.failed" : "balance.deducted") << i;
    EXPECT_EQ(replies[i].retryable(), poisoned) << i;
  }
  EXPECT_EQ(replies[17].code(), "22P02");
  EXPECT_EQ(replies[39].code(), "23505");
  EXPECT_EQ(replies[49].code(), "23514");
  EXPECT_EQ(number("select count(*) from balances.balance_entry where kind = 'DEBIT' and amount = -100"), 61);
  EXPECT_EQ(number("select count(*) from balances.inbox"), 61) << "a failure that may pass is not kept";
}

TEST_F(BatchTest, AHotUserIsNeverOverdrawn) {
  std::vector<Delivery> batch;
  for (int i = 0; i < 64; ++i) batch.push_back(forward("BalanceDeduction", fmt::format("ORD-{}", i), 5, 30));
  const auto replies = handle(*participant(Role::Balances), batch);
  std::set<int> left;
  for (const auto& reply : replies) {
    if (reply.topic == "balance.deducted") {
      const int after = reply.result().at("balanceAfter").get<int>();
      EXPECT_EQ(reply.result().at("balanceBefore").get<int>(), after + 30);
      EXPECT_TRUE(left.insert(after).second) << "two debits left the same balance";
    } else {
      EXPECT_EQ(reply.code(), "BALANCE_INSUFFICIENT");
    }
  }
  EXPECT_EQ(left.size(), 33U);
  EXPECT_EQ(number("select amount from balances.balance where user_id = 5"), 10);
  EXPECT_EQ(number("select sum(amount) from balances.balance_entry where user_id = 5"), 10);
}

TEST_F(BatchTest, ASerializationConflictIsTriedAgain) {
  auto other_session = open_session(conninfo_);
  auto other = other_session->begin(pg::Isolation::Serializable);
  ASSERT_TRUE(other);
  ASSERT_TRUE(other->execute("update balances.balance set amount = amount - 1 where user_id = 3"));
  // The participant's snapshot is taken while this is open, so what it locks afterwards is newer than it sees.
  std::thread finish([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    EXPECT_TRUE(other->commit());
  });
  const auto replies = handle(*participant(Role::Balances), debits(8));
  finish.join();
  ASSERT_EQ(replies.size(), 8U);
  for (const auto& reply : replies) EXPECT_EQ(reply.topic, "balance.deducted");
  EXPECT_EQ(number("select amount from balances.balance where user_id = 3"), 899);
  EXPECT_GT(number("select count(distinct xmin::text) from balances.inbox"), 1) << "the batch met no conflict";
}

TEST_F(BatchTest, ALockHeldTooLongFailsOnlyWhoNeedsIt) {
  auto other_session = open_session(conninfo_);
  auto other = other_session->begin();
  ASSERT_TRUE(other);
  ASSERT_TRUE(other->execute("update balances.balance set amount = amount where user_id = 2"));
  const auto replies = handle(*participant(Role::Balances), debits(2));
  other->rollback();
  ASSERT_EQ(replies.size(), 2U);
  EXPECT_EQ(replies[0].topic, "balance.deducted");
  EXPECT_TRUE(replies[1].retryable());
  EXPECT_TRUE(replies[1].code() == "57014" || replies[1].code() == "55P03") << replies[1].code();
}

TEST_F(BatchTest, TwoConsumersOfTheSameRequestsDebitOnce) {
  const auto batch = debits(64);
  std::vector<SentReply> first, second;
  std::thread one([&] { first = handle(*participant(Role::Balances), batch); });
  std::thread two([&] { second = handle(*participant(Role::Balances), batch); });
  one.join();
  two.join();
  ASSERT_EQ(first.size(), 64U);
  ASSERT_EQ(second.size(), 64U);
  EXPECT_EQ(number("select count(*) from balances.balance_entry where kind = 'DEBIT'"), 64);
  for (std::size_t i = 0; i < 64; ++i) {
    // Whoever lost every race reports a failure that may be retried; nobody makes up a second reply.
    if (first[i].retryable() || second[i].retryable()) continue;
    EXPECT_EQ(first[i].event.event_id, second[i].event.event_id);
  }
}

TEST_F(BatchTest, ALostConnectionIsAnErrorAndTheNextBatchWorks) {
  const auto handler = participant(Role::Balances);
  const auto batch = debits(3);
  ASSERT_EQ(handle(*handler, batch).size(), 3U);
  run("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'payment-sagad%'");
  Result<payment::Handled> handled;
  for (int tried = 0; tried < 3 && (tried == 0 || !handled); ++tried) {
    handled = handler->handle(batch);
    if (!handled) {
      EXPECT_EQ(handled.error().kind, ErrorKind::Connection);
    }
  }
  ASSERT_TRUE(handled);
  EXPECT_EQ(handled->send.size(), 3U);
  EXPECT_EQ(number("select count(*) from balances.balance_entry where kind = 'DEBIT'"), 3);
}

}  // namespace
}  // namespace saga::test
