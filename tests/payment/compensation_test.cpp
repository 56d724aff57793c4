// SPDX-License-Identifier: GPL-3.0-or-later
// Row S5: a failed payment is undone in reverse order, the order says why, and the coupon is given back.
//
// Planted defects, each seen red: keep the coupon in cancel() (backend/payment/participants/order_validation.cpp);
// release no confirmation in release() (stock_confirmation.cpp).
#include "tests/payment/shop.h"
#include "tests/payment/system_fixture.h"

namespace saga::test {
namespace {

using namespace saga::payment;
using std::chrono::milliseconds;

constexpr LoadMix kWithCoupon{.insufficient = 0, .invalid = 0, .no_stock = 0, .coupon = 100, .hot = 50};

struct Refusal {
  const char* step;
  const char* status;   // of the order
  const char* undone;   // in this order
  const char* entries;  // of balance and stock
};

class S5_Compensation : public SystemTest, public testing::WithParamInterface<std::tuple<Refusal, Layout>> {
 protected:
  S5_Compensation() : SystemTest(std::get<Layout>(GetParam())) {}
};

TEST_P(S5_Compensation, InReverseOrderAndTheOrderSaysWhy) {
  const Refusal& refusal = std::get<Refusal>(GetParam());
  config_.faults[refusal.step] = {{.kind = FaultKind::Decline, .permille = 1000, .message = "declined by the test"}};
  start();
  Shop shop(config_);
  shop.ask(shop.place(6, kWithCoupon));
  ASSERT_TRUE(becomes(conditions_query(), "compensated 6"));
  EXPECT_TRUE(becomes_in("orders", "select status, count(*) from orders.orders group by 1",
                         std::string(refusal.status) + "|6"));
  EXPECT_EQ(
      value("select distinct undone from (select coalesce(string_agg(step_name, ' ' order by started_at, id) filter "
            "(where direction = 'COMPENSATION'), '') as undone from saga.saga_step_execution group by saga_id) s"),
      refusal.undone);
  EXPECT_EQ(value_in("balances",
                     "select coalesce(string_agg(kind, ' ' order by kind), '') from (select distinct kind from "
                     "balances.balance_entry where order_id is not null) k"),
            refusal.entries);
  EXPECT_EQ(value_in("orders", "select status, count(*) from orders.coupon where coupon_id like 'CPN-1%' group by 1"),
            "ISSUED|6");
  expect_sound();
}

INSTANTIATE_TEST_SUITE_P(
    EachStep, S5_Compensation,
    testing::Combine(testing::Values(Refusal{"OrderValidation", "VALIDATION_FAILED", "", ""},
                                     Refusal{"BalanceDeduction", "BALANCE_INSUFFICIENT", "OrderValidation", ""},
                                     Refusal{"StockConfirmation", "STOCK_INSUFFICIENT",
                                             "BalanceDeduction OrderValidation", "DEBIT REFUND"},
                                     Refusal{"PaymentCreation", "PAYMENT_FAILED",
                                             "StockConfirmation BalanceDeduction OrderValidation", "DEBIT REFUND"}),
                     testing::Values(Layout::OneDatabase, Layout::OneADomain)),
    [](const auto& each) { return std::get<Refusal>(each.param).step + to_text(std::get<Layout>(each.param)); });

class S5_Cancellation : public SystemTest {};

// The payment was made, only nobody heard of it: it is cancelled like the rest.
TEST_F(S5_Cancellation, AnUnheardPaymentIsCancelledAndEverythingBeforeIt) {
  config_.deadlines["PaymentCreation"] = milliseconds(300);
  config_.faults["PaymentCreation"] = {{.kind = FaultKind::LoseReply, .permille = 1000, .attempts = 3}};
  start();
  Shop shop(config_);
  shop.ask(shop.place(4, kWithCoupon));
  ASSERT_TRUE(becomes(conditions_query(), "stuck 4"));
  EXPECT_EQ(value("select status, count(*) from payments.payment group by 1"), "COMPLETED|4");
  EXPECT_EQ(request("COMPENSATE"), "ACCEPTED");
  ASSERT_TRUE(becomes(conditions_query(), "compensated 4"));
  EXPECT_EQ(value("select status, count(*) from payments.payment group by 1"), "CANCELLED|4");
  EXPECT_EQ(value("select distinct status from orders.orders"), "PAYMENT_FAILED");
  EXPECT_EQ(value("select status, count(*) from orders.coupon where coupon_id like 'CPN-1%' group by 1"), "ISSUED|4");
  EXPECT_EQ(value("select kind, count(*) from balances.balance_entry where order_id is not null group by 1 order by 1"),
            "DEBIT|4\nREFUND|4");
  expect_sound();
}

}  // namespace
}  // namespace saga::test
