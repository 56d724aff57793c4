// SPDX-License-Identifier: GPL-3.0-or-later
// What every participant gets from the inbox, shown with the balances: duplicates, the barrier between action and
// compensation, injected faults.
#include <fmt/format.h>

#include "tests/payment/participant_fixture.h"

namespace saga::test {
namespace {

using payment::Delivery;
using payment::Fault;
using payment::FaultKind;
using payment::Role;

class InboxTest : public ParticipantTest {
 protected:
  void SetUp() override {
    run("insert into balances.balance values (7, 'KRW', 1000);"
        "insert into balances.balance_entry (user_id, currency, kind, amount) values (7, 'KRW', 'DEPOSIT', 1000)");
  }
  std::int64_t balance() { return number("select amount from balances.balance where user_id = 7"); }
  std::int64_t entries() { return number("select count(*) from balances.balance_entry where kind <> 'DEPOSIT'"); }

  Delivery debit(const std::string& order, std::int64_t amount = 100) {
    return forward("BalanceDeduction", order, 7, amount);
  }
  void inject(const Fault& fault) { config_.faults["BalanceDeduction"] = {fault}; }
};

TEST_F(InboxTest, AReplyCarriesWhatTheRequestWasAbout) {
  const auto handler = participant(Role::Balances);
  const auto request = debit("ORD-1");
  const auto reply = handle_one(*handler, request);
  EXPECT_EQ(reply.topic, "balance.deducted");
  EXPECT_EQ(reply.event.event_type, "BalanceDeducted");
  EXPECT_EQ(reply.event.saga_id, request.event.saga_id);
  EXPECT_EQ(reply.event.correlation_id, request.event.event_id);
  EXPECT_EQ(reply.event.traceparent.substr(3, 32), request.event.traceparent.substr(3, 32));
  EXPECT_NE(reply.event.traceparent, request.event.traceparent);
  EXPECT_EQ(reply.event.payload.at("step"), "BalanceDeduction");
  EXPECT_EQ(reply.event.payload.at("attempt"), 1);
  EXPECT_EQ(reply.event.payload.at("orderId"), "ORD-1");
}

TEST_F(InboxTest, ADuplicateIsAnsweredWithTheFirstReply) {
  const auto handler = participant(Role::Balances);
  const auto request = debit("ORD-1");
  const auto first = handle_one(*handler, request);
  const auto second = handle_one(*handler, again(request));
  const auto elsewhere = handle_one(*participant(Role::Balances), again(request));
  EXPECT_EQ(payment::encode(second.event), payment::encode(first.event));
  EXPECT_EQ(payment::encode(elsewhere.event), payment::encode(first.event));
  EXPECT_EQ(second.topic, first.topic);
  EXPECT_EQ(balance(), 900);
  EXPECT_EQ(entries(), 1);
}

TEST_F(InboxTest, ADuplicateInTheSameBatchIsAnsweredWithTheFirstReply) {
  const auto handler = participant(Role::Balances);
  const auto request = debit("ORD-1");
  const auto replies = handle(*handler, {request, debit("ORD-2"), again(request), again(request)});
  ASSERT_EQ(replies.size(), 4U);
  EXPECT_EQ(replies[2].event.event_id, replies[0].event.event_id);
  EXPECT_EQ(replies[3].event.event_id, replies[0].event.event_id);
  EXPECT_NE(replies[1].event.event_id, replies[0].event.event_id);
  EXPECT_EQ(balance(), 800);
}

TEST_F(InboxTest, ARefusalIsAReplyLikeAnyOther) {
  const auto handler = participant(Role::Balances);
  const auto request = debit("ORD-1", 5000);
  const auto first = handle_one(*handler, request);
  EXPECT_EQ(first.topic, "balance.deduction.failed");
  EXPECT_EQ(first.code(), "BALANCE_INSUFFICIENT");
  EXPECT_FALSE(first.retryable());
  run("update balances.balance set amount = 9000");  // being rich now does not change what was answered
  EXPECT_EQ(handle_one(*handler, again(request)).event.event_id, first.event.event_id);
  EXPECT_EQ(balance(), 9000);
}

TEST_F(InboxTest, ACompensationUndoesItsActionOnce) {
  const auto handler = participant(Role::Balances);
  const auto request = debit("ORD-1");
  static_cast<void>(handle_one(*handler, request));
  const auto first = handle_one(*handler, undo(request));
  EXPECT_EQ(first.topic, "balance.refunded");
  EXPECT_TRUE(first.stood());
  EXPECT_EQ(first.result().at("refunded"), 100);
  EXPECT_EQ(handle_one(*handler, undo(request)).event.event_id, first.event.event_id);
  EXPECT_EQ(balance(), 1000);
  EXPECT_EQ(entries(), 2);
}

TEST_F(InboxTest, AnActionAfterItsCompensationDoesNothing) {
  const auto handler = participant(Role::Balances);
  const auto request = debit("ORD-1");
  const auto undone = handle_one(*handler, undo(request));
  EXPECT_EQ(undone.topic, "balance.refunded");
  EXPECT_FALSE(undone.stood());
  const auto late = handle_one(*handler, request);
  EXPECT_EQ(late.topic, "balance.deduction.failed");
  EXPECT_EQ(late.event.payload.at("error"), "cancelled before it ran");
  EXPECT_FALSE(late.retryable());
  EXPECT_EQ(handle_one(*handler, again(request)).event.event_id, late.event.event_id);
  EXPECT_EQ(balance(), 1000);
  EXPECT_EQ(entries(), 0);
}

TEST_F(InboxTest, ACompensationOfARefusedActionFindsNothing) {
  const auto handler = participant(Role::Balances);
  const auto request = debit("ORD-1", 5000);
  static_cast<void>(handle_one(*handler, request));
  EXPECT_FALSE(handle_one(*handler, undo(request)).stood());
  EXPECT_EQ(balance(), 1000);
}

TEST_F(InboxTest, BothDirectionsInOneBatchKeepTheirOrder) {
  const auto handler = participant(Role::Balances);
  const auto one = debit("ORD-1");
  const auto two = debit("ORD-2");
  const auto replies = handle(*handler, {one, undo(one), undo(two), two});
  ASSERT_EQ(replies.size(), 4U);
  EXPECT_EQ(replies[0].topic, "balance.deducted");
  EXPECT_TRUE(replies[1].stood());
  EXPECT_FALSE(replies[2].stood());
  EXPECT_EQ(replies[3].topic, "balance.deduction.failed");
  EXPECT_EQ(balance(), 1000);
}

TEST_F(InboxTest, ALostReplyIsCommittedAndComesWithTheNextAttempt) {
  inject({.kind = FaultKind::LoseReply, .permille = 1000, .attempts = 1});
  const auto handler = participant(Role::Balances);
  const auto request = debit("ORD-1");
  EXPECT_TRUE(handle(*handler, {request}).empty());
  EXPECT_EQ(balance(), 900);
  EXPECT_EQ(handle_one(*handler, again(request)).topic, "balance.deducted");
  EXPECT_EQ(balance(), 900);
}

TEST_F(InboxTest, ASlowReplyIsHandedOverWithItsDelay) {
  inject({.kind = FaultKind::Slow, .permille = 1000, .delay = std::chrono::milliseconds(700)});
  const std::vector batch{debit("ORD-1")};
  const auto handled = participant(Role::Balances)->handle(batch);
  ASSERT_TRUE(handled);
  ASSERT_EQ(handled->send.size(), 1U);
  EXPECT_EQ(handled->send[0].delay, std::chrono::milliseconds(700));
}

TEST_F(InboxTest, AnInjectedFailureCommitsNothingAndMayPass) {
  inject({.kind = FaultKind::Fail, .permille = 1000, .attempts = 2, .message = "disk on fire"});
  const auto handler = participant(Role::Balances);
  const auto request = debit("ORD-1");
  const auto first = handle_one(*handler, request);
  EXPECT_TRUE(first.retryable());
  EXPECT_EQ(first.event.payload.at("error"), "disk on fire");
  EXPECT_TRUE(handle_one(*handler, again(request)).retryable());
  EXPECT_EQ(balance(), 1000);
  EXPECT_EQ(handle_one(*handler, again(again(request))).topic, "balance.deducted");
}

TEST_F(InboxTest, AnInjectedRefusalIsTheBusinessesAnswer) {
  inject({.kind = FaultKind::Decline, .permille = 1000, .message = "the bank says no"});
  const auto reply = handle_one(*participant(Role::Balances), debit("ORD-1"));
  EXPECT_EQ(reply.code(), "BALANCE_INSUFFICIENT");
  EXPECT_EQ(reply.event.payload.at("error"), "the bank says no");
  EXPECT_FALSE(reply.retryable());
}

TEST_F(InboxTest, ARefusedCompensationCanStillSucceedLater) {
  inject(
      {.kind = FaultKind::RefuseCompensation, .direction = Direction::Compensation, .permille = 1000, .attempts = 1});
  const auto handler = participant(Role::Balances);
  const auto request = debit("ORD-1");
  static_cast<void>(handle_one(*handler, request));
  const auto refused = handle_one(*handler, undo(request));
  EXPECT_EQ(refused.topic, "balance.refund.failed");
  EXPECT_FALSE(refused.retryable());
  EXPECT_EQ(balance(), 900);
  EXPECT_TRUE(handle_one(*handler, again(undo(request))).stood());
  EXPECT_EQ(balance(), 1000);
}

TEST_F(InboxTest, WhatIsNoRequestIsNamed) {
  auto broken = debit("ORD-1");
  broken.event.payload.erase("amount");
  const std::vector batch{debit("ORD-2"), broken};
  const auto handled = participant(Role::Balances)->handle(batch);
  ASSERT_TRUE(handled);
  ASSERT_EQ(handled->unusable.size(), 1U);
  EXPECT_EQ(handled->unusable[0].index, 1U);
  EXPECT_NE(handled->unusable[0].why.find("amount"), std::string::npos);
  EXPECT_EQ(handled->send.size(), 1U);
}

}  // namespace
}  // namespace saga::test
