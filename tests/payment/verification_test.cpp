// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/payment/verification/verification.h"

#include <gmock/gmock.h>

#include "backend/payment/event.h"
#include "backend/payment/verification/kinds.h"
#include "backend/redis/streams.h"
#include "tests/payment/paid_world.h"
#include "tests/support/servers.h"
#include "tests/support/verified.h"

// What a verification reports of a system that has worked: nothing where nothing is planted, what changed, what cannot
// be read, when it stops; and of deliveries, streams and prepared transactions. verification_plants_test.cpp holds the
// table of what is planted into the tables.
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;
using testing::Contains;
using testing::IsEmpty;

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

// One order of which two things are wrong is one order.
TEST_F(S15Verification, TheConsistencyIsThePartOfAllSubjectsThatIsRight) {
  world_.run("saga", "update saga.payment_route set outcome = 'FAILED' where order_id = '{done}'");
  world_.run("orders", "update orders.orders set status = 'VALIDATED' where order_id = '{done}'");
  auto options = at_rest();
  options.kinds = {std::string(kind::kRouteOutcome), std::string(kind::kOrderStatus)};
  const auto report = verify(sources_of(world_.config()), options);
  EXPECT_THAT(found_by(report),
              testing::ElementsAre(world_.fill("order.status {done}"), world_.fill("route.outcome {done}")));
  EXPECT_GT(report.subjects, 10);
  EXPECT_DOUBLE_EQ(report.consistency(), 100.0 - 100.0 / static_cast<double>(report.subjects));
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
