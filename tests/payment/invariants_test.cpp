// SPDX-License-Identifier: GPL-3.0-or-later
// The invariants are what tests of crashes and outages rely on, so each is broken once here and seen to be told.
#include "tests/support/invariants.h"

#include <gmock/gmock.h>

#include "tests/support/installed_database.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

// O-1 is completed, O-2 compensated after everything but the payment, O-3 failed validation, O-4 is parked with its
// debit, O-5 needs attention, O-6 was never asked for. The legacy route has paid L-1 and refused L-2, of other users
// and products.
constexpr const char* kWorld = R"(
insert into balances.balance values (1, 'KRW', 700), (2, 'KRW', 400);
insert into balances.balance_entry (user_id, currency, order_id, kind, amount) values
  (1, 'KRW', null, 'DEPOSIT', 1000), (1, 'KRW', 'O-1', 'DEBIT', -100), (1, 'KRW', 'O-2', 'DEBIT', -100),
  (1, 'KRW', 'O-2', 'REFUND', 100), (1, 'KRW', 'O-4', 'DEBIT', -100), (1, 'KRW', 'O-5', 'DEBIT', -100),
  (2, 'KRW', null, 'DEPOSIT', 500), (2, 'KRW', 'L-1', 'DEBIT', -100);
insert into products.product values (1, 'books', 100, 96, 3, 1), (2, 'books', 100, 9, 0, 1);
insert into products.stock_entry (product_id, order_id, kind, quantity, confirmed) values
  (1, null, 'SUPPLY', 100, false),
  (1, 'O-1', 'RESERVE', 1, false), (1, 'O-1', 'CONFIRM', 1, false),
  (1, 'O-2', 'RESERVE', 1, false), (1, 'O-2', 'CONFIRM', 1, false), (1, 'O-2', 'RELEASE', 1, true),
  (1, 'O-3', 'RESERVE', 1, false), (1, 'O-3', 'RELEASE', 1, false),
  (1, 'O-4', 'RESERVE', 1, false), (1, 'O-5', 'RESERVE', 1, false), (1, 'O-6', 'RESERVE', 1, false),
  (2, null, 'SUPPLY', 10, false), (2, 'L-1', 'RESERVE', 1, false), (2, 'L-1', 'CONFIRM', 1, false),
  (2, 'L-2', 'RESERVE', 1, false), (2, 'L-2', 'RELEASE', 1, false);
insert into orders.orders (order_id, user_id, status, amount, currency, coupon_id) values
  ('O-1', 1, 'COMPLETED', 100, 'KRW', 'C-1'), ('O-2', 1, 'PAYMENT_FAILED', 100, 'KRW', 'C-2'),
  ('O-3', 1, 'VALIDATION_FAILED', 100, 'KRW', null), ('O-4', 1, 'VALIDATED', 100, 'KRW', null),
  ('O-5', 1, 'VALIDATED', 100, 'KRW', null), ('O-6', 1, 'CREATED', 100, 'KRW', null),
  ('L-1', 2, 'COMPLETED', 100, 'KRW', null), ('L-2', 2, 'BALANCE_INSUFFICIENT', 900, 'KRW', null);
insert into orders.coupon values ('C-1', 1, 10, 'USED', 'O-1'), ('C-2', 1, 10, 'ISSUED', null);
insert into payments.payment (payment_id, order_id, user_id, amount, currency, status, route) values
  ('00000000-0000-0000-0000-000000000001', 'O-1', 1, 100, 'KRW', 'COMPLETED', 'EVENT_DRIVEN'),
  ('00000000-0000-0000-0000-000000000002', 'O-2', 1, 100, 'KRW', 'CANCELLED', 'EVENT_DRIVEN'),
  ('00000000-0000-0000-0000-000000000003', 'L-1', 2, 100, 'KRW', 'COMPLETED', 'LEGACY');
insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, trace_id,
                             parked_reason, open_effects)
select saga.uuid_v7(now()), 'PaymentSaga', 'PaymentCreation', s, o, 1, 100, 'KRW', 't', p, e
  from (values ('O-1', 'COMPLETED', null, 0), ('O-2', 'FAILED', null, 0), ('O-3', 'FAILED', null, 0),
               ('O-4', 'RUNNING', 'no reply within 2 s', 2), ('O-5', 'FAILED', null, 1)) t (o, s, p, e);
insert into saga.payment_route (order_id, route, reason, toggle_version, saga_id, requested_at)
select order_id, 'EVENT_DRIVEN', 'test', 1, saga_id, now() from saga.saga_state;
insert into saga.payment_route (order_id, route, reason, toggle_version, outcome, requested_at) values
  ('L-1', 'LEGACY', 'test', 1, 'COMPLETED', now()), ('L-2', 'LEGACY', 'test', 1, 'BALANCE_INSUFFICIENT', now());
)";

// What the domains have noted meanwhile.
constexpr const char* kEvents = R"(
insert into orders.event_store (aggregate_id, sequence_number, event_type, event_data) values
  ('order/O-1', 1, 'OrderCreated', '{"userId":1,"amount":100,"currency":"KRW","couponId":"C-1"}'),
  ('order/O-1', 2, 'OrderValidated', '{}'), ('order/O-1', 3, 'OrderCompleted', '{}'),
  ('order/O-2', 1, 'OrderCreated', '{"userId":1,"amount":100,"currency":"KRW","couponId":"C-2"}'),
  ('order/O-2', 2, 'OrderValidated', '{}'),
  ('order/O-2', 3, 'OrderCancelled', '{"status":"PAYMENT_FAILED","couponReturned":"C-2"}'),
  ('order/O-3', 1, 'OrderCreated', '{"userId":1,"amount":100,"currency":"KRW","couponId":null}'),
  ('order/O-3', 2, 'OrderValidationFailed', '{}'),
  ('order/O-4', 1, 'OrderCreated', '{"userId":1,"amount":100,"currency":"KRW"}'), ('order/O-4', 2, 'OrderValidated', '{}'),
  ('order/O-5', 1, 'OrderCreated', '{"userId":1,"amount":100,"currency":"KRW"}'), ('order/O-5', 2, 'OrderValidated', '{}'),
  ('order/O-6', 1, 'OrderCreated', '{"userId":1,"amount":100,"currency":"KRW"}'),
  ('order/L-1', 1, 'OrderCreated', '{"userId":2,"amount":100,"currency":"KRW"}'), ('order/L-1', 2, 'OrderValidated', '{}'),
  ('order/L-1', 3, 'OrderCompleted', '{}'),
  ('order/L-2', 1, 'OrderCreated', '{"userId":2,"amount":900,"currency":"KRW"}'),
  ('order/L-2', 2, 'OrderCancelled', '{"status":"BALANCE_INSUFFICIENT"}');
insert into balances.event_store (aggregate_id, sequence_number, event_type, event_data) values
  ('account/1/KRW', 1, 'Deposited', '{"amount":1000}'), ('account/1/KRW', 2, 'Debited', '{"amount":100}'),
  ('account/1/KRW', 3, 'Debited', '{"amount":100}'), ('account/1/KRW', 4, 'Refunded', '{"amount":100}'),
  ('account/1/KRW', 5, 'Debited', '{"amount":100}'), ('account/1/KRW', 6, 'Debited', '{"amount":100}'),
  ('account/2/KRW', 1, 'Deposited', '{"amount":500}'), ('account/2/KRW', 2, 'Debited', '{"amount":100}');
insert into products.event_store (aggregate_id, sequence_number, event_type, event_data) values
  ('product/1', 1, 'StockSupplied', '{"quantity":100}'), ('product/2', 1, 'StockSupplied', '{"quantity":10}');
insert into products.event_store (aggregate_id, sequence_number, event_type, event_data)
select 'reservation/' || order_id, row_number() over (partition by order_id order by entry_id),
       case kind when 'RESERVE' then 'StockReserved' when 'CONFIRM' then 'StockConfirmed' else 'StockReleased' end,
       json_build_object('items', json_build_array(json_build_object('productId', product_id, 'quantity', quantity)),
                         'confirmed', confirmed)::text
  from products.stock_entry where order_id is not null;
insert into payments.event_store (aggregate_id, sequence_number, event_type, event_data)
select 'payment/' || payment_id, 1, 'PaymentCompleted',
       json_build_object('orderId', order_id, 'userId', user_id, 'amount', amount, 'currency', currency, 'route', route)::text
  from payments.payment;
insert into payments.event_store (aggregate_id, sequence_number, event_type, event_data)
select 'payment/' || payment_id, 2, 'PaymentCancelled', '{}' from payments.payment where status = 'CANCELLED';
)";

class InvariantsTest : public testing::Test {
 protected:
  InvariantsTest() : session_(open_session(installed_database())) {
    run(kWorld);
    run(kEvents);
  }
  void run(const std::string& sql) {
    if (auto done = session_->execute_script(sql); !done) ADD_FAILURE() << sql << ": " << done.error().message;
  }
  std::vector<std::string> found() { return violations(PaymentDatabases::one(*session_)); }

  std::unique_ptr<pg::Session> session_;
};

TEST_F(InvariantsTest, AWorldInOrderHasNone) { EXPECT_THAT(found(), IsEmpty()); }

struct Breach {
  const char* name;
  const char* sql;
  const char* told;
};

const Breach kBreaches[] = {
    {"MoneyFromNowhere", "update balances.balance set amount = amount + 1",
     "user 1 has 701 KRW, but the entries sum to 700"},
    {"EntriesWithoutBalance", "delete from balances.balance", "user 1 has 0 KRW, but the entries sum to 700"},
    {"TwoDebits",
     "drop index balances.balance_entry_once; update balances.balance set amount = 600;"
     "insert into balances.balance_entry (user_id, currency, order_id, kind, amount) values (1, 'KRW', 'O-1', 'DEBIT', "
     "-100)",
     "order O-1 has 2 entries of kind DEBIT"},
    {"RefundOfAnotherAmount",
     "update balances.balance_entry set amount = 99 where kind = 'REFUND'; update balances.balance set amount = 699",
     "order O-2 was refunded 99 KRW, but its debit is 100 KRW of user 1"},
    {"RefundWithoutDebit",
     "update balances.balance set amount = 750;"
     "insert into balances.balance_entry (user_id, currency, order_id, kind, amount) values (1, 'KRW', 'O-3', "
     "'REFUND', 50)",
     "order O-3 was refunded 50 KRW, but its debit is missing"},
    {"StockFromNowhere", "update products.product set sold = 2", "product 1 counts 96 available, 3 reserved, 2 sold"},
    {"SoldWithoutReservation",
     "insert into products.stock_entry (product_id, order_id, kind, quantity) values (1, 'O-9', 'CONFIRM', 1);"
     "update products.product set sold = 2, reserved = 2",
     "order O-9 has CONFIRM of product 1 without a reservation of that many"},
    {"ReleaseOfTheWrongThing",
     "update products.stock_entry set confirmed = false where order_id = 'O-2' and kind = 'RELEASE'",
     "order O-2: the release of product 1 does not say what it released"},
    {"TwoPayments",
     "drop index payments.payment_completed_once;"
     "insert into payments.payment (order_id, user_id, amount, currency, status, route)"
     " values ('O-1', 1, 100, 'KRW', 'COMPLETED', 'EVENT_DRIVEN')",
     "order O-1 has 2 completed payments"},
    {"CompletedWithoutPayment", "update payments.payment set status = 'CANCELLED'",
     "order O-1 is completed with 0 payments"},
    {"PaidTooLittle", "update payments.payment set amount = 60 where order_id = 'O-1'",
     "order O-1 is completed, but 60 of 100 are paid"},
    {"PaidWithoutDebit",
     "delete from balances.balance_entry where order_id = 'O-1'; update balances.balance set amount = 800",
     "order O-1 is completed without a debit"},
    {"CompletedAndRefunded",
     "insert into balances.balance_entry (user_id, currency, order_id, kind, amount) values (1, 'KRW', 'O-1', "
     "'REFUND', 100);"
     "update balances.balance set amount = 800",
     "order O-1 is completed, but refunded"},
    {"CompletedAndNotSold",
     "delete from products.stock_entry where order_id = 'O-1' and kind = 'CONFIRM';"
     "update products.product set sold = 0, reserved = 4",
     "order O-1 is completed, but 0 of 1 lines are sold"},
    {"CompletedAndReleased",
     "insert into products.stock_entry (product_id, order_id, kind, quantity, confirmed) values (1, 'O-1', 'RELEASE', "
     "1, true);"
     "update products.product set sold = 0, available = 97",
     "order O-1 is completed, but its stock was released"},
    {"CompletedAndOrderOpen", "update orders.orders set status = 'VALIDATED' where order_id = 'O-1'",
     "order O-1 is VALIDATED, but its saga is completed"},
    {"CompensatedAndPaid", "update payments.payment set status = 'COMPLETED' where order_id = 'O-2'",
     "order O-2 is compensated, but a payment stands"},
    {"CompensatedAndDebited",
     "delete from balances.balance_entry where kind = 'REFUND'; update balances.balance set amount = 600",
     "order O-2 is compensated, but its debit was not refunded"},
    {"CompensatedAndSold",
     "delete from products.stock_entry where order_id = 'O-2' and kind = 'RELEASE';"
     "update products.product set sold = 2, available = 95",
     "order O-2 is compensated, but its stock is still sold"},
    {"CompensatedAndReserved",
     "delete from products.stock_entry where order_id = 'O-3' and kind = 'RELEASE';"
     "update products.product set reserved = 4, available = 95",
     "order O-3 is compensated, but its stock is still reserved"},
    {"CompensatedAndCouponUsed",
     "update orders.coupon set status = 'USED', used_by_order = 'O-2' where coupon_id = 'C-2'",
     "order O-2 is compensated, but its coupon was not given back"},
    {"CompensatedAndOrderOpen", "update orders.orders set status = 'VALIDATED' where order_id = 'O-2'",
     "order O-2 is VALIDATED, but its saga is compensated"},
    {"StillRunning", "update saga.saga_state set parked_reason = null where order_id = 'O-4'",
     "order O-4 has a saga that is still RUNNING and not parked"},
    {"ParkedForNoReason", "update saga.saga_state set parked_reason = ' ' where order_id = 'O-4'",
     "order O-4 has a saga that is parked without a reason"},
    {"TwoSagas",
     "insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, "
     "trace_id)"
     " values (saga.uuid_v7(now()), 'PaymentSaga', 'PaymentCreation', 'COMPLETED', 'O-1', 1, 100, 'KRW', 't')",
     "order O-1 has 2 sagas"},
    {"SagaWithoutClaim", "delete from saga.payment_route where order_id = 'O-1'",
     "order O-1 has a saga, but its route was not claimed"},
    {"ClaimForAnother", "update saga.payment_route set saga_id = gen_random_uuid() where order_id = 'O-1'",
     "order O-1 was claimed for another saga than it has"},
    {"ClaimWithoutSaga", "delete from saga.saga_state where order_id = 'O-3'",
     "order O-3 was claimed, but has no saga"},
    {"DebitWithoutSaga",
     "insert into balances.balance_entry (user_id, currency, order_id, kind, amount) values (1, 'KRW', 'O-6', 'DEBIT', "
     "-100);"
     "update balances.balance set amount = 600",
     "order O-6 is debited, but has no saga"},
    {"AnEventIsMissing", "delete from orders.event_store where aggregate_id = 'order/O-1' and sequence_number = 2",
     "order/O-1: event 3 follows event 1"},
    {"EventsOfAnotherState", "update orders.orders set status = 'COMPLETED' where order_id = 'O-4'",
     "order O-4 is COMPLETED, 100 KRW of user 1, but its events say VALIDATED, 100 KRW of user 1"},
    {"CouponWithoutEvent", "update orders.coupon set status = 'ISSUED', used_by_order = null where coupon_id = 'C-1'",
     "but its events say COMPLETED, 100 KRW of user 1, coupon C-1 used"},
    {"MoneyWithoutEvent", "update balances.balance set amount = amount + 1",
     "account 1/KRW is 701, but its events say 700"},
    {"StockWithoutEvent", "update products.product set sold = 2 where product_id = 1",
     "product 1 is 96 available, 3 reserved, 2 sold, but its events say 96 available, 3 reserved, 1 sold"},
    {"ReleasedTwice",
     "insert into products.event_store (aggregate_id, sequence_number, event_type, event_data) values"
     " ('reservation/O-2', 4, 'StockReleased', '{\"items\":[{\"productId\":1,\"quantity\":1}],\"confirmed\":true}')",
     "reservation/O-2: event 4 (StockReleased): it takes 1 of product 1 where 0 are"},
    {"PaymentWithoutEvents",
     "insert into payments.payment (payment_id, order_id, user_id, amount, currency, status, route) values"
     " ('00000000-0000-0000-0000-000000000009', 'O-3', 1, 7, 'KRW', 'CANCELLED', 'EVENT_DRIVEN')",
     "payment 00000000-0000-0000-0000-000000000009 is CANCELLED, 7 KRW of user 1 for order O-3, EVENT_DRIVEN, but has "
     "no "
     "events"},
    {"EventsWithoutOrder", "delete from orders.orders where order_id = 'O-6'",
     "order O-6 is not there, but its events say CREATED, 100 KRW of user 1"},
    {"LegacyWithoutOutcome", "update saga.payment_route set outcome = null where order_id = 'L-1'",
     "order L-1 was claimed by the legacy route, but has no outcome"},
    {"LegacyHalfPaid", "update payments.payment set status = 'CANCELLED' where order_id = 'L-1'",
     "order L-1 costs 100, but the legacy route has made 0 payments of 0 and debited 100"},
    {"LegacyNotSold", "delete from products.stock_entry where order_id = 'L-1' and kind = 'CONFIRM'",
     "order L-1 was paid by the legacy route, but 0 of 1 lines are sold"},
    {"LegacyRefusedAndDebited",
     "insert into balances.balance_entry (user_id, currency, order_id, kind, amount) values (2, 'KRW', 'L-2', 'DEBIT', "
     "-1)",
     "order L-2 was refused by the legacy route, but is debited"},
    {"LegacyRefusedAndReserved", "delete from products.stock_entry where order_id = 'L-2' and kind = 'RELEASE'",
     "order L-2 was refused by the legacy route, but is still reserved"},
    {"LegacyRefusedAndOpen", "update orders.orders set status = 'CREATED' where order_id = 'L-2'",
     "order L-2 is CREATED, but the legacy route says BALANCE_INSUFFICIENT"},
    {"BothRoutes", "update saga.payment_route set route = 'LEGACY' where order_id = 'O-1'",
     "order O-1 was claimed by the legacy route, but has a saga"},
    {"PaidByTheOtherRoute", "update payments.payment set route = 'LEGACY' where order_id = 'O-1'",
     "order O-1 is paid by the legacy route, which did not claim it"},
};

class BreachTest : public InvariantsTest, public testing::WithParamInterface<Breach> {};

TEST_P(BreachTest, IsTold) {
  run(GetParam().sql);
  EXPECT_THAT(found(), Contains(HasSubstr(GetParam().told))) << listed(found());
}

INSTANTIATE_TEST_SUITE_P(Each, BreachTest, testing::ValuesIn(kBreaches),
                         [](const auto& breach) { return std::string(breach.param.name); });

TEST_F(InvariantsTest, WhatCannotBeReadIsNotInOrder) {
  run("drop table orders.coupon cascade");
  EXPECT_THAT(found(), Contains(HasSubstr("cannot be checked")));
}

TEST_F(InvariantsTest, ABreachThatHealsIsNone) {
  run("update orders.orders set status = 'VALIDATED' where order_id = 'O-1'");
  EXPECT_THAT(violations_at_rest(PaymentDatabases::one(*session_), std::chrono::milliseconds(0)),
              Contains(HasSubstr("O-1 is VALIDATED")));
  run("update orders.orders set status = 'COMPLETED' where order_id = 'O-1'");
  EXPECT_THAT(violations_at_rest(PaymentDatabases::one(*session_), std::chrono::milliseconds(0)), IsEmpty());
}

}  // namespace
}  // namespace saga::test
