// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "app/sagactl/exit_status.h"
#include "tests/integration/sagactl/command_line.h"
#include "tests/support/servers.h"

namespace saga::test {
namespace {

using nlohmann::json;

// Does to commands what an orchestrator does, from a thread of its own.
class Orchestrator {
 public:
  explicit Orchestrator(const SagaDatabase& database, std::string status = "APPLIED")
      : session_(database.session()), thread_([this, status] { run(status); }) {}
  ~Orchestrator() {
    stop_ = true;
    thread_.join();
  }

 private:
  void run(const std::string& status) {
    while (!stop_) {
      (void)session_->execute(
          "with done as (update saga.saga_command set status = $1, outcome = 'as the test wants', finished_at = now() "
          "where status = 'PENDING' returning saga_id) update saga.saga_state s set parked_reason = null, "
          "progress_at = now(), version = version + 1 from done d where d.saga_id = s.saga_id and $1 = 'APPLIED'",
          {status});
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  std::shared_ptr<pg::Session> session_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

std::vector<std::string> retry(const std::string& profile, std::vector<std::string> more) {
  std::vector<std::string> arguments{"--profile", profile, "--json", "sagas", "retry", "--reason", "bank is back"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(SagactlRetry, IsObservedBeforeItIsCalledApplied) {
  SagactlWorld world;
  const auto id = world.database.insert({.parked_reason = "no reply"});
  const Orchestrator orchestrator(world.database);
  const auto finished = sagactl(retry("op", {id}));
  EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
  const json document = finished.json();
  EXPECT_EQ(document["action"], "RETRY");
  EXPECT_EQ(document["requested"], 1);
  EXPECT_EQ(document["applied"], 1);
  const json& outcome = document["outcomes"][0];
  EXPECT_EQ(outcome["id"], id);
  EXPECT_EQ(outcome["outcome"], "applied");
  EXPECT_EQ(outcome["detail"], "as the test wants");
  EXPECT_EQ(outcome["version"], 2);
  EXPECT_EQ(outcome["observed"]["status"], "APPLIED");
  EXPECT_EQ(outcome["observed"]["command_id"], outcome["command_id"]);
  EXPECT_TRUE(outcome["warning"].is_null());
  EXPECT_TRUE(std::filesystem::exists(world.own.root / "state/saga-console/anchors/op.ndjson"));
}

TEST(SagactlRetry, WithTheOldVersionIsAConflictThatChangesNothing) {
  SagactlWorld world;
  const auto id = world.database.insert({.parked_reason = "no reply"});
  {
    const Orchestrator orchestrator(world.database);
    ASSERT_EQ(sagactl(retry("op", {id, "--expect-version", "1"})).status, ctl::kDone);
  }
  const auto before = world.database.value("select s::text from saga.saga_state s");
  const auto finished = sagactl(retry("op", {id, "--expect-version", "1"}));
  EXPECT_EQ(finished.status, ctl::kConflict);
  const json outcome = finished.json()["outcomes"][0];
  EXPECT_EQ(outcome["outcome"], "conflict");
  EXPECT_TRUE(outcome["detail"].get<std::string>().starts_with("kim requested RETRY")) << outcome;
  EXPECT_EQ(outcome["version"], 3);
  EXPECT_EQ(world.database.value("select s::text from saga.saga_state s"), before);
}

TEST(SagactlRetry, ARoleWithoutTheRightIsRefused) {
  SagactlWorld world;
  const auto id = world.database.insert({.parked_reason = "no reply"});
  const auto finished = sagactl(retry("viewer", {id}));
  EXPECT_EQ(finished.status, ctl::kRefused);
  const json outcome = finished.json()["outcomes"][0];
  EXPECT_EQ(outcome["outcome"], "refused");
  EXPECT_NE(outcome["detail"].get<std::string>().find("saga_operator"), std::string::npos);
  EXPECT_EQ(world.database.value("select version from saga.saga_state"), "1");
}

TEST(SagactlRetry, ARuleRefuses) {
  SagactlWorld world;
  const auto running = world.database.insert({});
  const auto finished = sagactl(retry("op", {running, "00000000-0000-7000-8000-000000000000"}));
  EXPECT_EQ(finished.status, ctl::kRefused);
  const json document = finished.json();
  EXPECT_EQ(document["refused"], 2);
  EXPECT_EQ(document["outcomes"][0]["detail"], "the saga is not stuck, it goes on by itself");
  EXPECT_EQ(document["outcomes"][1]["detail"], "there is no such saga");
}

TEST(SagactlRetry, WithoutAnOrchestratorItIsUnverified) {
  SagactlWorld world;
  const auto id = world.database.insert({.parked_reason = "no reply"});
  const auto finished = sagactl(retry("op", {id, "--patience", "1s"}));
  EXPECT_EQ(finished.status, ctl::kUnverified);
  EXPECT_EQ(finished.json()["outcomes"][0]["outcome"], "unverified");
  EXPECT_EQ(finished.json()["outcomes"][0]["observed"]["status"], "PENDING");
}

TEST(SagactlRetry, WithoutWaitingItIsAcceptedAndNotCalledApplied) {
  SagactlWorld world;
  const auto id = world.database.insert({.parked_reason = "no reply"});
  const auto finished = sagactl(retry("op", {id, "--no-wait"}));
  EXPECT_EQ(finished.status, ctl::kDone);
  EXPECT_EQ(finished.json()["outcomes"][0]["outcome"], "accepted");
  EXPECT_EQ(finished.json()["applied"], 0);
}

TEST(SagactlRetry, TheOrchestratorMayRefuse) {
  SagactlWorld world;
  const auto id = world.database.insert({.parked_reason = "no reply"});
  const Orchestrator orchestrator(world.database, "REFUSED");
  const auto finished = sagactl(retry("op", {id}));
  EXPECT_EQ(finished.status, ctl::kRefused);
  EXPECT_EQ(finished.json()["outcomes"][0]["outcome"], "refused");
  EXPECT_EQ(finished.json()["outcomes"][0]["observed"]["status"], "REFUSED");
}

TEST(SagactlRetry, SomeOfSeveralIsPartlyDoneAndTheDocumentSaysWhat) {
  SagactlWorld world;
  const auto parked = world.database.insert({.parked_reason = "no reply"});
  const auto running = world.database.insert({});
  const Orchestrator orchestrator(world.database);
  const auto finished = sagactl(retry("op", {parked, running, parked}));
  EXPECT_EQ(finished.status, ctl::kPartly);
  const json document = finished.json();
  EXPECT_EQ(document["requested"], 2);  // each once
  EXPECT_EQ(document["applied"], 1);
  EXPECT_EQ(document["refused"], 1);
}

TEST(SagactlRetry, DryRunSaysWhatWouldHappenAndChangesNothing) {
  SagactlWorld world;
  auto& db = world.database;
  const auto parked = db.insert({.step = "StockConfirmation", .parked_reason = "no reply"});
  const auto running = db.insert({});
  const auto finished = sagactl({"--profile", "op", "--json", "sagas", "retry", parked, running, "--dry-run"});
  EXPECT_EQ(finished.status, ctl::kPartly);
  const json document = finished.json();
  EXPECT_EQ(document["dry_run"], true);
  const json& target = document["targets"][0];
  EXPECT_EQ(target["outcome"], "allowed");
  EXPECT_EQ(target["version"], 1);
  EXPECT_EQ(target["condition"], "stuck");
  ASSERT_EQ(target["plan"].size(), 2U);
  EXPECT_EQ(target["plan"][0]["step"], "StockConfirmation");
  EXPECT_EQ(target["plan"][0]["amount"]["minor"], 128'000);
  EXPECT_EQ(document["targets"][1]["outcome"], "refused");
  EXPECT_EQ(db.value("select count(*) from saga.saga_command"), "0");
  EXPECT_EQ(db.value("select count(*) from saga.operator_journal"), "0");
  EXPECT_EQ(sagactl({"--profile", "op", "sagas", "retry", parked, "--dry-run"}).status, ctl::kDone);
  EXPECT_EQ(sagactl({"--profile", "op", "sagas", "retry", parked, "--dry-run", "--expect-version", "9"}).status,
            ctl::kConflict);
}

TEST(SagactlCompensate, UndoesAFailedSagaThatNeedsAttention) {
  SagactlWorld world;
  const auto id = world.database.insert({.status = "FAILED", .open_effects = 1});
  const Orchestrator orchestrator(world.database);
  const auto finished =
      sagactl({"--profile", "op", "--json", "sagas", "compensate", id, "--reason", "refund by hand failed"});
  EXPECT_EQ(finished.status, ctl::kDone) << finished.out;
  EXPECT_EQ(finished.json()["action"], "COMPENSATE");
  EXPECT_EQ(sagactl(retry("op", {id})).status, ctl::kRefused);  // for good: only compensation is open
}

std::vector<std::string> resolve(const std::string& id, std::vector<std::string> more) {
  std::vector<std::string> arguments{"--profile", "op", "--json", "sagas", "resolve", id};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(SagactlResolve, ClosesAFailedSagaWithItsEvidence) {
  SagactlWorld world;
  const auto id = world.database.insert({.status = "FAILED", .open_effects = 1});
  const Orchestrator orchestrator(world.database);
  const auto finished = sagactl(resolve(id, {"--reason", "paid out by hand", "--evidence", "transfer 4711"}));
  EXPECT_EQ(finished.status, ctl::kDone) << finished.out << finished.err;
  EXPECT_EQ(finished.json()["action"], "RESOLVE");
  EXPECT_EQ(finished.json()["applied"], 1);
  EXPECT_EQ(finished.json()["outcomes"][0]["observed"]["action"], "RESOLVE");
  EXPECT_EQ(world.database.value("select reason || ': ' || evidence from saga.saga_command"),
            "paid out by hand: transfer 4711");
  EXPECT_EQ(world.database.value("select after::jsonb ->> 'evidence' from saga.operator_journal"), "transfer 4711");
}

TEST(SagactlResolve, IsRefusedWhereASagaCanStillBeMovedAndWithoutEvidence) {
  SagactlWorld world;
  const auto id = world.database.insert({.parked_reason = "no reply"});
  const auto finished = sagactl(resolve(id, {"--reason", "r", "--evidence", "e"}));
  EXPECT_EQ(finished.status, ctl::kRefused);
  EXPECT_EQ(finished.json()["outcomes"][0]["detail"], "the saga can still be retried or compensated");
  EXPECT_EQ(sagactl(resolve(id, {"--reason", "r"})).status, ctl::kUsage);
  EXPECT_EQ(sagactl(resolve(id, {"--evidence", "e"})).status, ctl::kUsage);
  EXPECT_EQ(sagactl(resolve(id, {"--dry-run"})).status, ctl::kRefused);
  EXPECT_EQ(world.database.value("select count(*) from saga.saga_command"), "0");
}

TEST(SagactlResolve, WithTheOldVersionIsAConflict) {
  SagactlWorld world;
  const auto id = world.database.insert({.status = "FAILED", .open_effects = 1});
  const auto finished = sagactl(resolve(id, {"--reason", "r", "--evidence", "e", "--expect-version", "9"}));
  EXPECT_EQ(finished.status, ctl::kConflict);
}

TEST(SagactlRetry, AnAnchorThatCannotBeKeptIsToldWithTheOutcome) {
  SagactlWorld world;
  const auto id = world.database.insert({.parked_reason = "no reply"});
  world.own.write("state/saga-console", "a file where the directory should be");
  const auto finished = sagactl(retry("op", {id, "--no-wait"}));
  EXPECT_EQ(finished.status, ctl::kDone);
  EXPECT_NE(finished.json()["outcomes"][0]["warning"].get<std::string>().find("could not be kept"), std::string::npos);
  EXPECT_NE(finished.err.find("could not be kept"), std::string::npos);
}

TEST(SagactlRetry, PeopleSeeATable) {
  SagactlWorld world;
  const auto id = world.database.insert({.parked_reason = "no reply"});
  const auto finished = sagactl({"--profile", "op", "sagas", "retry", id, "--reason", "x", "--no-wait"});
  EXPECT_EQ(finished.status, ctl::kDone);
  EXPECT_TRUE(finished.out.starts_with("SAGA")) << finished.out;
  EXPECT_NE(finished.out.find("accepted"), std::string::npos);
}

}  // namespace
}  // namespace saga::test
