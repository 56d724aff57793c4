// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <sstream>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "app/sagactl/exit_status.h"
#include "tests/integration/sagactl/command_line.h"
#include "tests/support/servers.h"

// sagactl jobs, and retry, compensate, resolve --matching: stdout and exit status of each, against a real PostgreSQL.
namespace saga::test {
namespace {

using nlohmann::json;

// Does to jobs what payment-sagad does, from a thread of its own.
class Engine {
 public:
  explicit Engine(const SagaDatabase& database, std::string then) : session_(database.session()) {
    thread_ = std::jthread([this, then = std::move(then)](const std::stop_token& stop) { run(stop, then); });
  }

 private:
  void run(const std::stop_token& stop, const std::string& then) {
    const auto rows = session_->query("select saga.register_worker('engine', array['jobs'], interval '1 hour')");
    const auto epoch = rows->one([](const pg::Row& row) { return row.int64(0); }).value();
    while (!stop.stop_requested()) {
      (void)session_->query("select saga.advance_job($1, j) from saga.claim_jobs($1) j", {epoch});
      if (!then.empty()) (void)session_->execute(then);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  std::shared_ptr<pg::Session> session_;
  std::jthread thread_;
};

std::string applied(const std::string& then) {
  return "with done as (update saga.saga_command set status = 'APPLIED', outcome = 'attempt 4 sent', finished_at = "
         "now() "
         "where status = 'PENDING' returning saga_id) update saga.saga_state s set version = version + 1, " +
         then + " from done d where d.saga_id = s.saga_id";
}
const std::string kWell = applied("status = 'COMPLETED', parked_reason = null");
const std::string kStuckAgain = applied("parked_reason = 'again'");
const std::string kTooLate =
    "update saga.job_item set requested_at = now() - interval '1 hour' where status = 'REQUESTED'";

class SagactlJobs : public testing::Test {
 protected:
  void insert_stuck(int count) {
    for (int i = 0; i < count; ++i) world_.database.insert({.parked_reason = "no reply", .age_seconds = 100 - i});
  }
  static Finished ctl(std::vector<std::string> arguments, const std::string& profile = "op") {
    arguments.insert(arguments.begin(), {"--profile", profile, "--json"});
    return sagactl(arguments);
  }
  static Finished retry_stuck(std::vector<std::string> more = {}, const std::string& profile = "op") {
    more.insert(more.begin(),
                {"sagas", "retry", "--matching", "--stuck", "--reason", "bank is back", "--yes", "--rate", "0"});
    return ctl(more, profile);
  }
  // A job that nobody runs yet.
  static std::string made() {
    const auto finished = retry_stuck({"--no-wait"});
    EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
    return finished.json()["id"];
  }
  std::string value(const std::string& sql) { return world_.database.value(sql); }

  SagactlWorld world_;
};

TEST_F(SagactlJobs, ADryRunSaysWhatWouldBecomeOfAllAndMakesNothing) {
  insert_stuck(3);
  world_.database.insert({});
  auto finished = ctl({"sagas", "retry", "--matching", "--stuck", "--dry-run"}, "viewer");
  EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
  json document = finished.json();
  EXPECT_EQ(document["action"], "RETRY");
  EXPECT_TRUE(document["dry_run"].get<bool>());
  EXPECT_EQ(document["requested"], 3);
  EXPECT_EQ(document["allowed"], 3);
  EXPECT_EQ(document["amounts"], (json::array({json{{"minor", 384'000}, {"currency", "KRW"}}})));
  EXPECT_EQ(document["sample"].size(), 3U);
  EXPECT_EQ(document["parts"][0]["step"], "BalanceDeduction");
  EXPECT_EQ(document["set_hash"].get<std::string>().size(), 64U);

  finished = ctl({"sagas", "retry", "--matching", "--type", "PaymentSaga", "--dry-run"}, "viewer");
  EXPECT_EQ(finished.status, ctl::kPartly);
  EXPECT_EQ(finished.json()["allowed"], 3);
  EXPECT_EQ(finished.json()["parts"][1]["detail"], "the saga is not stuck, it goes on by itself");
  finished = ctl({"sagas", "resolve", "--matching", "--stuck", "--dry-run"}, "viewer");
  EXPECT_EQ(finished.status, ctl::kRefused);
  EXPECT_EQ(value("select count(*) from saga.job"), "0");
}

TEST_F(SagactlJobs, IsWatchedToItsEnd) {
  insert_stuck(30);
  const Engine engine(world_.database, kWell);
  const auto finished = retry_stuck();
  EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
  const json job = finished.json();
  EXPECT_EQ(job["action"], "RETRY");
  EXPECT_EQ(job["status"], "FINISHED");
  EXPECT_EQ(job["selection"], "stuck");
  EXPECT_EQ(job["requested_by"], "kim");
  for (const auto& [name, count] : {std::pair{"requested", 30}, {"applied", 30}, {"remaining", 0}, {"failed", 0}}) {
    EXPECT_EQ(job[name], count) << name;
  }
  EXPECT_FALSE(job["dry_run"].get<bool>());
  EXPECT_NE(finished.err.find("30 of 30"), std::string::npos) << finished.err;
  EXPECT_TRUE(std::filesystem::exists(world_.own.root / "state/saga-console/anchors/op.ndjson"));

  const json list = ctl({"jobs", "list"}, "viewer").json();
  ASSERT_EQ(list["jobs"].size(), 1U);
  EXPECT_EQ(list["jobs"][0]["id"], job["id"]);
  const auto shown = ctl({"jobs", "show", job["id"], "--limit", "2", "--status", "applied"}, "viewer");
  EXPECT_EQ(shown.status, ctl::kDone) << shown.err;
  EXPECT_EQ(shown.json()["job"], list["jobs"][0]);
  ASSERT_EQ(shown.json()["items"].size(), 2U);
  EXPECT_EQ(shown.json()["items"][0]["ended_as"], "completed");
  EXPECT_EQ(shown.json()["next"], 2);
  const auto saved = sagactl({"--profile", "viewer", "jobs", "export", job["id"], "--format", "ndjson"});
  EXPECT_EQ(saved.status, ctl::kDone);
  std::istringstream lines(saved.out);
  int count = 0;
  for (std::string line; std::getline(lines, line);) count += json::parse(line)["status"] == "APPLIED" ? 1 : 0;
  EXPECT_EQ(count, 30);
  const auto csv = sagactl({"--profile", "viewer", "jobs", "export", job["id"], "--format", "csv"});
  EXPECT_TRUE(csv.out.starts_with("position,saga_id,expected_version,status")) << csv.out;
}

TEST_F(SagactlJobs, EndsPartlyDoneOrWithWhatBecameOfAll) {
  insert_stuck(3);
  const std::string id = made();
  world_.database.run(
      "update saga.saga_state set version = 7 where saga_id = (select min(saga_id::text)::uuid from "
      "saga.saga_state)");
  {
    const Engine engine(world_.database, kWell);
    const auto job = [&] { return value("select status from saga.job where job_id = '" + id + "'"); };
    while (job() != "FINISHED") std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(value("select applied || ' ' || conflicted from saga.job"), "2 1");
    EXPECT_EQ(ctl({"sagas", "retry", "--matching", "--search", "ORD-1", "--reason", "x", "--yes"}).status, ctl::kPartly)
        << "one is stuck still";
    EXPECT_EQ(ctl({"sagas", "retry", "--matching", "--status", "completed", "--reason", "x", "--yes"}).status,
              ctl::kRefused);
    EXPECT_EQ(retry_stuck().status, ctl::kRefused) << "no saga matches";
  }
  insert_stuck(1);
  const Engine engine(world_.database, kTooLate);
  const auto unverified = retry_stuck();
  EXPECT_EQ(unverified.status, ctl::kUnverified) << unverified.err;
  EXPECT_EQ(unverified.json()["unverified"], 1);
  EXPECT_EQ(retry_stuck().status, ctl::kConflict) << "the first command waits still";
}

TEST_F(SagactlJobs, ThatTheBreakerPausesSaysHowItGoesOn) {
  insert_stuck(20);
  const Engine engine(world_.database, kStuckAgain);
  const auto finished = retry_stuck();
  EXPECT_EQ(finished.status, ctl::kPartly) << finished.err;
  const json job = finished.json();
  EXPECT_EQ(job["status"], "PAUSED");
  EXPECT_EQ(job["status_by"], "breaker");
  EXPECT_EQ(job["remaining"], 19);
  EXPECT_NE(finished.err.find("sagactl jobs resume " + job["id"].get<std::string>()), std::string::npos)
      << finished.err;
}

TEST_F(SagactlJobs, ArePausedResumedAndCancelled) {
  insert_stuck(2);
  const std::string id = made();
  auto finished = ctl({"jobs", "pause", id, "--reason", "lunch"});
  EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
  EXPECT_EQ(finished.json()["change"], "PAUSE");
  EXPECT_EQ(finished.json()["outcome"], "applied");
  EXPECT_EQ(finished.json()["job"]["status"], "PAUSED");
  EXPECT_EQ(finished.json()["job"]["status_why"], "lunch");
  finished = ctl({"jobs", "pause", id});
  EXPECT_EQ(finished.status, ctl::kConflict);
  EXPECT_TRUE(finished.json()["detail"].get<std::string>().starts_with("it is PAUSED since")) << finished.out;
  finished = ctl({"jobs", "resume", id}, "viewer");
  EXPECT_EQ(finished.status, ctl::kRefused);
  EXPECT_NE(finished.json()["detail"].get<std::string>().find("saga_operator"), std::string::npos);
  EXPECT_EQ(ctl({"jobs", "resume", id}).json()["job"]["status"], "RUNNING");
  finished = ctl({"jobs", "cancel", id});
  EXPECT_EQ(finished.status, ctl::kDone);
  EXPECT_EQ(finished.json()["job"]["remaining"], 2);
  EXPECT_EQ(ctl({"jobs", "resume", id}).status, ctl::kRefused);
  EXPECT_EQ(ctl({"jobs", "cancel", "00000000-0000-4000-8000-000000000000"}).status, ctl::kRefused);
}

TEST_F(SagactlJobs, OfWhomWhatAndWhereAreAsked) {
  insert_stuck(2);
  const std::string none = "00000000-0000-4000-8000-000000000000";
  EXPECT_EQ(retry_stuck({}, "viewer").status, ctl::kRefused);
  EXPECT_EQ(ctl({"jobs", "list"}, "nobody").status, ctl::kRefused);
  EXPECT_EQ(ctl({"jobs", "show", none}).status, ctl::kRefused);
  EXPECT_EQ(ctl({"jobs", "export", none, "--format", "csv"}).status, ctl::kRefused);
  EXPECT_EQ(ctl({"jobs", "show", "7"}).status, ctl::kUsage);
  EXPECT_EQ(ctl({"sagas", "retry", "--matching", "--reason", "x", "--yes"}).status, ctl::kUsage)
      << "a filter was forgotten";
  EXPECT_EQ(ctl({"sagas", "retry", "--stuck", "--reason", "x", "--yes"}).status, ctl::kUsage);
  EXPECT_EQ(ctl({"sagas", "retry", none, "--matching", "--stuck", "--reason", "x", "--yes"}).status, ctl::kUsage);
  EXPECT_EQ(ctl({"sagas", "retry", "--reason", "x"}).status, ctl::kUsage);
  EXPECT_EQ(ctl({"sagas", "retry", "--matching", "--stuck", "--yes"}).status, ctl::kUsage) << "no reason";
  EXPECT_EQ(ctl({"sagas", "resolve", "--matching", "--needs-attention", "--reason", "x", "--yes"}).status, ctl::kUsage);
  world_.own.write("config/saga-console/profiles/away.toml",
                   "[postgres]\nhost = \"" + world_.own.root.string() + "\"\ndbname = \"x\"\nuser = \"kim\"\n");
  EXPECT_EQ(retry_stuck({}, "away").status, ctl::kCannotConnect);
  EXPECT_EQ(ctl({"jobs", "pause", none}, "away").status, ctl::kCannotConnect);
  EXPECT_EQ(value("select count(*) from saga.job"), "0");
}

}  // namespace
}  // namespace saga::test
