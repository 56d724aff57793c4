// SPDX-License-Identifier: GPL-3.0-or-later
#include <random>
#include <thread>

#include <fmt/format.h>

#include "backend/payment/projection/order_summary.h"
#include "tests/fault/process_fixture.h"

// S8, the projection: after a run in which those who make it were killed again and again, it is what a rebuild makes.
namespace saga::test {
namespace {

using namespace std::chrono_literals;

class S8ProjectionKills : public ProcessTest {};

TEST_F(S8ProjectionKills, LeaveItAsARebuildMakesIt) {
  constexpr int kKills = 15;
  const auto others = start("others", "gateway,orchestrator,orders,balances,products,payments,legacy,janitor");
  std::optional<ChildProcess> first = start("p-1", "projector");
  const auto second = start("p-2", "projector");  // takes turns with the one that is killed
  run("update saga.feature_toggle set value = '100', version = nextval('saga.toggle_version') "
      "where name = 'payment.canary.percent'");
  keep_paying();
  std::mt19937 random(std::random_device{}());
  std::uniform_int_distribution<int> life(30, 700);
  for (int killed = 0; killed < kKills; ++killed) {
    std::this_thread::sleep_for(std::chrono::milliseconds(life(random)));
    first->terminate(0ms, SIGKILL);
    first.reset();
    first = start("p-1", "projector");
  }
  stop_paying();
  EXPECT_TRUE(
      becomes("select count(*) from orders.orders o full join orders.order_summary s using (order_id) where "
              "(o.user_id, o.status, o.amount, o.currency, o.coupon_id) is distinct from "
              "(s.user_id, s.status, s.amount, s.currency, s.coupon_id)",
              "0"));
  const auto rebuilt = payment::rebuild_order_summary(config_);
  ASSERT_TRUE(rebuilt) << rebuilt.error().message;
  EXPECT_TRUE(rebuilt->was_right()) << rebuilt->missing << " " << rebuilt->different << " " << rebuilt->surplus;
  EXPECT_EQ(rebuilt->folded, number("select count(*) from orders.orders"));
  EXPECT_GT(rebuilt->folded, 100) << "the load was too thin to prove anything";
}

}  // namespace
}  // namespace saga::test
