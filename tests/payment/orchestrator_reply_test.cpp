// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "backend/payment/gateway/payment_request.h"
#include "backend/payment/orchestrator/transition.h"

namespace saga::test {
namespace {

using namespace saga::payment;

Event event_with(nlohmann::json payload) {
  return {.event_id = "e1",
          .event_type = "x",
          .saga_id = "0193c7a0-0000-7000-8000-000000000001",
          .correlation_id = "",
          .traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          .occurred_at = {},
          .payload = std::move(payload)};
}

TEST(OrchestratorReply, ReadsDoneAndFailed) {
  const auto done = read_reply(
      "balance.refunded",
      event_with({{"step", "BalanceDeduction"}, {"attempt", 2}, {"stood", true}, {"result", {{"balanceAfter", 10}}}}));
  ASSERT_TRUE(done);
  EXPECT_EQ(done->step->step, "BalanceDeduction");
  EXPECT_EQ(done->direction, Direction::Compensation);
  EXPECT_EQ(done->attempt, 2);
  EXPECT_EQ(done->output, R"({"balanceAfter":10,"stood":true})");

  const auto failed = read_reply("stock.confirmation.failed",
                                 event_with({{"attempt", 1}, {"error", std::string("a\0b", 3)}, {"retryable", true}}));
  ASSERT_TRUE(failed);
  EXPECT_FALSE(failed->done);
  EXPECT_TRUE(failed->retryable);
  EXPECT_EQ(failed->error,
            "a\xEF\xBF\xBD"
            "b");  // no zero byte reaches PostgreSQL
}

TEST(OrchestratorReply, SaysWhatIsWrong) {
  const auto why = [](std::string_view topic, const Event& event) {
    const auto reply = read_reply(topic, event);
    return reply ? std::string("accepted") : reply.error().message;
  };
  EXPECT_EQ(why("order.validation.requested", event_with({{"attempt", 1}})),
            "order.validation.requested is not a topic of replies");
  EXPECT_EQ(why("order.validated", event_with({})), "payload.attempt is not a positive whole number");
  EXPECT_EQ(why("order.validated", event_with({{"attempt", 0}})), "payload.attempt is not a positive whole number");
  EXPECT_EQ(why("payment.failed", event_with({{"attempt", 1}})), "payload.error is not a text");
  EXPECT_EQ(why("payment.failed", event_with({{"attempt", 1}, {"error", "x"}})),
            "payload.retryable is not true or false");
  Event foreign = event_with({{"attempt", 1}});
  foreign.saga_id = "1'; drop table";
  EXPECT_EQ(why("order.validated", foreign), "sagaId is not a UUID");
}

TEST(GatewayRequest, ReadsWhatIsAskedFor) {
  const Event event = event_with({{"orderId", "o-1"}, {"userId", 7}, {"amount", 15000}, {"currency", "KRW"}});
  const auto request = read_payment_request(event);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->order_id, "o-1");
  EXPECT_EQ(request->amount, (Money{15000, "KRW"}));
  EXPECT_EQ(request->trace_id, "0af7651916cd43dd8448eb211c80319c");
}

TEST(GatewayRequest, SaysWhatIsWrong) {
  const nlohmann::json good{{"orderId", "o-1"}, {"userId", 7}, {"amount", 15000}, {"currency", "KRW"}};
  const auto why = [&](const char* name, const nlohmann::json& value) {
    nlohmann::json payload = good;
    payload[name] = value;
    const auto request = read_payment_request(event_with(payload));
    return request ? std::string("accepted") : request.error().message;
  };
  EXPECT_EQ(why("orderId", ""), "payload.orderId is not a text");
  EXPECT_EQ(why("orderId", std::string("a\0b", 3)), "payload.orderId is not a text");
  EXPECT_EQ(why("userId", "7"), "payload.userId is not a whole number");
  EXPECT_EQ(why("userId", 18446744073709551615ULL), "payload.userId is not a whole number");
  EXPECT_EQ(why("amount", -1), "payload.amount is not a whole number of minor units from 0");
  EXPECT_EQ(why("amount", 1.5), "payload.amount is not a whole number of minor units from 0");
  EXPECT_EQ(why("currency", "won"), "payload.currency is not three capital letters");
}

TEST(GatewayRequest, AStrangeTraceparentStartsATraceOfItsOwn) {
  Event event = event_with({{"orderId", "o-1"}, {"userId", 7}, {"amount", 1}, {"currency", "KRW"}});
  for (const char* strange : {"", "00-zz", "00-00000000000000000000000000000000-b7ad6b7169203331-01"}) {
    event.traceparent = strange;
    const auto request = read_payment_request(event);
    ASSERT_TRUE(request);
    EXPECT_EQ(request->trace_id.size(), 32U);
    EXPECT_NE(request->trace_id, std::string(32, '0'));
  }
}

}  // namespace
}  // namespace saga::test
