// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "backend/payment/gateway/gateway.h"
#include "backend/payment/orchestrator/reply_handler.h"
#include "backend/payment/topics.h"
#include "tests/payment/system_fixture.h"

// Row S4: whoever was fenced writes nothing.
//
// Planted and seen red: in saga.hold_epoch (resources/sql/saga/009_workers.sql) return true without a look.
namespace saga::test {
namespace {

using namespace saga::payment;

class S4Fencing : public SystemTest {
 protected:
  S4Fencing()
      : lease_(std::make_shared<Lease>(config_, clock_)),
        gateway_(make_gateway(config_, clock_, lease_, std::make_shared<RoutingKnowledge>(clock_))),
        orchestrator_(make_reply_handler(config_, clock_, lease_)) {
    EXPECT_TRUE(lease_->tick());
  }

  // What another process does when it sees that our lease ran out.
  void fence() { run("update saga.worker set fenced_at = clock_timestamp() where fenced_at is null"); }

  Event event(const char* type, const std::string& saga, nlohmann::json payload) const {
    const WallTime now = clock_.now();
    return {.event_id = new_uuid_v7(now),
            .event_type = type,
            .saga_id = saga,
            .correlation_id = {},
            .traceparent = traceparent_of(new_trace_id()),
            .occurred_at = now,
            .payload = std::move(payload)};
  }
  Delivery payment(const std::string& order) const {
    return {std::string(kPaymentRequested), "1-1",
            event("PaymentRequested", "", {{"orderId", order}, {"userId", 7}, {"amount", 100}, {"currency", "KRW"}}),
            false};
  }
  Delivery validated() {
    return {"order.validated", "1-1",
            event("OrderValidated", value("select saga_id from saga.saga_state"),
                  {{"step", "OrderValidation"}, {"attempt", 1}, {"result", nlohmann::json::object()}}),
            false};
  }
  std::string state() { return value("select current_step, version, epoch from saga.saga_state"); }
  std::string epoch() { return std::to_string(lease_->current()); }

  SystemClock clock_;
  std::shared_ptr<Lease> lease_;
  std::unique_ptr<Handler> gateway_, orchestrator_;
};

TEST_F(S4Fencing, AGatewayThatWasFencedStartsNothingAndGoesOnWithANewEpoch) {
  fence();
  const std::vector batch{payment("O-1")};
  EXPECT_FALSE(gateway_->handle(batch));
  EXPECT_EQ(value("select count(*) from saga.payment_route"), "0");

  EXPECT_TRUE(lease_->tick());
  EXPECT_TRUE(gateway_->handle(batch));
  EXPECT_EQ(state(), "OrderValidation|1|" + epoch());
}

TEST_F(S4Fencing, AnOrchestratorThatWasFencedMovesNothingAndGoesOnWithANewEpoch) {
  ASSERT_TRUE(gateway_->handle(std::vector{payment("O-1")}));
  const std::string before = state();
  const std::vector batch{validated()};
  fence();
  EXPECT_FALSE(orchestrator_->handle(batch));
  EXPECT_EQ(state(), before);

  EXPECT_TRUE(lease_->tick());
  EXPECT_TRUE(orchestrator_->handle(batch));
  EXPECT_EQ(state(), "BalanceDeduction|2|" + epoch());
}

TEST_F(S4Fencing, ALeaseThatRanOutIsNoEpochEvenBeforeSomebodyFences) {
  run("update saga.worker set lease_until = clock_timestamp()");
  EXPECT_FALSE(gateway_->handle(std::vector{payment("O-1")}));
  EXPECT_EQ(value("select count(*) from saga.payment_route"), "0");
}

}  // namespace
}  // namespace saga::test
