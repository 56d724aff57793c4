// SPDX-License-Identifier: GPL-3.0-or-later
// The routing page's state beside running gateways: a flip, the emergency rollback by both paths and by Redis alone,
// its release. Real servers, real traffic.
#include <gmock/gmock.h>

#include "backend/attach/connect.h"
#include "backend/attach/routing.h"
#include "backend/postgres/session.h"
#include "backend/services/live_attachment.h"
#include "backend/services/live_rollback.h"
#include "tests/integration/live_system.h"
#include "ui/async/gui_executor.h"
#include "ui/routing/gateway_model.h"
#include "ui/routing/routing_controller.h"

namespace saga::test {
namespace {

using namespace std::chrono_literals;
using Stage = ui::ToggleProgress::Stage;

// The Routing page without its widgets: what it shows is the controllers' state.
struct OpenRouting {
  SystemClock clock;
  ui::GuiExecutor gui;
  LiveAttachment attachment;
  LiveRollback emergency;
  ui::RollbackController rollback{emergency, attachment, gui, clock};
  ui::RoutingController routing{attachment, rollback, gui, clock};

  explicit OpenRouting(const attach::Profile& profile)
      : attachment(attach::connectors(profile)), emergency(attach::rollback_connectors(profile)) {
    rollback.start();
    routing.start();
    routing.watch(true);
  }
  [[nodiscard]] bool ready() const {
    return routing.snapshot() && routing.platform() && !routing.closed_because() && rollback.postgres_says() == false &&
           rollback.redis_says() == false && !rollback.gateways().live.empty();
  }
  [[nodiscard]] const Toggle& canary() const { return *find_toggle(routing.snapshot()->toggles, kCanaryToggle); }
  bool engage(const QString& why) {
    rollback.arm();
    return eventually([&] { return rollback.engage(why); }, 5s);
  }
};

attach::Profile profile() {
  const auto loaded = attach::load_profile(live_system().profile());
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return *loaded;
}

TEST(RoutingLive, AFlipIsObeyedByEveryGatewayAndSaysAfterHowLong) {
  OpenRouting open(profile());
  ASSERT_TRUE(eventually([&] { return open.ready(); }, 20s));
  const std::string before = open.canary().value;
  const std::string other = before == "35" ? "40" : "35";
  open.routing.change(std::string(kCanaryToggle), other, open.canary().version, QStringLiteral("a flip"));
  ASSERT_TRUE(eventually([&] { return open.routing.progress() && open.routing.progress()->settled(); }, 15s));
  EXPECT_EQ(open.routing.progress()->stage, Stage::Obeyed) << open.routing.progress()->text;
  ASSERT_TRUE(open.routing.progress()->obeyed_after);
  EXPECT_LT(*open.routing.progress()->obeyed_after, 5s);
  EXPECT_EQ(open.canary().value, other);
  EXPECT_EQ(open.routing.snapshot()->history.front().value_before, before);
  EXPECT_EQ(open.routing.snapshot()->history.front().toggle.updated_by, "kim.sujin");

  // With the version that was seen before: somebody else has acted since.
  const std::int64_t old = open.canary().version;
  const Ran set = sagactl({"--profile", live_system().profile(), "--json", "toggles", "set", std::string(kCanaryToggle),
                           before, "--reason", "and back"});
  ASSERT_EQ(set.exit_code, 0) << set.output;
  open.routing.change(std::string(kCanaryToggle), "1", old, QStringLiteral("too late"));
  ASSERT_TRUE(eventually([&] { return open.routing.progress()->settled(); }, 15s));
  EXPECT_EQ(open.routing.progress()->stage, Stage::Conflict);
  EXPECT_THAT(open.routing.progress()->text, testing::HasSubstr("kim.sujin set it to " + before));
}

TEST(RoutingLive, TheRollbackIsObeyedDrainsAndIsReleased) {
  OpenRouting open(profile());
  ASSERT_TRUE(eventually([&] { return open.ready(); }, 20s));
  ASSERT_TRUE(open.engage(QStringLiteral("payments fail")));
  ASSERT_TRUE(eventually([&] { return open.rollback.time_to_safe().has_value(); }, 15s));
  EXPECT_LT(*open.rollback.time_to_safe(), 5s);
  EXPECT_EQ(open.rollback.postgres_says(), true);
  EXPECT_EQ(open.rollback.redis_says(), true);
  EXPECT_EQ(open.routing.closed_because()->toStdString(), "locked while the emergency rollback is engaged");
  EXPECT_EQ(open.routing.badge().text.toStdString(), "0 %");

  // What was in flight goes on to its end; what does not move by itself is left to a person.
  ASSERT_TRUE(eventually([&] { return open.routing.snapshot()->in_flight.moving() == 0; }, 120s));
  ASSERT_TRUE(eventually([&] { return !open.rollback.release_closed_because(0).has_value(); }, 5s));
  ASSERT_TRUE(open.rollback.release(open.rollback.toggle()->version, open.routing.snapshot()->in_flight.moving(),
                                    QStringLiteral("mended")));
  EXPECT_TRUE(eventually([&] { return !open.rollback.engaged() && open.rollback.stragglers().empty(); }, 15s));
  EXPECT_EQ(open.rollback.redis_says(), false);
}

TEST(RoutingLive, WhilePostgresIsDownItIsEngagedByRedisAndTheJournalIsToldLater) {
  demo::Demo& system = live_system();
  OpenRouting open(profile());
  ASSERT_TRUE(eventually([&] { return open.ready(); }, 20s));
  ASSERT_TRUE(system.stop_postgres());
  ASSERT_TRUE(eventually([&] { return open.routing.lost() && !open.rollback.postgres_says(); }, 15s));
  ASSERT_TRUE(open.engage(QStringLiteral("the database burns")));
  ASSERT_TRUE(eventually([&] { return open.rollback.engaged() && open.rollback.report().has_value(); }, 15s));
  EXPECT_TRUE(open.rollback.report()->second_path_written);
  EXPECT_TRUE(open.rollback.report()->kept);
  ASSERT_TRUE(system.start_postgres());
  EXPECT_TRUE(eventually([&] { return open.rollback.postgres_says() == true; }, 30s)) << "PostgreSQL was not told";
  const auto session = pg::Session::open({.conninfo = system.conninfo("postgres"), .read_only = true});
  ASSERT_TRUE(session) << session.error().message;
  const auto noted = (*session)->read(
      "select count(*) as n from saga.journal_view where kind = 'OBSERVED' and why = 'the database burns'");
  ASSERT_TRUE(noted) << noted.error().message;
  EXPECT_EQ(noted->one([](const pg::Row& row) { return row.int64("n"); }).value(), 1);
  ASSERT_TRUE(eventually([&] { return open.rollback.time_to_safe().has_value(); }, 30s));
  ASSERT_TRUE(eventually([&] { return open.routing.snapshot()->in_flight.moving() == 0; }, 120s));
  ASSERT_TRUE(open.rollback.release(open.rollback.toggle()->version, open.routing.snapshot()->in_flight.moving(),
                                    QStringLiteral("mended")));
  EXPECT_TRUE(eventually([&] { return !open.rollback.engaged() && open.rollback.stragglers().empty(); }, 20s));
  EXPECT_THAT(system.take_failures(), testing::IsEmpty()) << "payment-sagad did not live through it";
}

}  // namespace
}  // namespace saga::test
