// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/domain/routing.h"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

// Which way a payment takes. One line a case: what the toggles say, who pays, and what is decided.
//
// That this test can fail was shown by planting defects in decide() (backend/domain/routing.cpp), one at a time:
//   - the question for the VIP before the one for the first users
//   - `<=` instead of `<` where the canary is compared
//   - the rollback asked after the toggle
namespace saga {
namespace {

constexpr const char* kCases = R"(
  rollback unreadable enabled canary  user vip   route        why
  -        -          -       0          7 -     LEGACY       the event-driven route is off
  -        -          -       100      100 -     LEGACY       the event-driven route is off
  -        -          yes     0          7 -     LEGACY       outside the canary, 7 >= 0
  -        -          yes     0        100 -     EVENT_DRIVEN first users, id % 100 = 0
  -        -          yes     0        100 vip   EVENT_DRIVEN first users, id % 100 = 0
  -        -          yes     0          0 -     EVENT_DRIVEN first users, id % 100 = 0
  -        -          yes     8        107 -     EVENT_DRIVEN canary, 7 < 8
  -        -          yes     7        107 -     LEGACY       outside the canary, 7 >= 7
  -        -          yes     8        107 vip   LEGACY       VIP user
  -        -          yes     7        107 vip   LEGACY       VIP user
  -        -          yes     100      199 -     EVENT_DRIVEN canary, 99 < 100
  -        -          yes     100      199 vip   LEGACY       VIP user
  -        -          yes     99       199 -     LEGACY       outside the canary, 99 >= 99
  -        -          yes     50        -7 -     LEGACY       outside the canary, 93 >= 50
  -        -          yes     50      -100 -     EVENT_DRIVEN first users, id % 100 = 0
  yes      -          yes     100      100 -     LEGACY       the emergency rollback is engaged
  yes      -          -       100        7 -     LEGACY       the emergency rollback is engaged
  yes      yes        yes     100        7 vip   LEGACY       the emergency rollback is engaged
  -        yes        yes     100      100 -     LEGACY       the toggles could not be read
  -        yes        -       100        7 -     LEGACY       the toggles could not be read
)";

TEST(S12Routing, TheFirstReasonThatAppliesDecides) {
  std::istringstream lines(kCases);
  std::string line;
  int cases = 0;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string rollback, unreadable, enabled, canary, user, vip, route, why;
    if (!(words >> rollback >> unreadable >> enabled >> canary >> user >> vip >> route) || rollback == "rollback") {
      continue;
    }
    std::getline(words >> std::ws, why);
    const RoutingState state{.rollback = rollback == "yes",
                             .unreadable = unreadable == "yes",
                             .enabled = enabled == "yes",
                             .canary_percent = std::stoi(canary)};
    const std::int64_t id = std::stoll(user);
    const RoutingDecision decision = decide(state, id, vip == "vip");
    EXPECT_EQ(to_text(decision.route), route) << line;
    EXPECT_EQ(explain(decision, state, id), why) << line;
    EXPECT_TRUE(!closed(state) || decision.route == Route::Legacy) << line;
    ++cases;
  }
  EXPECT_EQ(cases, 20);
}

TEST(S12Routing, VipIsAskedForOnlyWhereItDecides) {
  EXPECT_FALSE(vip_matters({.rollback = true, .enabled = true, .canary_percent = 100}, 7));
  EXPECT_FALSE(vip_matters({.unreadable = true, .enabled = true, .canary_percent = 100}, 7));
  EXPECT_FALSE(vip_matters({.enabled = false, .canary_percent = 100}, 7));
  EXPECT_FALSE(vip_matters({.enabled = true, .canary_percent = 100}, 300));
  EXPECT_TRUE(vip_matters({.enabled = true, .canary_percent = 100}, 7));
  EXPECT_TRUE(vip_matters({.enabled = true, .canary_percent = 5}, 7)) << "the route is the same, its reason is not";
}

TEST(S12Routing, ACanaryGrowsAndNobodyLeavesItAgain) {
  for (int percent = 0; percent <= 100; ++percent) {
    const RoutingState state{.enabled = true, .canary_percent = percent};
    int event_driven = 0;
    for (std::int64_t user = 1000; user < 1100; ++user) {
      const bool now = decide(state, user, false).route == Route::EventDriven;
      event_driven += now ? 1 : 0;
      const RoutingState more{.enabled = true, .canary_percent = percent + 1};
      EXPECT_TRUE(!now || decide(more, user, false).route == Route::EventDriven) << user << " at " << percent;
    }
    EXPECT_EQ(event_driven, std::max(1, percent)) << "the first users are there at 0 as well";
  }
}

TEST(S13Routing, AToggleThatCannotBeReadMeansItsCarefulDefault) {
  EXPECT_TRUE(enabled_from("true"));
  for (const char* text : {"false", "", "TRUE", "yes", "1"}) EXPECT_FALSE(enabled_from(text)) << text;
  EXPECT_EQ(canary_percent_from("0"), 0);
  EXPECT_EQ(canary_percent_from("100"), 100);
  for (const char* text : {"", "101", "-1", "5 ", "many", "5.5", "99999999999"}) {
    EXPECT_EQ(canary_percent_from(text), 0) << text;
  }
  // In an incident somebody types what comes to mind.
  for (const char* text : {"true", "TRUE", "1", "on", "engaged"}) EXPECT_TRUE(rollback_from(text)) << text;
  for (const char* text : {"false", ""}) EXPECT_FALSE(rollback_from(text)) << text;
}

}  // namespace
}  // namespace saga
