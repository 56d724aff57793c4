// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/verification/verification.h"

#include <gmock/gmock.h>

#include "backend/payment/event.h"
#include "backend/payment/verification/kinds.h"
#include "backend/redis/streams.h"
#include "tests/payment/paid_world.h"
#include "tests/support/servers.h"
#include "tests/support/verified.h"

// Every kind of inconsistency, planted into the data of a system that has worked, is found, and says what it concerns;
// and where nothing is planted nothing is found.
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;
using testing::Contains;
using testing::IsEmpty;

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

class S15Verification : public testing::Test {
 protected:
  PaidWorld world_;
};

TEST_F(S15Verification, FindsNothingWhereNothingIsWrong) {
  const auto report = verify(sources_of(world_.config()), at_rest());
  EXPECT_THAT(found_by(report), IsEmpty());
  EXPECT_THAT(report.unread, IsEmpty());
  EXPECT_EQ(report.consistency(), 100.0);
  for (const Kind& kind : kinds()) {
    // Nothing of that is there.
    if (kind.name == kind::kPrepared || kind.name == kind::kStreamWithoutSaga) continue;
    if (kind.name.starts_with("delivery.") || kind.name == kind::kOutboxWaiting) continue;
    EXPECT_TRUE(report.checked.contains(kind.name) && report.checked.at(std::string(kind.name)) > 0) << kind.name;
  }
}

TEST_F(S15Verification, APreparedTransactionThatNobodyRecoversIsFound) {
  const std::string gid = world_.fill("saga-legacy:{unknown}:balances");
  world_.run("balances",
             "begin; update balances.balance set amount = amount where user_id = {done.user};"
             "prepare transaction '" +
                 gid + "'");
  EXPECT_THAT(found_by(verify(sources_of(world_.config()), at_rest())), Contains("transaction.prepared " + gid));
  auto options = at_rest();
  options.prepared_after = 1h;
  EXPECT_THAT(found_by(verify(sources_of(world_.config()), options)), IsEmpty());
  world_.run("balances", "rollback prepared '" + gid + "'");
}

TEST_F(S15Verification, AnEventOfNoSagaIsFoundInItsStream) {
  const auto client = open_client(world_.config().redis);
  Event event{.event_id = new_uuid_v7(SystemClock().now()),
              .event_type = "OrderValidated",
              .saga_id = world_.fill("{unknown}"),
              .correlation_id = {},
              .traceparent = {},
              .occurred_at = SystemClock().now()};
  const auto added = redis::expect_ok(client->call(redis::xadd_command("order.validated", "event", encode(event))));
  ASSERT_TRUE(added) << added.error().message;
  const std::string id = *added->text();
  const auto report = verify(sources_of(world_.config()), at_rest());
  EXPECT_THAT(found_by(report), testing::ElementsAre("stream.saga-missing order.validated " + id));
  ASSERT_TRUE(client->call({"XDEL", "order.validated", id}));
}

class S15VerificationDeliveries : public S15Verification {
 protected:
  // As if a publisher had taken all that happened.
  void publish() {
    const std::string payments =
        world_.value("payments",
                     "select string_agg(format('(''%s''::uuid, ''%s''::timestamptz)', payment_id, created_at), ', ')"
                     " from payments.payment");
    world_.run(
        "saga",
        "insert into saga.external_event_log (event_id, target_system, event_type, event_data, order_key, shard,"
        " occurred_at)"
        " select e.id, t, 'PaymentCompleted', '{}', 'payment/' || p.id, 1, p.at"
        "   from (values " +
            payments +
            ") p (id, at),"
            "        lateral (select saga.uuid_v7(p.at) as id) e, unnest(array['analytics', 'warehouse', 'crm']) t");
    world_.run("saga", "insert into saga.external_shard (target_system, shard) values ('outbox/payments', 0)");
    world_.run("payments", "delete from payments.outbox");
  }
  std::set<std::string> found() { return found_by(verify(sources_of(world_.config()), at_rest())); }
};

TEST_F(S15VerificationDeliveries, AreAllThere) {
  publish();
  const auto report = verify(sources_of(world_.config()), at_rest());
  EXPECT_THAT(found_by(report), IsEmpty());
  for (const auto kind : {kind::kDeliveryMissing, kind::kDeliveryUnasked, kind::kOutboxWaiting}) {
    EXPECT_TRUE(report.checked.contains(kind) && report.checked.at(std::string(kind)) > 0) << kind;
  }
}

TEST_F(S15VerificationDeliveries, APaymentThatOneTargetNeverHearsOfIsFound) {
  publish();
  world_.run("saga",
             "delete from saga.external_event_log where order_key = 'payment/{done.payment}'"
             " and target_system = 'crm'");
  EXPECT_THAT(found(), testing::ElementsAre(world_.fill("delivery.missing {done.payment}")));
}

TEST_F(S15VerificationDeliveries, WhatStillWaitsInTheOutboxIsNotMissing) {
  publish();
  world_.run("saga", "delete from saga.external_event_log where order_key = 'payment/{done.payment}'");
  EXPECT_THAT(found(), testing::ElementsAre(world_.fill("delivery.missing {done.payment}")));
  world_.run("payments",
             "insert into payments.outbox (event_type, event_data)"
             " values ('PaymentCompleted', '{\"paymentId\":\"{done.payment}\"}')");
  EXPECT_THAT(found(), IsEmpty());
}

TEST_F(S15VerificationDeliveries, WhatNobodyTakesOutOfTheOutboxIsFound) {
  publish();
  world_.run("payments",
             "insert into payments.outbox (event_id, event_type, event_data, created_at)"
             " values ('{unknown}', 'PaymentCompleted', '{}', now() - interval '11 minutes')");
  EXPECT_THAT(found(), testing::ElementsAre(world_.fill("outbox.waiting {unknown}")));
  world_.run("saga", "delete from saga.external_shard");
  EXPECT_THAT(found(), IsEmpty()) << "where nobody publishes, nothing waits";
}

TEST_F(S15VerificationDeliveries, ADeliveryThatNobodyAskedForIsFound) {
  publish();
  const std::string deliver =
      "insert into saga.external_event_log (event_id, target_system, event_type, event_data, order_key, shard,"
      " occurred_at) values ('{unknown}', ";
  world_.run("saga", deliver + "'weather', 'PaymentCompleted', '{}', 'payment/{done.payment}', 1, now())");
  EXPECT_THAT(found(), testing::ElementsAre(world_.fill("delivery.unasked {unknown} weather")));
  world_.run("saga", "delete from saga.external_event_log where target_system = 'weather'");
  world_.run("saga", deliver + "'crm', 'PaymentCompleted', '{}', 'payment/{unknown}', 1, now())");
  EXPECT_THAT(found(), testing::ElementsAre(world_.fill("delivery.unasked {unknown} crm")));
}

TEST_F(S15Verification, OnlyTheKindsThatAreAskedForAreTold) {
  world_.run("payments", "delete from payments.payment where order_id = '{done}'");
  auto options = at_rest();
  options.kinds = {std::string(kind::kNoPayment)};
  const auto report = verify(sources_of(world_.config()), options);
  EXPECT_THAT(found_by(report), testing::ElementsAre(world_.fill("saga.no-payment {done.saga}")));
  EXPECT_EQ(report.checked.size(), 1U);
}

TEST_F(S15Verification, WhatHasChangedIsVerifiedByItself) {
  world_.run("balances", "delete from balances.balance_entry where order_id = '{done}'");
  world_.run("balances", "update balances.balance set amount = amount + 1 where user_id = {done.user}");
  auto options = at_rest();
  options.since = 1h;
  const auto report = verify(sources_of(world_.config()), options);
  EXPECT_THAT(found_by(report), Contains(world_.fill("saga.no-debit {done.saga}")));
  EXPECT_TRUE(report.since);
  // Sums need all entries, and are left to the next run over everything.
  EXPECT_FALSE(report.checked.contains("balance.sum"));
  EXPECT_GT(report.checked.at("event.fold"), 0);
}

TEST_F(S15Verification, OldClaimsAreNotReadWhenOnlyChangesAre) {
  world_.run("saga",
             "update saga.payment_route set claimed_at = now() - interval '2 hours';"
             "update saga.saga_state set updated_at = now() - interval '2 hours'");
  auto options = at_rest();
  options.since = 1h;
  options.kinds = {std::string(kind::kRouteOutcome)};
  EXPECT_EQ(verify(sources_of(world_.config()), options).checked["route.outcome"], 0);
}

TEST_F(S15Verification, WhatJustChangedIsLeftOut) {
  world_.run("payments", "delete from payments.payment where order_id = '{done}'");
  world_.run("saga", "update saga.saga_state set updated_at = now() where saga_id = '{done.saga}'");
  auto options = at_rest();
  options.margin = 1h;
  const auto report = verify(sources_of(world_.config()), options);
  EXPECT_GT(report.in_motion, 0);
  EXPECT_FALSE(found_by(report).contains(world_.fill("saga.no-payment {done.saga}")));
}

// What is healed between two looks was never a discrepancy.
TEST_F(S15Verification, WhatIsRightAtTheNextLookIsNoFinding) {
  world_.run("orders", "update orders.orders set status = 'VALIDATED' where order_id = '{done}'");
  const SystemClock clock;
  auto options = at_rest();
  options.pause = 50ms;
  Verification verification(sources_of(world_.config()), options, clock);
  while (!verification.wait_until()) ASSERT_TRUE(verification.step());
  world_.run("orders", "update orders.orders set status = 'COMPLETED' where order_id = '{done}'");
  Result<bool> more = true;
  while (more && *more) more = verification.step();
  ASSERT_TRUE(more) << more.error().message;
  EXPECT_THAT(found_by(verification.report()), IsEmpty());
}

TEST_F(S15Verification, ADatabaseThatCannotBeReadIsSaidAndTheOthersAreVerified) {
  world_.run("saga", "update saga.payment_route set outcome = 'FAILED' where order_id = '{done}'");
  auto sources = sources_of(world_.config());
  sources.conninfo[Place::Balances] += " dbname=nowhere";
  sources.redis.reset();
  sources.redis_missing = "no Redis";
  const auto report = verify(std::move(sources), at_rest());
  EXPECT_THAT(found_by(report), testing::ElementsAre(world_.fill("route.outcome {done}")));
  ASSERT_EQ(report.unread.size(), 2U);
  EXPECT_EQ(report.unread[0].what, "balances");
  EXPECT_THAT(report.unread[0].kinds, Contains("balance.sum"));
  EXPECT_EQ(report.unread[1].what, "redis");
  EXPECT_FALSE(report.checked.contains("saga.no-debit"));
  EXPECT_GT(report.checked.at("saga.no-payment"), 0);
}

TEST_F(S15Verification, WhereTooMuchIsWrongItStopsAndSaysSo) {
  world_.run("saga", "update saga.payment_route set outcome = 'FAILED' where outcome = 'COMPLETED'");
  auto options = at_rest();
  options.window = 5;
  options.most = 3;
  const auto report = verify(sources_of(world_.config()), options);
  EXPECT_GE(report.findings.size(), 3U);
  EXPECT_LE(report.findings.size(), 8U);
  ASSERT_EQ(report.unread.size(), 1U);
  EXPECT_EQ(report.unread[0].what, "the rest");
}

TEST_F(S15Verification, WithoutTheSagasThereIsNothingToCompare) {
  auto sources = sources_of(world_.config());
  sources.conninfo[Place::Saga] += " dbname=nowhere";
  const SystemClock clock;
  Verification verification(std::move(sources), at_rest(), clock);
  Result<bool> more = true;
  while (more && *more) more = verification.step();
  EXPECT_FALSE(more);
}

}  // namespace
}  // namespace saga::test
