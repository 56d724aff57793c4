// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "backend/payment/event.h"
#include "backend/payment/runtime/faults.h"
#include "backend/payment/runtime/parking.h"
#include "backend/payment/runtime/trimming.h"

namespace saga::test {
namespace {

using namespace saga::payment;

TEST(RuntimeFaults, TheSameSagaAlwaysShowsTheSameFault) {
  const FaultTable table{{"StockConfirmation",
                          {Fault{.kind = FaultKind::LoseReply, .permille = 300},
                           Fault{.kind = FaultKind::Fail, .permille = 300, .message = "reset"}}}};
  int hit = 0;
  int both = 0;
  constexpr int kSagas = 4000;
  for (int i = 0; i < kSagas; ++i) {
    const std::string id = new_uuid_v7(WallTime{std::chrono::microseconds(i)});
    const auto faults = faults_for(table, "StockConfirmation", Direction::Forward, id, 1);
    EXPECT_EQ(faults, faults_for(table, "StockConfirmation", Direction::Forward, id, 1));
    EXPECT_EQ(faults, faults_for(table, "StockConfirmation", Direction::Forward, id, 9));
    hit += faults.lose_reply;
    both += faults.lose_reply && faults.fail;
  }
  EXPECT_NEAR(hit, kSagas * 0.3, kSagas * 0.03);
  EXPECT_NEAR(both, kSagas * 0.09, kSagas * 0.03);  // kinds are chosen independently
}

TEST(RuntimeFaults, OnlyItsStepDirectionAndAttempts) {
  const FaultTable table{{"StockConfirmation", {Fault{.kind = FaultKind::LoseReply, .permille = 1000, .attempts = 3}}},
                         {"BalanceDeduction",
                          {Fault{.kind = FaultKind::RefuseCompensation,
                                 .direction = Direction::Compensation,
                                 .permille = 1000,
                                 .message = "closed"}}}};
  EXPECT_TRUE(faults_for(table, "StockConfirmation", Direction::Forward, "s", 3).lose_reply);
  EXPECT_FALSE(faults_for(table, "StockConfirmation", Direction::Forward, "s", 4).any());
  EXPECT_FALSE(faults_for(table, "StockConfirmation", Direction::Compensation, "s", 1).any());
  EXPECT_FALSE(faults_for(table, "BalanceDeduction", Direction::Forward, "s", 1).any());
  EXPECT_EQ(faults_for(table, "BalanceDeduction", Direction::Compensation, "s", 1).refuse_compensation, "closed");
  EXPECT_FALSE(faults_for(table, "PaymentCreation", Direction::Forward, "s", 1).any());
}

TEST(RuntimeParking, KeepsEveryByte) {
  const redis::StreamEntry text{"order.validated", "5-1", {{"event", "{not json"}}};
  EXPECT_EQ(nlohmann::json::parse(parked_text("orchestrator", text, "not JSON")),
            (nlohmann::json{{"deliveryId", "order.validated/5-1"},
                            {"target", "orchestrator"},
                            {"error", "not JSON"},
                            {"event", "{not json"}}));
  const redis::StreamEntry bytes{"order.validated", "5-2", {{"event", "\xff\x01"}}};
  EXPECT_EQ(nlohmann::json::parse(parked_text("orchestrator", bytes, "x"))["eventHex"], "ff01");
  const redis::StreamEntry foreign{"order.validated", "5-3", {{"a", "b"}}};
  EXPECT_EQ(nlohmann::json::parse(parked_text("orchestrator", foreign, "x"))["fields"], "a=b\n");
}

TEST(RuntimeTrimming, EntryIdsCompareAsNumbers) {
  EXPECT_EQ(entry_id_from("10-2"), (EntryId{10, 2}));
  EXPECT_LT(*entry_id_from("9-9"), *entry_id_from("10-0"));
  for (const char* strange : {"", "10", "10-", "-1", "a-1", "1-1x"}) EXPECT_FALSE(entry_id_from(strange)) << strange;
}

}  // namespace
}  // namespace saga::test
