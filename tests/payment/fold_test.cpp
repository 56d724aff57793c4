// SPDX-License-Identifier: GPL-3.0-or-later
// Row S7, the pure part: events fold to a state, and what does not follow is told.
#include "backend/payment/events/fold.h"

#include <gmock/gmock.h>

namespace saga::payment {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Events = std::vector<StoredEvent>;

TEST(S7_Fold, AnOrderAndItsCoupon) {
  const Events events{{"order/O-1", 1, "OrderCreated", R"({"userId":7,"amount":90,"currency":"KRW","couponId":"C-1"})"},
                      {"order/O-1", 2, "OrderValidated", "{}"}};
  auto folded = fold_orders(events);
  EXPECT_THAT(folded.problems, IsEmpty());
  EXPECT_EQ(to_text(folded.states.at("O-1")), "VALIDATED, 90 KRW of user 7, coupon C-1 used");
  Events failed = events;
  failed.push_back({"order/O-1", 3, "OrderCancelled", R"({"status":"STOCK_INSUFFICIENT","couponReturned":"C-1"})"});
  EXPECT_EQ(to_text(fold_orders(failed).states.at("O-1")), "STOCK_INSUFFICIENT, 90 KRW of user 7, coupon C-1");
}

TEST(S7_Fold, MoneyOfOneUserInTwoCurrencies) {
  const Events events{{"account/7/KRW", 1, "Deposited", R"({"amount":100})"},
                      {"account/7/KRW", 2, "Debited", R"({"orderId":"O-1","amount":60})"},
                      {"account/7/KRW", 3, "Refunded", R"({"orderId":"O-1","amount":60})"},
                      {"account/7/USD", 1, "Deposited", R"({"amount":5})"}};
  const auto folded = fold_balances(events);
  EXPECT_THAT(folded.problems, IsEmpty());
  EXPECT_THAT(folded.states, ElementsAre(std::pair(Account(7, "KRW"), 100), std::pair(Account(7, "USD"), 5)));
}

TEST(S7_Fold, AProductsCountersAreItsSuppliesAndEverybodysReservations) {
  const Events events{
      {"product/1", 1, "StockSupplied", R"({"quantity":10})"},
      {"reservation/O-1", 1, "StockReserved", R"({"items":[{"productId":1,"quantity":2}]})"},
      {"reservation/O-1", 2, "StockConfirmed", R"({"items":[{"productId":1,"quantity":2}]})"},
      {"reservation/O-2", 1, "StockReserved", R"({"items":[{"productId":1,"quantity":3}]})"},
      {"reservation/O-2", 2, "StockReleased", R"({"items":[{"productId":1,"quantity":3}],"confirmed":false})"},
      {"reservation/O-3", 1, "StockReserved", R"({"items":[{"productId":1,"quantity":1}]})"}};
  const auto folded = fold_products(events);
  EXPECT_THAT(folded.problems, IsEmpty());
  EXPECT_EQ(to_text(folded.states.at(1)), "7 available, 1 reserved, 2 sold");
}

TEST(S7_Fold, APaymentIsMadeAndCancelled) {
  const Events events{{"payment/p", 1, "PaymentCompleted",
                       R"({"orderId":"O-1","userId":7,"amount":90,"currency":"KRW","route":"LEGACY"})"},
                      {"payment/p", 2, "PaymentCancelled", "{}"}};
  EXPECT_EQ(to_text(fold_payments(events).states.at("p")), "CANCELLED, 90 KRW of user 7 for order O-1, LEGACY");
}

TEST(S7_Fold, WhatDoesNotFollowIsTold) {
  EXPECT_THAT(fold_balances(Events{{"account/7/KRW", 1, "Deposited", R"({"amount":1})"},
                                   {"account/7/KRW", 3, "Deposited", R"({"amount":1})"}})
                  .problems,
              ElementsAre("account/7/KRW: event 3 follows event 1"));
  EXPECT_THAT(fold_balances(Events{{"account/7/KRW", 2, "Deposited", R"({"amount":1})"}}).problems,
              ElementsAre("account/7/KRW: event 2 follows event 0"));
  EXPECT_THAT(fold_balances(Events{{"account/7/KRW", 1, "Debited", R"({"amount":1})"}}).problems,
              ElementsAre("account/7/KRW: event 1 (Debited): it leaves -1"));
  EXPECT_THAT(fold_balances(Events{{"account/7/KRW", 1, "Deposited", "not JSON"}}).problems,
              ElementsAre("account/7/KRW: event 1 (Deposited): its data is no JSON object"));
  EXPECT_THAT(fold_balances(Events{{"account/7/KRW", 1, "Deposited", R"({"amount":"1"})"}}).problems,
              ElementsAre(HasSubstr("type must be number")));
  EXPECT_THAT(fold_orders(Events{{"order/O-1", 1, "OrderCompleted", "{}"}}).problems,
              ElementsAre("order/O-1: event 1 (OrderCompleted): OrderCompleted does not follow nothing"));
  EXPECT_THAT(fold_orders(Events{{"payment/p", 1, "OrderCreated", "{}"}}).problems,
              ElementsAre("payment/p: event 1 (OrderCreated): the domain has no such aggregate"));
  EXPECT_THAT(
      fold_products(Events{{"reservation/O-1", 1, "StockConfirmed", R"({"items":[{"productId":1,"quantity":2}]})"}})
          .problems,
      ElementsAre(HasSubstr("it takes 2 of product 1 where 0 are")));
  EXPECT_THAT(
      fold_products(Events{{"reservation/O-1", 1, "StockReserved", R"({"items":[{"productId":1,"quantity":2}]})"}})
          .problems,
      ElementsAre("product/1: the events leave -2 available, 2 reserved, 0 sold"));
  EXPECT_THAT(fold_payments(Events{{"payment/p", 1, "PaymentCancelled", "{}"}}).problems,
              ElementsAre("payment/p: event 1 (PaymentCancelled): PaymentCancelled does not follow nothing"));
}

}  // namespace
}  // namespace saga::payment
