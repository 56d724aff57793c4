// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <gmock/gmock.h>

#include "backend/payment/verification/kinds.h"
#include "backend/payment/verification/verification.h"
#include "tests/payment/paid_world.h"
#include "tests/support/verified.h"

// Every kind of inconsistency, planted into the data of a system that has worked, is found, and says what it concerns.
// What is told of the whole, and the plants that need more than a statement: verification_test.cpp.
//
// Planted in the verifier and seen red, PaidOnBothRoutes and AnEventIsMissing and no other:
//   - in judge_routes (claim_rules.cpp) take two routes for one
//   - in gap_in (entry_rules.cpp) look only for numbers that go backwards
namespace saga::test {
namespace {

using namespace saga::payment;
using testing::Contains;

struct Plant {
  const char* name;
  const char* schema;
  const char* sql;
  const char* must;            // "kind subject", and no other subject of this kind
  std::set<std::string> also;  // kinds that say the same in another way
};

const Plant kPlants[] = {
    {"PaidOnTheOtherRoute",
     "payments",
     "update payments.payment set route = 'LEGACY' where order_id = '{done}'",
     "route.both {done}",
     {"event.fold"}},
    {"PaidOnBothRoutes",
     "payments",
     "drop index payments.payment_completed_once;"
     "insert into payments.payment (order_id, user_id, amount, currency, status, route)"
     " select order_id, user_id, amount, currency, status, 'LEGACY' from payments.payment where order_id = '{done}'",
     "route.both {done}",
     {"payment.twice", "event.fold"}},
    {"ClaimedByTheOtherRoute",
     "saga",
     "update saga.payment_route set route = 'LEGACY', saga_id = null where order_id = '{done}'",
     "route.both {done}",
     {}},
    {"ClaimWithoutSaga",
     "saga",
     "delete from saga.saga_step_execution where saga_id = '{done.saga}';"
     "delete from saga.saga_state where saga_id = '{done.saga}'",
     "route.saga-missing {done}",
     {"inbox.saga-missing", "stream.saga-missing"}},
    {"OutcomeOfAnotherEnd",
     "saga",
     "update saga.payment_route set outcome = 'FAILED' where order_id = '{done}'",
     "route.outcome {done}",
     {}},
    {"SagaWithoutClaim",
     "saga",
     "delete from saga.payment_route where order_id = '{done}'",
     "saga.unclaimed {done.saga}",
     {}},
    {"ClaimForAnotherSaga",
     "saga",
     "update saga.payment_route set saga_id = '{unknown}' where order_id = '{done}'",
     "saga.unclaimed {done.saga}",
     {}},
    {"TwoSagas",
     "saga",
     "insert into saga.saga_state (saga_id, saga_type, current_step, status, order_id, user_id, amount, currency, "
     "trace_id)"
     " select '{unknown}', saga_type, current_step, 'FAILED', order_id, user_id, amount, currency, trace_id"
     "   from saga.saga_state where saga_id = '{done.saga}'",
     "saga.twice {done}",
     {}},
    {"CompletedWithoutPayment",
     "payments",
     "delete from payments.payment where order_id = '{done}'",
     "saga.no-payment {done.saga}",
     {"inbox.no-effect"}},
    {"CompletedWithoutDebit",
     "balances",
     "delete from balances.balance_entry where order_id = '{done}'",
     "saga.no-debit {done.saga}",
     {"inbox.no-effect", "balance.sum"}},
    {"CompletedWithUnconfirmedStock",
     "products",
     "delete from products.stock_entry where order_id = '{done}' and kind = 'CONFIRM'",
     "saga.no-stock {done.saga}",
     {"inbox.no-effect", "stock.sum", "event.fold"}},
    {"CompensatedNotRefunded",
     "balances",
     "delete from balances.balance_entry where order_id = '{undone}' and kind = 'REFUND'",
     "saga.not-refunded {undone.saga}",
     {"inbox.no-effect", "balance.sum"}},
    {"CompensatedNotReleased",
     "products",
     "delete from products.stock_entry where order_id = '{undone}' and kind = 'RELEASE'",
     "saga.not-released {undone.saga}",
     {"inbox.no-effect", "stock.sum", "event.fold"}},
    {"CompensatedButPaid",
     "payments",
     "insert into payments.payment (order_id, user_id, amount, currency, status, route)"
     " values ('{undone}', 1, 1, 'KRW', 'COMPLETED', 'EVENT_DRIVEN')",
     "saga.still-paid {undone.saga}",
     {"inbox.no-reply", "event.fold"}},
    {"AStepIsMissing",
     "saga",
     "delete from saga.saga_step_execution where saga_id = '{done.saga}' and step_name = 'StockConfirmation'",
     "saga.steps {done.saga}",
     {}},
    {"AStepHasNoResult",
     "saga",
     "update saga.saga_step_execution set status = null where saga_id = '{done.saga}' and step_name = "
     "'PaymentCreation'",
     "saga.steps {done.saga}",
     {}},
    {"OpenEffectsThatNobodyLeft",
     "saga",
     "update saga.saga_state set open_effects = 1, resolution = 'x' where saga_id = '{undone.saga}'",
     "saga.open-effects {undone.saga}",
     {}},
    {"RefundThatGaveNothingBack",
     "balances",
     "delete from balances.balance_entry where order_id = '{refunded}' and kind = 'REFUND'",
     "refund.incomplete {refunded.refund}",
     {"inbox.no-effect", "balance.sum"}},
    {"PaidAnotherAmount",
     "payments",
     "update payments.payment set amount = amount + 1 where order_id = '{done}'",
     "money.mismatch {done}",
     {"event.fold"}},
    {"PaidInAnotherCurrency",
     "saga",
     "update saga.saga_state set currency = 'EUR' where saga_id = '{done.saga}'",
     "money.mismatch {done}",
     {}},
    {"RefundWithoutDebit",
     "balances",
     "insert into balances.balance_entry (user_id, currency, order_id, kind, amount)"
     " values ({done.user}, '{done.currency}', '{invalid}', 'REFUND', 50)",
     "money.refund-without-debit {invalid}",
     {"balance.sum"}},
    {"DebitedTwice",
     "balances",
     "drop index balances.balance_entry_once;"
     "insert into balances.balance_entry (user_id, currency, order_id, kind, amount)"
     " select user_id, currency, order_id, kind, amount from balances.balance_entry where order_id = '{done}'",
     "money.twice {done}",
     {"balance.sum"}},
    {"DebitThatNobodyAskedFor",
     "balances",
     "insert into balances.balance_entry (user_id, currency, order_id, kind, amount)"
     " values ({done.user}, '{done.currency}', 'O-NOBODY', 'DEBIT', -5)",
     "money.unclaimed O-NOBODY",
     {"balance.sum"}},
    {"MoneyFromNowhere",
     "balances",
     "update balances.balance set amount = amount + 1 where user_id = {done.user} and currency = '{done.currency}'",
     "balance.sum {done.account}",
     {"event.fold"}},
    {"EntriesWithoutBalance",
     "balances",
     "delete from balances.balance where user_id = {done.user} and currency = '{done.currency}'",
     "balance.sum {done.account}",
     {"event.fold"}},
    {"OrderBehindItsSaga",
     "orders",
     "update orders.orders set status = 'VALIDATED' where order_id = '{done}'",
     "order.status {done}",
     {"event.fold"}},
    {"OrderThatNobodyPaid",
     "orders",
     "insert into orders.orders (order_id, user_id, status, amount, currency) values ('O-NEW', 1, 'COMPLETED', 1, "
     "'KRW')",
     "order.unclaimed O-NEW",
     {"event.fold"}},
    {"CouponOfAFailedOrder",
     "orders",
     "insert into orders.coupon (coupon_id, user_id, discount, status, used_by_order)"
     " values ('CPN-X', 1, 1, 'USED', '{undone}');"
     "update orders.orders set coupon_id = 'CPN-X' where order_id = '{undone}'",
     "coupon.order-failed CPN-X",
     {"event.fold"}},
    {"CouponOfNobody",
     "orders",
     "insert into orders.coupon (coupon_id, user_id, discount, status, used_by_order)"
     " values ('CPN-X', 1, 1, 'USED', 'O-NOBODY')",
     "coupon.used-by-none CPN-X",
     {}},
    {"ReleaseOfTheWrongThing",
     "products",
     "update products.stock_entry set confirmed = false where order_id = '{undone}' and kind = 'RELEASE'",
     "stock.entries {undone}",
     {"stock.sum", "event.fold"}},
    {"SoldToNobody",
     "products",
     "insert into products.stock_entry (product_id, order_id, kind, quantity)"
     " values ({done.product}, 'O-NOBODY', 'RESERVE', 1), ({done.product}, 'O-NOBODY', 'CONFIRM', 1)",
     "stock.unclaimed O-NOBODY",
     {"stock.sum", "event.fold"}},
    {"StockFromNowhere",
     "products",
     "update products.product set available = available + 7 where product_id = {done.product}",
     "stock.sum {done.product}",
     {}},
    {"TwoPayments",
     "payments",
     "drop index payments.payment_completed_once;"
     "insert into payments.payment (order_id, user_id, amount, currency, status, route)"
     " select order_id, user_id, amount, currency, status, route from payments.payment where order_id = '{done}'",
     "payment.twice {done}",
     {"event.fold"}},
    {"PaymentThatNobodyAskedFor",
     "payments",
     "insert into payments.payment (payment_id, order_id, user_id, amount, currency, status, route)"
     " values ('{unknown}', 'O-NOBODY', 1, 1, 'KRW', 'COMPLETED', 'EVENT_DRIVEN')",
     "payment.unclaimed {unknown}",
     {"event.fold"}},
    {"LegacyHalfPaid",
     "payments",
     "delete from payments.payment where order_id = '{legacy}'",
     "legacy.incomplete {legacy}",
     {}},
    {"LegacyRefusedAndDebited",
     "balances",
     "insert into balances.balance_entry (user_id, currency, order_id, kind, amount)"
     " values ({done.user}, '{done.currency}', '{legacy-refused}', 'DEBIT', -5)",
     "legacy.effects-stand {legacy-refused}",
     {"balance.sum"}},
    {"AnEventIsMissing",
     "orders",
     "delete from orders.event_store where aggregate_id = 'order/{done}' and sequence_number = 2",
     "event.gap order/{done}",
     {}},
    {"AnAccountsEventIsMissing",
     "balances",
     "delete from balances.event_store where aggregate_id = 'account/{done.account}' and sequence_number = 1",
     "event.gap account/{done.account}",
     {}},
    {"EventsOfAnotherPayment",
     "payments",
     "update payments.event_store set event_data = replace(event_data, '\"amount\":', '\"amount\":1')"
     " where aggregate_id = 'payment/{done.payment}'",
     "event.fold payment/{done.payment}",
     {}},
    {"ReplyWithoutEffect",
     "payments",
     "insert into payments.inbox (saga_id, step_name, action_reply)"
     " values ('{invalid.saga}', 'PaymentCreation', '{\"eventType\":\"PaymentCompleted\"}')",
     "inbox.no-effect {invalid.saga}",
     {}},
    {"EffectWithoutReply",
     "balances",
     "delete from balances.inbox where saga_id = '{done.saga}'",
     "inbox.no-reply {done.saga}",
     {}},
    {"WorkedForNobody",
     "orders",
     "insert into orders.inbox (saga_id, step_name, action_reply) values ('{unknown}', 'OrderValidation', '{}')",
     "inbox.saga-missing {unknown}",
     {}},
};

void PrintTo(const Plant& plant, std::ostream* out) { *out << plant.name; }

class PlantTest : public testing::TestWithParam<Plant> {
 protected:
  PaidWorld world_;
};

TEST_P(PlantTest, IsFound) {
  const Plant& plant = GetParam();
  world_.run(plant.schema, plant.sql);
  const auto report = verify(sources_of(world_.config()), at_rest());
  const std::string must = world_.fill(plant.must);
  EXPECT_THAT(found_by(report), Contains(must));
  const std::string kind = must.substr(0, must.find(' '));
  for (const Finding& finding : report.findings) {
    const Kind* known = find_kind(finding.kind);
    ASSERT_NE(known, nullptr) << finding.kind;
    EXPECT_EQ(finding.subject_type, known->subject_type) << finding.kind;
    EXPECT_NE(finding.detail.find("expected"), std::string::npos) << finding.detail;
    EXPECT_TRUE(finding.kind + " " + finding.subject == must ||
                (finding.kind != kind && plant.also.contains(finding.kind)))
        << finding.kind << ' ' << finding.subject << ": " << finding.detail;
  }
  EXPECT_LT(report.consistency(), 100.0);
}

INSTANTIATE_TEST_SUITE_P(S15Verification, PlantTest, testing::ValuesIn(kPlants),
                         [](const auto& plant) { return std::string(plant.param.name); });

}  // namespace
}  // namespace saga::test
