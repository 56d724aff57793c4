// SPDX-License-Identifier: GPL-3.0-or-later
// Row S10: the same system with one database or one per domain, by configuration alone. Each database of its own holds
// one schema only, so a statement that goes to the wrong one fails. The tests of S1 and S5 and those of payment-load
// (load_run_test.cpp) run with both, too.
//
// Planted defect, seen red: let the participant of orders use the saga database (participants.cpp).
#include "tests/payment/shop.h"
#include "tests/payment/system_fixture.h"

namespace saga::test {
namespace {

using namespace saga::payment;

class S10_Databases : public SystemTest, public testing::WithParamInterface<Layout> {
 protected:
  S10_Databases() : SystemTest(GetParam()) {}
};

INSTANTIATE_TEST_SUITE_P(Databases, S10_Databases, testing::Values(Layout::OneDatabase, Layout::OneADomain),
                         [](const auto& layout) { return to_text(layout.param); });

TEST_P(S10_Databases, EverySagaEndsAsItShould) {
  start();
  const LoadResult result = pay(200, {.insufficient = 10, .invalid = 10, .no_stock = 10, .coupon = 20, .hot = 30});
  EXPECT_EQ(result.completed + result.failed, 200);
  EXPECT_GT(result.completed, 80);
  EXPECT_GT(result.failed, 20);
  expect_sound();
}

TEST_P(S10_Databases, BothRoutesShareTheDomains) {
  start();
  Shop shop(config_);
  const LoadMix mix{.insufficient = 10, .invalid = 10, .no_stock = 10, .coupon = 20, .hot = 50};
  shop.ask_legacy(shop.place(60, mix));
  shop.ask(shop.place(60, mix));
  EXPECT_TRUE(becomes("select route, count(outcome) from saga.payment_route group by 1 order by 1",
                      "EVENT_DRIVEN|60\nLEGACY|60"));
  expect_sound();
}

}  // namespace
}  // namespace saga::test
