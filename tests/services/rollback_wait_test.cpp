// SPDX-License-Identifier: GPL-3.0-or-later
// Who is waited for after an engagement or a drill, and who is named when the patience is over.
#include <gmock/gmock.h>

#include "backend/services/rollback.h"
#include "tests/support/manual_clock.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// PostgreSQL and its gateways, by the test's clock.
class Gateways final : public RoutingControl {
 public:
  explicit Gateways(ManualClock& clock) : clock_(clock) {}
  std::vector<GatewayReport> reports;
  std::chrono::seconds writing{0};  // what a drill takes

  Result<std::vector<Toggle>> toggles() override { return std::vector<Toggle>{}; }
  Result<GatewayReports> gateways() override { return GatewayReports{reports, clock_.now()}; }
  Result<std::vector<RouteStatistics>> statistics() override { return std::vector<RouteStatistics>{}; }
  ToggleOutcome set(const std::string&, const std::string&, std::int64_t, const std::string&) override { return {}; }
  ToggleOutcome engage_rollback(const std::string&) override { return {}; }
  ToggleOutcome release_rollback(std::int64_t, const std::string&) override { return {}; }
  ToggleOutcome note_rollback(TimePoint, const std::string&) override { return {}; }
  ToggleOutcome drill_rollback(const std::string&) override {
    clock_.turn(writing);
    return {Applied{"", 42, {}, "a drill"}, "false", 42};
  }

 private:
  ManualClock& clock_;
};

class RollbackWait : public testing::Test {
 protected:
  RollbackWait() {
    gateways.reports = {{.instance = "gw-1", .version = 42, .heartbeat_at = clock.now()},
                        {.instance = "gw-2", .version = 41, .heartbeat_at = clock.now() - 9s}};
  }
  // While it is waited the first gateway goes on to report.
  DrillReport drill() {
    const RollbackWorld world{.control = [this]() -> Result<RoutingControl*> { return &gateways; },
                              .keep = [](const PendingRollback&) -> Result<void> { return {}; },
                              .kept = [] { return Result<std::vector<PendingRollback>>(); },
                              .forget = [](std::size_t) -> Result<void> { return {}; },
                              .clock = clock};
    return drill_rollback(
        world, "monday",
        [this](std::chrono::milliseconds time) {
          clock.turn(time);
          gateways.reports.front().heartbeat_at = clock.now();
        },
        5s);
  }

  ManualClock clock{WallTime(std::chrono::seconds(1'773'205'544))};
  Gateways gateways{clock};
};

// Seen red where only those were looked at that still ran: after a second it was safe.
TEST_F(RollbackWait, WhoGoesSilentMeanwhileIsNamed) {
  const DrillReport report = drill();
  EXPECT_FALSE(report.safe());
  EXPECT_THAT(report.confirmation.confirmed, ElementsAre("gw-1"));
  EXPECT_THAT(report.confirmation.stragglers, ElementsAre("gw-2"));
  EXPECT_GE(report.confirmation.took, 5s) << "it is waited for as for any other";
}

TEST_F(RollbackWait, WhatTheWritingTakesDoesNotHideIt) {
  gateways.writing = 3s;
  EXPECT_THAT(drill().confirmation.stragglers, ElementsAre("gw-2")) << "it is silent when it is looked at first";
}

TEST_F(RollbackWait, WhoRanNoMoreAtTheStartOrEndedInOrderIsNotWaitedFor) {
  gateways.reports.back().heartbeat_at = clock.now() - 11s;
  EXPECT_TRUE(drill().safe());
  gateways.reports.pop_back();
  EXPECT_TRUE(drill().safe());
}

TEST_F(RollbackWait, WhoConfirmedBeforeItWentSilentIsNoStraggler) {
  gateways.reports.back().version = 42;
  gateways.writing = 3s;
  const DrillReport report = drill();
  EXPECT_THAT(report.confirmation.stragglers, IsEmpty());
  EXPECT_TRUE(report.safe());
}

}  // namespace
}  // namespace saga::test
