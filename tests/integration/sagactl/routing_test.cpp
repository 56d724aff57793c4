// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "app/sagactl/exit_status.h"
#include "backend/concurrency/clock.h"
#include "backend/redis/routing_keys.h"
#include "tests/integration/sagactl/command_line.h"
#include "tests/support/servers.h"

// sagactl toggles, rollback, routing and events: stdout and exit status, against a real PostgreSQL and Redis.
//
// That these tests can fail was shown by planting defects, one at a time:
//   - in engage_rollback (backend/services/rollback.cpp) never keep() the entry
//   - in tell_kept engage although Redis says released
//   - in await_gateways take nobody for a straggler
namespace saga::test {
namespace {

using nlohmann::json;

class SagactlRouting : public testing::Test {
 protected:
  SagactlRouting() : endpoint_(fresh_redis()), redis_(open_client(endpoint_)) {
    world_.add_profile("both", "kim", "[redis]\nsocket = \"" + endpoint_.unix_path + "\"\n");
    world_.add_profile("watch", "vera", "[redis]\nsocket = \"" + endpoint_.unix_path + "\"\n");
    // As if its PostgreSQL were down: nothing listens there.
    world_.own.write("config/saga-console/profiles/down.toml", "[postgres]\nhost = \"" + world_.own.root.string() +
                                                                   "\"\ndbname = \"x\"\nuser = \"kim\"\n[redis]\n"
                                                                   "socket = \"" +
                                                                   endpoint_.unix_path + "\"\n");
  }
  // Moves what was kept while one profile was down to the other: the same system, up again.
  void is_up_again() {
    const auto pending = world_.own.root / "state" / "saga-console" / "pending";
    std::filesystem::rename(pending / "down.ndjson", pending / "both.ndjson");
  }
  Finished ctl(std::vector<std::string> arguments, const std::string& profile = "both") {
    arguments.insert(arguments.begin(), {"--profile", profile, "--json"});
    return sagactl(arguments);
  }
  std::string value(const std::string& sql) { return world_.database.value(sql); }
  bool in_redis() { return redis::read_rollback(*redis_).value_or(false); }
  void gateway(const std::string& instance, std::int64_t version, bool rollback) {
    ASSERT_TRUE(redis::write_report(*redis_, {.instance = instance,
                                              .version = version,
                                              .rollback = rollback,
                                              .applied_at = SystemClock().now(),
                                              .heartbeat_at = SystemClock().now()}));
  }

  SagactlWorld world_;
  redis::Endpoint endpoint_;
  std::unique_ptr<redis::Client> redis_;
};

TEST_F(SagactlRouting, TogglesAreListedAndSet) {
  const auto set = ctl({"toggles", "set", "payment.canary.percent", "5", "--reason", "first users look good"});
  EXPECT_EQ(set.status, ctl::kDone) << set.err;
  EXPECT_EQ(set.json()["outcome"], "applied");
  EXPECT_EQ(set.json()["value"], "5");
  const auto list = ctl({"toggles", "list"}, "watch");
  EXPECT_EQ(list.status, ctl::kDone) << list.err;
  const json document = list.json();
  ASSERT_EQ(document["toggles"].size(), 3U);
  EXPECT_EQ(document["toggles"][0]["name"], "payment.canary.percent");
  EXPECT_EQ(document["toggles"][0]["value"], "5");
  EXPECT_EQ(document["toggles"][0]["updated_by"], "kim");
  EXPECT_EQ(document["toggles"][0]["reason"], "first users look good");
  EXPECT_EQ(document["routes"].size(), 2U);
  const auto human = sagactl({"--profile", "both", "toggles", "list"});
  EXPECT_NE(human.out.find("payment.emergency.rollback"), std::string::npos) << human.out;
}

TEST_F(SagactlRouting, AChangeIsRefusedOrConflictsWithItsOwnStatus) {
  EXPECT_EQ(ctl({"toggles", "set", "payment.canary.percent", "500", "--reason", "x"}).status, ctl::kRefused);
  EXPECT_EQ(ctl({"toggles", "set", "payment.color", "blue", "--reason", "x"}).status, ctl::kRefused);
  EXPECT_EQ(ctl({"toggles", "set", "payment.canary.percent", "5", "--reason", "x"}, "watch").status, ctl::kRefused);
  const auto late = ctl({"toggles", "set", "payment.canary.percent", "5", "--reason", "x", "--expect-version", "999"});
  EXPECT_EQ(late.status, ctl::kConflict);
  EXPECT_EQ(late.json()["outcome"], "conflict");
  EXPECT_EQ(ctl({"toggles", "set", "payment.canary.percent", "5"}).status, ctl::kUsage) << "no reason";
  EXPECT_EQ(ctl({"toggles", "list"}, "down").status, ctl::kCannotConnect);
}

TEST_F(SagactlRouting, WaitingNamesWhoHasNotConfirmed) {
  gateway("g-quick", 1'000'000, false);
  gateway("g-slow", 1, false);
  const auto set =
      ctl({"toggles", "set", "payment.canary.percent", "5", "--reason", "x", "--wait", "--patience", "1s"});
  EXPECT_EQ(set.status, ctl::kUnverified) << set.err;
  EXPECT_EQ(set.json()["gateways"]["confirmed"], json::array({"g-quick"}));
  EXPECT_EQ(set.json()["gateways"]["stragglers"], json::array({"g-slow"}));
  EXPECT_NE(set.err.find("Not confirmed by g-slow"), std::string::npos) << set.err;
  gateway("g-slow", 1'000'000, false);
  EXPECT_EQ(ctl({"toggles", "set", "payment.canary.percent", "6", "--reason", "x", "--wait"}).status, ctl::kDone);
}

TEST_F(SagactlRouting, TheRollbackTakesBothPaths) {
  const auto engage = ctl({"rollback", "engage", "--reason", "PSP down"});
  EXPECT_EQ(engage.status, ctl::kDone) << engage.err;
  EXPECT_EQ(engage.json()["postgres"]["outcome"], "applied");
  EXPECT_EQ(engage.json()["redis"]["outcome"], "written");
  EXPECT_TRUE(in_redis());
  const auto status = ctl({"rollback", "status"});
  EXPECT_EQ(status.status, ctl::kDone) << status.err;
  EXPECT_TRUE(status.json()["engaged"].get<bool>());
  EXPECT_EQ(status.json()["postgres"]["reason"], "PSP down");
  EXPECT_EQ(ctl({"rollback", "release", "--reason", "x", "--expect-version", "1"}).status, ctl::kConflict);
  EXPECT_TRUE(in_redis()) << "a release that did not happen leaves the second path";
  EXPECT_EQ(ctl({"rollback", "release", "--reason", "PSP is back"}).status, ctl::kDone);
  EXPECT_FALSE(in_redis());
  EXPECT_FALSE(ctl({"rollback", "status"}).json()["engaged"].get<bool>());
}

TEST_F(SagactlRouting, ADrillMeasuresTheTimeToSafeAndSwitchesNothing) {
  gateway("g-1", 1'000'000, false);
  gateway("g-2", 1'000'000, false);
  const auto drill = ctl({"rollback", "drill", "--reason", "monday"});
  EXPECT_EQ(drill.status, ctl::kDone) << drill.err;
  EXPECT_TRUE(drill.json()["safe"].get<bool>());
  EXPECT_TRUE(drill.json()["safe_after_ms"].is_number());
  EXPECT_EQ(drill.json()["gateways"]["confirmed"], json::array({"g-1", "g-2"}));
  EXPECT_EQ(drill.json()["redis"]["outcome"], "written");
  EXPECT_FALSE(in_redis());
  EXPECT_EQ(value("select value || ' ' || reason from saga.feature_toggle where name = 'payment.emergency.rollback'"),
            "false drill: monday");
  EXPECT_EQ(value("select what || ' ' || why from saga.operator_journal order by seq desc limit 1"),
            "DRILL_ROLLBACK monday");
  EXPECT_FALSE(ctl({"rollback", "status"}).json()["engaged"].get<bool>());

  gateway("g-2", 1, false);
  const auto slow = ctl({"rollback", "drill", "--reason", "again", "--patience", "1s"});
  EXPECT_EQ(slow.status, ctl::kUnverified);
  EXPECT_FALSE(slow.json()["safe"].get<bool>());
  EXPECT_TRUE(slow.json()["safe_after_ms"].is_null());
  EXPECT_EQ(slow.json()["gateways"]["stragglers"], json::array({"g-2"}));
  EXPECT_NE(slow.err.find("Not confirmed by g-2"), std::string::npos) << slow.err;

  EXPECT_EQ(ctl({"rollback", "drill", "--reason", "x"}, "watch").status, ctl::kRefused);
  EXPECT_EQ(ctl({"rollback", "drill"}).status, ctl::kUsage) << "no reason";
  EXPECT_EQ(ctl({"rollback", "engage", "--reason", "PSP down"}).status, ctl::kDone);
  const auto earnest = ctl({"rollback", "drill", "--reason", "x"});
  EXPECT_EQ(earnest.status, ctl::kRefused);
  EXPECT_NE(earnest.json()["postgres"]["detail"].get<std::string>().find("this is no drill"), std::string::npos);
  EXPECT_EQ(value("select value from saga.feature_toggle where name = 'payment.emergency.rollback'"), "true");
}

TEST_F(SagactlRouting, WithPostgresDownTheSecondPathIsTakenAndToldLater) {
  gateway("g-1", 1, true);
  const auto engage = ctl({"rollback", "engage", "--reason", "everything burns", "--wait"}, "down");
  EXPECT_EQ(engage.status, ctl::kPartly) << engage.err;
  EXPECT_TRUE(in_redis());
  EXPECT_EQ(engage.json()["postgres"]["outcome"], "failed");
  EXPECT_TRUE(engage.json()["journal_pending"].get<bool>());
  EXPECT_EQ(engage.json()["gateways"]["confirmed"], json::array({"g-1"})) << "seen in Redis";
  EXPECT_NE(engage.err.find("by Redis alone"), std::string::npos) << engage.err;
  const auto blind = ctl({"rollback", "status"}, "down");
  EXPECT_EQ(blind.status, ctl::kPartly);
  EXPECT_TRUE(blind.json()["engaged"].get<bool>());
  EXPECT_TRUE(blind.json()["postgres"].is_null());
  EXPECT_EQ(blind.json()["journal_pending"], 1);
  EXPECT_EQ(ctl({"rollback", "release", "--reason", "x"}, "down").status, ctl::kCannotConnect);
  EXPECT_TRUE(in_redis());

  is_up_again();
  const auto status = ctl({"rollback", "status"});
  EXPECT_EQ(status.status, ctl::kDone) << status.err;
  EXPECT_EQ(status.json()["journal_pending"], 0);
  EXPECT_EQ(value("select string_agg(kind || ' ' || what || ' ' || why, ', ' order by seq) from saga.operator_journal"),
            "OBSERVED ENGAGE_ROLLBACK everything burns, REQUESTED ENGAGE_ROLLBACK everything burns");
  EXPECT_EQ(value("select value from saga.feature_toggle where name = 'payment.emergency.rollback'"), "true");
}

TEST_F(SagactlRouting, WhatWasTakenBackMeanwhileIsOnlyJournalled) {
  EXPECT_EQ(ctl({"rollback", "engage", "--reason", "a mistake"}, "down").status, ctl::kPartly);
  ASSERT_TRUE(redis::write_rollback(*redis_, false));
  is_up_again();
  EXPECT_FALSE(ctl({"rollback", "status"}).json()["engaged"].get<bool>());
  EXPECT_EQ(value("select string_agg(kind || ' ' || why, ', ') from saga.operator_journal"), "OBSERVED a mistake");
}

TEST_F(SagactlRouting, ExplainsADecision) {
  ctl({"toggles", "set", "payment.event-driven.enabled", "true", "--reason", "x"});
  ctl({"toggles", "set", "payment.canary.percent", "50", "--reason", "x"});
  const auto explain = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"routing", "explain", "--user"});
    const auto finished = ctl(more, "watch");
    EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
    return finished.json()["route"].get<std::string>() + ", " + finished.json()["reason"].get<std::string>();
  };
  EXPECT_EQ(explain({"104"}), "EVENT_DRIVEN, canary, 4 < 50");
  EXPECT_EQ(explain({"104", "--vip"}), "LEGACY, VIP user");
  EXPECT_EQ(explain({"300", "--vip"}), "EVENT_DRIVEN, first users, id % 100 = 0");
  EXPECT_EQ(explain({"177"}), "LEGACY, outside the canary, 77 >= 50");
  ASSERT_TRUE(redis::write_rollback(*redis_, true));
  EXPECT_EQ(explain({"300"}), "LEGACY, the emergency rollback is engaged");
}

TEST_F(SagactlRouting, EventsAreTailedOneALine) {
  ASSERT_TRUE(redis_->call(
      {"XADD", "payment.requested", "*", "event", R"({"eventId":"e-1","sagaId":"","payload":{"orderId":"o-1"}})"}));
  ASSERT_TRUE(redis_->call({"XADD", "order.validated", "*", "event", "\x1b[31mnot JSON"}));
  const auto all = ctl({"events", "tail", "--from-beginning", "--count", "2"});
  EXPECT_EQ(all.status, ctl::kDone) << all.err;
  std::istringstream lines(all.out);
  std::map<std::string, json> by_stream;
  for (std::string line; std::getline(lines, line);) {
    const auto document = json::parse(line, nullptr, false);
    ASSERT_TRUE(document.is_object()) << line;
    by_stream[document["stream"]] = document;
  }
  EXPECT_EQ(by_stream["payment.requested"]["event"]["payload"]["orderId"], "o-1");
  EXPECT_TRUE(by_stream["order.validated"]["event"].is_null());
  const auto human =
      sagactl({"--profile", "both", "events", "tail", "order.validated", "--from-beginning", "--count", "1"});
  EXPECT_EQ(human.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(ctl({"events", "tail"}, "op").status, ctl::kUsage) << "no Redis in the profile";
}

}  // namespace
}  // namespace saga::test
