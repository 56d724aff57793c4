// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <future>
#include <sstream>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "app/sagactl/exit_status.h"
#include "tests/integration/sagactl/command_line.h"
#include "tests/postgres/new_delivery.h"

// sagactl jobs approvals, approve, refuse, ask, and what else of sagactl waits for a second person: stdout and exit
// status of each, against a real PostgreSQL.
namespace saga::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kQueue = "payment.completed";

class SagactlApprovals : public testing::Test {
 protected:
  SagactlApprovals() {
    world_.database.run(
        "do $$ begin create role park login in role saga_approver; exception when duplicate_object then "
        "null; end $$");
    world_.add_profile("second", "park");
    world_.database.run(
        "update saga.approval_rule set above = 2 where environment = 'production' and above is not null");
  }
  static Finished ctl(std::vector<std::string> arguments, const std::string& profile = "op") {
    arguments.insert(arguments.begin(), {"--profile", profile, "--json"});
    return sagactl(arguments);
  }
  void insert_stuck(int count) {
    for (int i = 0; i < count; ++i) world_.database.insert({.parked_reason = "no reply"});
  }
  // A job that waits for a second person.
  std::string waiting() {
    const auto made =
        ctl({"sagas", "compensate", "--matching", "--stuck", "--reason", "the bank is gone", "--yes", "--no-wait"});
    EXPECT_EQ(made.status, ctl::kDone) << made.err;
    EXPECT_EQ(made.json()["status"], "AWAITING_APPROVAL");
    EXPECT_THAT(made.err, HasSubstr("needs a second person"));
    EXPECT_THAT(made.err, HasSubstr("sagactl jobs approve " + made.json()["id"].get<std::string>() + " --hash " +
                                    made.json()["set_hash"].get<std::string>()));
    return made.json()["id"];
  }
  static Finished approve(const std::string& id, const std::string& hash, const std::string& profile = "second") {
    return ctl({"jobs", "approve", id, "--hash", hash, "--reason", "it is right"}, profile);
  }
  std::string value(const std::string& sql) { return world_.database.value(sql); }
  std::string hash_of(const std::string& id) {
    return value("select set_hash from saga.approval_view where subject_id = '" + id +
                 "' order by approval_id desc limit 1");
  }
  // The id of what waits, as soon as something does; "" and a failed test if nothing comes.
  std::string first_waiting() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (true) {
      const std::string id =
          value("select coalesce(max(subject_id::text), '') from saga.approval_view where status = 'WAITING'");
      if (!id.empty()) return id;
      if (std::chrono::steady_clock::now() > until) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ADD_FAILURE() << "Nothing waits for a second person.";
    return {};
  }
  static std::future<Finished> discard_all() {
    return std::async(std::launch::async, [] {
      return ctl({"dead-letters", "discard", kQueue, "--all", "--reason", "test data", "--yes"});
    });
  }

  SagactlWorld world_;
};

TEST_F(SagactlApprovals, ListSaysWhatWaitsByWhomAndUntilWhen) {
  insert_stuck(3);
  const std::string id = waiting();
  const json list = ctl({"jobs", "approvals"}, "viewer").json();
  ASSERT_EQ(list["approvals"].size(), 1U);
  const json& waits = list["approvals"][0];
  EXPECT_EQ(waits["id"], id);
  EXPECT_EQ(waits["action"], "COMPENSATE");
  EXPECT_EQ(waits["targets"], 3);
  EXPECT_EQ(waits["requested_by"], "kim");
  EXPECT_EQ(waits["reason"], "the bank is gone");
  EXPECT_EQ(waits["selection"], "stuck");
  EXPECT_EQ(waits["status"], "WAITING");
  EXPECT_EQ(waits["set_hash"], hash_of(id));
  EXPECT_GT(waits["expires_at"], waits["requested_at"]);
  EXPECT_EQ(
      list["limits"][0],
      (json{
          {"action", "COMPENSATE"}, {"above", 2}, {"environment", "production"}, {"lives_s", 900}, {"within_s", 900}}));
  const auto human = sagactl({"--profile", "viewer", "jobs", "approvals"});
  for (const std::string& told : {id, hash_of(id), std::string("kim"), std::string("the bank is gone")}) {
    EXPECT_THAT(human.out, HasSubstr(told));
  }
  EXPECT_EQ(ctl({"jobs", "list"}, "viewer").json()["jobs"][0]["status"], "AWAITING_APPROVAL");
}

TEST_F(SagactlApprovals, ApprovedByTheSecondPerson) {
  insert_stuck(3);
  const std::string id = waiting();
  auto finished = approve(id, hash_of(id));
  EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
  EXPECT_EQ(finished.json()["decision"], "APPROVE");
  EXPECT_EQ(finished.json()["outcome"], "applied");
  EXPECT_EQ(finished.json()["approval"]["status"], "APPROVED");
  EXPECT_EQ(finished.json()["approval"]["decided_by"], "park");
  EXPECT_EQ(finished.json()["approval"]["decision"], "it is right");
  EXPECT_EQ(value("select status from saga.job_view"), "RUNNING");
  EXPECT_TRUE(std::filesystem::exists(world_.own.root / "state/saga-console/anchors/second.ndjson"));
  finished = approve(id, hash_of(id));
  EXPECT_EQ(finished.status, ctl::kConflict);
  EXPECT_THAT(finished.json()["detail"].get<std::string>(), HasSubstr("it is APPROVED since"));
  EXPECT_EQ(ctl({"jobs", "approvals"}, "viewer").json()["approvals"].size(), 0U);
  EXPECT_EQ(ctl({"jobs", "approvals", "--all"}, "viewer").json()["approvals"].size(), 1U);
}

TEST_F(SagactlApprovals, EachRefusalSaysWhy) {
  insert_stuck(3);
  const std::string id = waiting();
  const std::string none = "00000000-0000-4000-8000-000000000000";
  const auto refused = [](const Finished& finished, const std::string& why) {
    EXPECT_EQ(finished.status, ctl::kRefused) << finished.err;
    EXPECT_EQ(finished.json()["outcome"], "refused");
    EXPECT_THAT(finished.json()["detail"].get<std::string>(), HasSubstr(why));
    EXPECT_THAT(finished.err, HasSubstr(why));
  };
  refused(approve(id, hash_of(id), "op"), "it needs the role saga_approver");
  refused(approve(id, std::string(64, 'a')), "this is the hash of another set of targets");
  refused(approve(none, hash_of(id)), "there is no such job");
  refused(ctl({"jobs", "ask", id, "--reason", "x"}, "second"), "it needs the role saga_operator");
  world_.database.run("grant saga_approver to kim");
  refused(approve(id, hash_of(id), "op"), "it takes a second person: kim asked for it at");
  world_.database.run("revoke saga_approver from kim");
  world_.database.run("update saga.approval set expires_at = now()");
  refused(approve(id, hash_of(id)), "it can be asked for again");
  EXPECT_EQ(ctl({"jobs", "show", id}).json()["job"]["status"], "EXPIRED");
  auto again = ctl({"jobs", "ask", id, "--reason", "it is needed still"});
  EXPECT_EQ(again.status, ctl::kDone) << again.err;
  EXPECT_EQ(again.json()["approval"]["status"], "WAITING");
  EXPECT_EQ(ctl({"jobs", "ask", id, "--reason", "x"}).status, ctl::kConflict);
  again = ctl({"jobs", "refuse", id, "--reason", "not today"}, "second");
  EXPECT_EQ(again.status, ctl::kDone) << again.err;
  EXPECT_EQ(again.json()["approval"]["status"], "REFUSED");
  EXPECT_EQ(ctl({"jobs", "resume", id}).status, ctl::kRefused);

  EXPECT_EQ(approve("7", hash_of(id)).status, ctl::kUsage);
  EXPECT_EQ(approve(id, "abc").status, ctl::kUsage);
  EXPECT_EQ(ctl({"jobs", "approve", id, "--hash", hash_of(id)}, "second").status, ctl::kUsage) << "no reason";
  EXPECT_EQ(ctl({"jobs", "approve", id, "--reason", "x"}, "second").status, ctl::kUsage) << "no terminal to ask on";
  world_.own.write("config/saga-console/profiles/away.toml",
                   "[postgres]\nhost = \"" + world_.own.root.string() + "\"\ndbname = \"x\"\nuser = \"park\"\n");
  EXPECT_EQ(approve(id, hash_of(id), "away").status, ctl::kCannotConnect);
  EXPECT_EQ(ctl({"jobs", "approvals"}, "away").status, ctl::kCannotConnect);
  EXPECT_EQ(value("select count(*) from saga.saga_command"), "0");
}

// Whoever waits for it is told what became of it.
TEST_F(SagactlApprovals, ABulkActionThatIsWatchedEndsWithTheDecision) {
  insert_stuck(3);
  auto finished = std::async(std::launch::async, [] {
    return ctl({"sagas", "compensate", "--matching", "--stuck", "--reason", "the bank is gone", "--yes"});
  });
  const std::string id = first_waiting();
  EXPECT_EQ(ctl({"jobs", "refuse", id, "--reason", "not today"}, "second").status, ctl::kDone);
  const Finished told = finished.get();
  EXPECT_EQ(told.status, ctl::kRefused) << told.err;
  EXPECT_EQ(told.json()["status"], "REFUSED");
  EXPECT_EQ(told.json()["remaining"], 3);
  EXPECT_THAT(told.err, HasSubstr("park refused it: not today"));
}

TEST_F(SagactlApprovals, WhatIsMaskedIsShownForAReason) {
  const std::string id = world_.database.insert({.parked_reason = "no reply for buyer@example.com"});
  const auto masked = ctl({"sagas", "show", id}, "viewer");
  EXPECT_EQ(masked.out.find("buyer@"), std::string::npos) << masked.out;
  EXPECT_EQ(ctl({"sagas", "show", id, "--reveal"}).status, ctl::kUsage) << "no reason";
  EXPECT_EQ(ctl({"sagas", "show", id, "--reveal", "--reason", "curious"}, "viewer").status, ctl::kRefused);
  const auto shown = ctl({"sagas", "show", id, "--reveal", "--reason", "the bank asks"});
  EXPECT_EQ(shown.status, ctl::kDone) << shown.err;
  EXPECT_EQ(shown.json()["revealed"]["parked_reason"], "no reply for buyer@example.com");
  EXPECT_EQ(value("select who || ' ' || what || ' ' || why from saga.operator_journal where what = 'REVEAL'"),
            "kim REVEAL the bank asks");
}

TEST_F(SagactlApprovals, ManySagasByNameAreRefusedAndShownTheWay) {
  std::vector<std::string> arguments{"sagas", "compensate"};
  for (int i = 0; i < 3; ++i) arguments.push_back(world_.database.insert({.parked_reason = "no reply"}));
  arguments.insert(arguments.end(), {"--reason", "the bank is gone"});
  const auto finished = ctl(arguments);
  EXPECT_EQ(finished.status, ctl::kRefused) << finished.err;
  EXPECT_THAT(finished.json()["outcomes"][0]["detail"].get<std::string>(), HasSubstr("ask for it as a job"));
}

TEST_F(SagactlApprovals, ManyDiscardsWaitForTheSecondPerson) {
  for (int i = 0; i < 3; ++i) (void)insert(world_.database, {});
  auto first = discard_all();
  EXPECT_EQ(ctl({"jobs", "refuse", first_waiting(), "--reason", "keep them"}, "second").status, ctl::kDone);
  const Finished refused = first.get();
  EXPECT_EQ(refused.status, ctl::kRefused) << refused.err;
  EXPECT_THAT(refused.err, HasSubstr("park refused it: keep them"));
  EXPECT_EQ(value("select count(*) from saga.delivery_view where status = 'DISCARDED'"), "0");

  auto second = discard_all();
  const std::string id = first_waiting();
  EXPECT_EQ(approve(id, hash_of(id)).status, ctl::kDone);
  const Finished done = second.get();
  EXPECT_EQ(done.status, ctl::kDone) << done.err;
  EXPECT_EQ(done.json()["applied"], 3);
  EXPECT_THAT(done.err, HasSubstr("DISCARD of 3 waits for a second person until"));
}

// What one person has done within the last minutes counts too: the rest is asked for, rather than refused midway.
TEST_F(SagactlApprovals, WhatWasDoneBeforeCountsForTheRest) {
  const std::string one = insert(world_.database, {});
  for (int i = 0; i < 2; ++i) (void)insert(world_.database, {});
  const auto single =
      ctl({"dead-letters", "discard", kQueue, "--event", one.substr(0, 36), "--reason", "test data", "--yes"});
  EXPECT_EQ(single.status, ctl::kDone) << single.err;
  auto rest = discard_all();
  const std::string id = first_waiting();
  EXPECT_EQ(approve(id, hash_of(id)).status, ctl::kDone);
  const Finished done = rest.get();
  EXPECT_EQ(done.status, ctl::kDone) << done.err;
  EXPECT_EQ(done.json()["applied"], 2);
  EXPECT_THAT(done.err,
              HasSubstr("needs a second person; without one it is at most 2 within 15 minutes, and 1 are done"));
}

// Whoever asked and went away finds it approved when they come back.
TEST_F(SagactlApprovals, AnApprovalThatCameMeanwhileIsUsed) {
  std::string letters;
  for (int i = 0; i < 3; ++i) letters += (i > 0 ? "," : "") + insert(world_.database, {});
  const std::string id = "5e8a1b90-2c47-4d3f-a6b1-7c9d0e1f2a33";
  const auto asked = world_.database.session("kim")->query(
      "select saga.ask_approval($1::uuid, 'DISCARD', string_to_array($2, ','), '{1,1,1}', 'test data')", {id, letters});
  ASSERT_TRUE(asked) << asked.error().message;
  EXPECT_EQ(approve(id, hash_of(id)).status, ctl::kDone);
  const Finished done = discard_all().get();
  EXPECT_EQ(done.status, ctl::kDone) << done.err;
  EXPECT_EQ(done.json()["applied"], 3);
  EXPECT_EQ(value("select count(*) from saga.approval"), "1") << "nobody was asked again";
}

// A second person looks at what they are asked about, each single target.
TEST_F(SagactlApprovals, OneIsShownWithAllItsTargets) {
  std::string letters;
  for (int i = 0; i < 2500; ++i) {
    letters += fmt::format("{}00000000-0000-4000-8000-{:012}/crm", i > 0 ? "," : "", i);
  }
  const std::string id = "5e8a1b90-2c47-4d3f-a6b1-7c9d0e1f2a33";
  const auto asked = world_.database.session("kim")->query(
      "select saga.ask_approval($1::uuid, 'DISCARD', string_to_array($2, ','), array_fill(2, array[2500]), 'why')",
      {id, letters});
  ASSERT_TRUE(asked) << asked.error().message;
  const json shown = ctl({"jobs", "approvals", id}, "second").json();
  EXPECT_EQ(shown["approval"]["set_hash"], hash_of(id));
  ASSERT_EQ(shown["targets"].size(), 2500U);
  EXPECT_EQ(shown["targets"][2499],
            (json{{"target", "00000000-0000-4000-8000-000000002499/crm"}, {"generation", 2}, {"used_at", nullptr}}));
  const auto human = sagactl({"--profile", "second", "jobs", "approvals", id});
  EXPECT_EQ(human.status, ctl::kDone) << human.err;
  EXPECT_THAT(human.out, HasSubstr("requested     by kim at"));
  EXPECT_THAT(human.out, HasSubstr("\n00000000-0000-4000-8000-000000000000/crm  2\n"));
  EXPECT_THAT(human.out, HasSubstr("\n00000000-0000-4000-8000-000000002499/crm  2\n"));
  EXPECT_THAT(human.err, HasSubstr("2500 of 2500 dead letter(s), each at its generation"));

  insert_stuck(3);
  const std::string job = waiting();
  const auto of_job = sagactl({"--profile", "second", "jobs", "approvals", job});
  EXPECT_EQ(of_job.status, ctl::kDone) << of_job.err;
  EXPECT_THAT(of_job.err, HasSubstr("3 of 3 saga(s), each at its version"));
  EXPECT_THAT(of_job.out, HasSubstr(value("select max(saga_id::text) from saga.saga_view") + "  1\n"));
  EXPECT_EQ(ctl({"jobs", "approvals", "00000000-0000-4000-8000-000000000000"}, "second").status, ctl::kRefused);
  EXPECT_EQ(ctl({"jobs", "approvals", "7"}, "second").status, ctl::kUsage);
  EXPECT_EQ(ctl({"jobs", "approvals", id, "--limit", "5"}, "second").status, ctl::kUsage) << "there is no cap";
}

// Nobody was too late who never came.
TEST_F(SagactlApprovals, WhatExpiresSaysWhyAndHowToAskAgain) {
  insert_stuck(3);
  auto watched = std::async(std::launch::async, [] {
    return ctl({"sagas", "compensate", "--matching", "--stuck", "--reason", "the bank is gone", "--yes"});
  });
  const std::string id = first_waiting();
  world_.database.run("update saga.approval set expires_at = now(); select saga.expire_approvals()");
  const Finished told = watched.get();
  EXPECT_EQ(told.status, ctl::kRefused) << told.err;
  EXPECT_THAT(told.err, HasSubstr("It has expired: nobody approved it until "));
  EXPECT_THAT(told.err, HasSubstr("sagactl jobs ask " + id + " --reason "));
}

}  // namespace
}  // namespace saga::test
