// SPDX-License-Identifier: GPL-3.0-or-later
// The emergency rollback over both paths, each with threads and connections of its own: a path that hangs or is away
// does not keep the other from working.
#include "backend/services/live_rollback.h"

#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

namespace saga {
namespace {

using namespace std::chrono_literals;

// A database and a Redis as the connectors reach them, from several threads.
struct World {
  std::mutex mutex;
  bool postgres_up = true, redis_up = true;
  bool in_postgres = false, in_redis = false;
  std::int64_t version = 41;
  int opened = 0, noted = 0;
  std::vector<PendingRollback> kept;
  bool hangs = false;
  bool drill_waits = false;  // for the routing lock
  int drilled = 0;
  std::condition_variable goes_on;

  [[nodiscard]] static Error away() { return {ErrorKind::Connection, "connection refused"}; }
  void wait_if_it_hangs() {
    std::unique_lock lock(mutex);
    goes_on.wait(lock, [this] { return !hangs; });
  }
};

class Control final : public RoutingControl {
 public:
  explicit Control(World& world) : world_(world) {}
  Result<std::vector<Toggle>> toggles() override {
    world_.wait_if_it_hangs();
    const std::lock_guard lock(world_.mutex);
    if (dead()) return std::unexpected(World::away());
    return std::vector<Toggle>{
        {std::string(kRollbackToggle), world_.in_postgres ? "true" : "false", world_.version, "kim", "PSP down", {}}};
  }
  Result<GatewayReports> gateways() override {
    const std::lock_guard lock(world_.mutex);
    if (dead()) return std::unexpected(World::away());
    return GatewayReports{{{.instance = "gw-1", .rollback = world_.in_postgres}}, {}};
  }
  Result<std::vector<RouteStatistics>> statistics() override { return std::vector<RouteStatistics>{}; }
  ToggleOutcome set(const std::string&, const std::string&, std::int64_t, const std::string&) override { return {}; }
  ToggleOutcome engage_rollback(const std::string&) override { return change(true); }
  ToggleOutcome drill_rollback(const std::string&) override {
    std::unique_lock lock(world_.mutex);
    ++world_.drilled;
    world_.goes_on.wait(lock, [this] { return !world_.drill_waits; });
    return {Failed{{ErrorKind::Conflict, "canceling statement due to lock timeout"}}};
  }
  ToggleOutcome release_rollback(std::int64_t expected, const std::string&) override {
    if (expected != world_.version) return {Conflict{"somebody else", 0}};
    return change(false);
  }
  ToggleOutcome note_rollback(TimePoint, const std::string&) override {
    const std::lock_guard lock(world_.mutex);
    if (dead()) return {Failed{World::away()}};
    ++world_.noted;
    return {Applied{}};
  }

 private:
  // A session that was lost once stays lost.
  bool dead() {
    if (!world_.postgres_up) dead_ = true;
    return dead_;
  }
  ToggleOutcome change(bool to) {
    world_.wait_if_it_hangs();
    const std::lock_guard lock(world_.mutex);
    if (dead()) return {OutcomeUnknown{World::away()}};
    world_.in_postgres = to;
    return {Applied{"", static_cast<int>(++world_.version), {}, ""}, to ? "true" : "false", world_.version};
  }
  World& world_;
  bool dead_ = false;
};

class Switch final : public RollbackSwitch {
 public:
  explicit Switch(World& world) : world_(world) {}
  Result<bool> engaged() override {
    const std::lock_guard lock(world_.mutex);
    if (!world_.redis_up) return std::unexpected(World::away());
    return world_.in_redis;
  }
  Result<void> set(bool engaged) override {
    const std::lock_guard lock(world_.mutex);
    if (!world_.redis_up) return std::unexpected(World::away());
    world_.in_redis = engaged;
    return {};
  }
  Result<void> rehearse() override { return {}; }
  Result<std::vector<GatewayReport>> gateways() override {
    const std::lock_guard lock(world_.mutex);
    return std::vector<GatewayReport>{{.instance = "gw-1", .rollback = world_.in_redis}};
  }

 private:
  World& world_;
};

class LiveRollbackTest : public testing::Test {
 protected:
  RollbackConnectors connectors(bool redis = true) {
    RollbackConnectors all;
    all.control = [this]() -> Result<std::unique_ptr<RoutingControl>> {
      const std::lock_guard lock(world.mutex);
      if (!world.postgres_up) return std::unexpected(World::away());
      ++world.opened;
      return std::make_unique<Control>(world);
    };
    if (redis) {
      all.second_path = [this]() -> Result<std::unique_ptr<RollbackSwitch>> { return std::make_unique<Switch>(world); };
    }
    all.keep = [this](const PendingRollback& pending) -> Result<void> {
      const std::lock_guard lock(world.mutex);
      world.kept.push_back(pending);
      return {};
    };
    all.kept = [this]() -> Result<std::vector<PendingRollback>> {
      const std::lock_guard lock(world.mutex);
      return world.kept;
    };
    all.forget = [this](std::size_t count) -> Result<void> {
      const std::lock_guard lock(world.mutex);
      world.kept.erase(world.kept.begin(), world.kept.begin() + static_cast<std::ptrdiff_t>(count));
      return {};
    };
    return all;
  }
  template <class T, class Ask>
  T wait_for(Ask ask) {
    auto promise = std::make_shared<std::promise<T>>();
    auto answer = promise->get_future();
    ask([promise](T value) { promise->set_value(std::move(value)); });
    return answer.get();
  }
  RollbackReport engage(LiveRollback& rollback) {
    return wait_for<RollbackReport>([&](auto reply) { rollback.engage("PSP down", std::move(reply)); });
  }
  Result<RollbackInPostgres> ask_postgres(LiveRollback& rollback) {
    return wait_for<Result<RollbackInPostgres>>([&](auto reply) { rollback.ask_postgres(std::move(reply)); });
  }
  Result<RollbackInRedis> ask_redis(LiveRollback& rollback) {
    return wait_for<Result<RollbackInRedis>>([&](auto reply) { rollback.ask_redis(std::move(reply)); });
  }
  void postgres_is(bool up) {
    const std::lock_guard lock(world.mutex);
    world.postgres_up = up;
  }
  void hang(bool on) {
    {
      const std::lock_guard lock(world.mutex);
      world.hangs = on;
    }
    world.goes_on.notify_all();
  }

  World world;
};

TEST_F(LiveRollbackTest, IsWrittenToBothPathsAndReleasedFromBoth) {
  LiveRollback rollback(connectors());
  const RollbackReport report = engage(rollback);
  EXPECT_TRUE(report.second_path_written);
  EXPECT_EQ(report.in_postgres.version, 42);
  EXPECT_TRUE(ask_redis(rollback)->engaged);
  EXPECT_EQ(ask_postgres(rollback)->toggles.front().value, "true");
  const auto refused = wait_for<RollbackReport>([&](auto reply) { rollback.release(41, "back", std::move(reply)); });
  EXPECT_TRUE(std::holds_alternative<Conflict>(refused.in_postgres.outcome));
  EXPECT_TRUE(ask_redis(rollback)->engaged) << "the second path waits for the first";
  const auto released = wait_for<RollbackReport>([&](auto reply) { rollback.release(42, "back", std::move(reply)); });
  EXPECT_TRUE(std::holds_alternative<Applied>(released.in_postgres.outcome));
  EXPECT_FALSE(ask_redis(rollback)->engaged);
}

TEST_F(LiveRollbackTest, WorksWhilePostgresIsAwayAndTellsItLater) {
  LiveRollback rollback(connectors());
  postgres_is(false);
  const RollbackReport report = engage(rollback);
  EXPECT_TRUE(report.engaged());
  EXPECT_TRUE(report.kept);
  EXPECT_TRUE(ask_redis(rollback)->engaged);
  EXPECT_FALSE(ask_postgres(rollback));
  postgres_is(true);
  EXPECT_EQ(ask_postgres(rollback)->untold, 1U) << "it is being told";
  while (ask_postgres(rollback)->untold > 0) std::this_thread::yield();
  EXPECT_GE(world.noted, 1);
  EXPECT_EQ(ask_postgres(rollback)->toggles.front().value, "true") << "engaged there, too";
}

TEST_F(LiveRollbackTest, ASessionThatDiedIsFoundOutBeforeItIsActedOver) {
  LiveRollback rollback(connectors());
  engage(rollback);
  const auto released = wait_for<RollbackReport>([&](auto reply) { rollback.release(42, "back", std::move(reply)); });
  ASSERT_TRUE(std::holds_alternative<Applied>(released.in_postgres.outcome));
  postgres_is(false);
  engage(rollback);  // the session dies
  postgres_is(true);
  const RollbackReport report = engage(rollback);
  EXPECT_TRUE(std::holds_alternative<Applied>(report.in_postgres.outcome)) << "over a new one";
}

TEST_F(LiveRollbackTest, APathThatHangsDoesNotHideTheOther) {
  LiveRollback rollback(connectors());
  hang(true);
  std::promise<void> asked, engaged;
  rollback.ask_postgres([&](const Result<RollbackInPostgres>&) { asked.set_value(); });
  rollback.engage("PSP down", [&](const RollbackReport&) { engaged.set_value(); });
  while (!ask_redis(rollback)->engaged) std::this_thread::yield();
  hang(false);
  engaged.get_future().wait();
  asked.get_future().wait();
}

// Seen red with a drill on the thread that engages: nothing was written until the drill had its lock.
TEST_F(LiveRollbackTest, ADrillThatWaitsForTheLockDoesNotHoldUpAnEngagement) {
  LiveRollback rollback(connectors());
  world.drill_waits = true;
  std::promise<DrillReport> drilled;
  rollback.drill("monday", [&](DrillReport report) { drilled.set_value(std::move(report)); });
  const auto waits = [this] {
    const std::lock_guard lock(world.mutex);
    return world.drilled == 1;
  };
  while (!waits()) std::this_thread::yield();
  std::promise<RollbackReport> engaged;
  auto answer = engaged.get_future();
  rollback.engage("PSP down", [&](RollbackReport report) { engaged.set_value(std::move(report)); });
  EXPECT_EQ(answer.wait_for(20s), std::future_status::ready) << "it stands behind the drill";
  EXPECT_TRUE(ask_redis(rollback)->engaged);
  EXPECT_EQ(ask_postgres(rollback)->toggles.front().value, "true");
  {
    const std::lock_guard lock(world.mutex);
    world.drill_waits = false;
  }
  world.goes_on.notify_all();
  EXPECT_TRUE(std::holds_alternative<Failed>(drilled.get_future().get().in_postgres.outcome));
  answer.wait();
}

TEST_F(LiveRollbackTest, WithoutRedisPostgresSuffices) {
  LiveRollback rollback(connectors(false));
  EXPECT_FALSE(rollback.has_second_path());
  const RollbackReport report = engage(rollback);
  EXPECT_TRUE(report.engaged());
  EXPECT_FALSE(report.second_path_written);
  EXPECT_FALSE(ask_redis(rollback));
}

}  // namespace
}  // namespace saga
