// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>

#include <fmt/format.h>

#include "backend/payment/projection/order_summary.h"
#include "tests/payment/system_fixture.h"
#include "tests/support/servers.h"

// S8, the projection: orders.order_summary is what the event store of orders says, and can be made again from it.
namespace saga::test {
namespace {

using namespace saga::payment;
using namespace std::chrono_literals;

class S8Projection : public SystemTest {
 protected:
  // As many orders are in it as there are, each as its row says.
  [[nodiscard]] testing::AssertionResult is_right(const std::string& orders) {
    return becomes(
        "select count(*), count(s.order_id), count(*) filter (where (o.user_id, o.status, o.amount, "
        "o.currency, o.coupon_id) is distinct from (s.user_id, s.status, s.amount, s.currency, "
        "s.coupon_id)) from orders.orders o full join orders.order_summary s using (order_id)",
        fmt::format("{0}|{0}|0", orders));
  }
  // Beside the fixture's own.
  [[nodiscard]] std::unique_ptr<pg::Session> open_other() { return open_session(config_.conninfo_of(Role::Orders)); }
  Rebuilt rebuild() {
    const auto rebuilt = rebuild_order_summary(config_);
    EXPECT_TRUE(rebuilt) << rebuilt.error().message;
    return rebuilt.value_or(Rebuilt{});
  }
};

TEST_F(S8Projection, FollowsTheEventsOfEachOrder) {
  start();
  pay(60, {.insufficient = 20, .invalid = 10, .no_stock = 10, .coupon = 30, .hot = 0});
  EXPECT_TRUE(is_right("60"));
  EXPECT_EQ(value("select count(*) from orders.order_summary where status = 'COMPLETED' and (created_at is null or "
                  "validated_at < created_at or completed_at < validated_at or cancelled_at is not null)"),
            "0");
  EXPECT_EQ(value("select count(*) from orders.order_summary where status <> 'COMPLETED' and cancelled_at is null"),
            "0");
  EXPECT_EQ(value("select count(*) from orders.order_summary s join orders.coupon c using (coupon_id) where "
                  "s.coupon_used <> (c.used_by_order is not distinct from s.order_id)"),
            "0");
  const Rebuilt rebuilt = rebuild();
  EXPECT_TRUE(rebuilt.was_right());
  EXPECT_EQ(rebuilt.folded, 60);
}

TEST_F(S8Projection, ARebuildWhilePaymentsRunEqualsTheLiveOne) {
  start();
  std::jthread payments(
      [&] { pay(300, {.insufficient = 5, .invalid = 5, .no_stock = 5, .coupon = 10, .hot = 10}, 60); });
  for (int i = 0; i < 8; ++i) {
    std::this_thread::sleep_for(300ms);
    EXPECT_TRUE(rebuild().was_right());
  }
  payments.join();
  EXPECT_TRUE(is_right("300"));
  EXPECT_EQ(rebuild(), (Rebuilt{.folded = 300}));
}

TEST_F(S8Projection, ADamagedOneIsPutRightByARebuild) {
  start();
  pay(20);
  ASSERT_TRUE(is_right("20"));
  run("update orders.order_summary set amount = amount + 1, last_sequence = 99 where order_id = (select min(order_id) "
      "from orders.order_summary)");
  run("delete from orders.order_summary where order_id = (select max(order_id) from orders.order_summary)");
  run("insert into orders.order_summary (order_id, status, coupon_used, last_sequence) values ('O-none', 'CREATED', "
      "false, 1)");
  EXPECT_EQ(rebuild(), (Rebuilt{.folded = 20, .missing = 1, .different = 1, .surplus = 1}));
  EXPECT_TRUE(is_right("20"));
  EXPECT_TRUE(rebuild().was_right());
}

// A transaction that began before others and commits after them, as a prepared one may by minutes, is not left out.
TEST_F(S8Projection, WhatIsCommittedLateIsSeenAllTheSame) {
  config_.roles = {Role::Projector};
  start();
  auto late = databases().orders.begin();
  ASSERT_TRUE(late);
  const auto event = [](int order) {
    return fmt::format(
        "insert into orders.event_store (aggregate_id, sequence_number, event_type, event_data) values ('order/O-{}', "
        "1, 'OrderCreated', '{{\"userId\":1,\"amount\":100,\"currency\":\"KRW\"}}')",
        order);
  };
  ASSERT_TRUE(late->execute(event(1)));
  const auto other = open_other();
  ASSERT_TRUE(other->execute(event(2)));
  const auto seen = [&] {
    const auto rows =
        other->read("select coalesce(string_agg(order_id, ' ' order by order_id), '') from orders.order_summary");
    return rows ? rows->one([](const pg::Row& row) { return row.text(0); }).value_or("") : rows.error().message;
  };
  for (int i = 0; i < 200 && seen() != "O-2"; ++i) std::this_thread::sleep_for(50ms);
  EXPECT_EQ(seen(), "O-2");
  ASSERT_TRUE(late->commit());
  for (int i = 0; i < 200 && seen() != "O-1 O-2"; ++i) std::this_thread::sleep_for(50ms);
  EXPECT_EQ(seen(), "O-1 O-2");
}

}  // namespace
}  // namespace saga::test
