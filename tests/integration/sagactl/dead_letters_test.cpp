// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>
#include <sstream>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "app/sagactl/exit_status.h"
#include "tests/integration/sagactl/command_line.h"
#include "tests/postgres/new_delivery.h"
#include "tests/support/servers.h"

// sagactl dead-letters: stdout and exit status of each verb, against a real PostgreSQL and Redis.
namespace saga::test {
namespace {

using nlohmann::json;

constexpr const char* kQueue = "dead-letter:payment.completed";

// Does to replayed deliveries what a publisher does, from a thread of its own.
class Publisher {
 public:
  explicit Publisher(const SagaDatabase& database, const std::string& becomes = "SENT")
      : session_(database.session()), thread_([this, becomes] { run(becomes); }) {}
  ~Publisher() {
    stop_ = true;
    thread_.join();
  }

 private:
  void run(const std::string& becomes) {
    while (!stop_) {
      (void)session_->execute(
          "update saga.external_event_log set status = $1, sent_at = now(), died_at = now(), "
          "generation = generation + case when $1 = 'SENT' then 0 else 1 end where status = 'PENDING'",
          {becomes});
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  std::shared_ptr<pg::Session> session_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

class SagactlDeadLetters : public testing::Test {
 protected:
  SagactlDeadLetters() : endpoint_(fresh_redis()), redis_(open_client(endpoint_)) {
    for (const auto& [profile, user] : {std::pair{"both", "kim"}, {"watch", "vera"}}) {
      world_.add_profile(profile, user, "[redis]\nsocket = \"" + endpoint_.unix_path + "\"\n");
    }
    world_.add_profile("deaf", "kim", "[redis]\nsocket = \"" + world_.own.root.string() + "/none\"\n");
  }
  Finished ctl(std::vector<std::string> arguments, const std::string& profile = "both") {
    arguments.insert(arguments.begin(), {"--profile", profile, "--json", "dead-letters"});
    return sagactl(arguments);
  }
  // As the publisher does it: the newest at the head.
  void list(const DeliveryId& id, int generation = 1) {
    const json entry{{"deliveryId", id}, {"generation", generation}, {"event", "{}"}};
    ASSERT_TRUE(redis_->call({"LPUSH", kQueue, entry.dump()}));
  }
  DeliveryId die(const NewDelivery& delivery = {}) {
    auto id = insert(world_.database, delivery);
    list(id, delivery.generation);
    return id;
  }
  std::string value(const std::string& sql) { return world_.database.value(sql); }
  std::string statuses() {
    return value(
        "select string_agg(status || ' ' || n, ', ' order by status) from (select status, count(*) n from "
        "saga.external_event_log group by 1) s");
  }

  SagactlWorld world_;
  redis::Endpoint endpoint_;
  std::unique_ptr<redis::Client> redis_;
};

TEST_F(SagactlDeadLetters, QueuesAreCountedInBothPlaces) {
  EXPECT_EQ(ctl({"queues"}, "watch").json()["queues"], json::array());
  die();
  die({.target = "warehouse"});
  insert(world_.database, {});  // not listed yet
  insert(world_.database, {.event_type = "UserActivity"});
  const auto finished = ctl({"queues"}, "watch");
  EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
  const json queues = finished.json()["queues"];
  ASSERT_EQ(queues.size(), 2U);
  EXPECT_EQ(queues[0]["queue"], kQueue);
  EXPECT_EQ(queues[0]["letters"], 3);
  EXPECT_EQ(queues[0]["listed"], 2);
  EXPECT_EQ(queues[0]["targets"], (json{{"crm", 2}, {"warehouse", 1}}));
  EXPECT_EQ(queues[1]["queue"], "dead-letter:user.activity");
  EXPECT_TRUE(ctl({"queues"}, "op").json()["queues"][0]["listed"].is_null()) << "no Redis in the profile";
  EXPECT_EQ(ctl({"queues"}, "nobody").status, ctl::kRefused);
}

TEST_F(SagactlDeadLetters, AListSaysWhatLiesAtWhichIndex) {
  const auto first = die({.age_seconds = 30});
  const auto second =
      die({.error = "HTTP 422: \x1b[31mred", .payload = R"({"card":"4111 1111 1111 1234"})", .age_seconds = 20});
  const auto sent = die({.status = "SENT", .age_seconds = 10});
  const auto all = ctl({"list", kQueue}, "watch");
  EXPECT_EQ(all.status, ctl::kDone) << all.err;
  json document = all.json();
  EXPECT_TRUE(document["from_list"].get<bool>());
  ASSERT_EQ(document["letters"].size(), 3U);
  EXPECT_EQ(document["letters"][0]["id"], sent);
  EXPECT_TRUE(document["letters"][0]["stale"].get<bool>()) << "the list is behind";
  EXPECT_EQ(document["letters"][1]["id"], second);
  EXPECT_FALSE(document["letters"][1]["stale"].get<bool>());
  EXPECT_EQ(document["letters"][2]["index"], 2);
  document = ctl({"list", "payment.completed", "--from", "2", "--limit", "1"}, "watch").json();
  ASSERT_EQ(document["letters"].size(), 1U);
  EXPECT_EQ(document["letters"][0]["id"], first);
  const auto human = sagactl({"--profile", "watch", "dead-letters", "list", kQueue});
  EXPECT_EQ(human.out.find('\x1b'), std::string::npos);
  // Without Redis, in PostgreSQL's order.
  const auto deaf = ctl({"list", kQueue}, "deaf");
  EXPECT_EQ(deaf.status, ctl::kDone) << deaf.err;
  EXPECT_NE(deaf.err.find("PostgreSQL's order"), std::string::npos) << deaf.err;
  EXPECT_FALSE(deaf.json()["from_list"].get<bool>());
  ASSERT_EQ(deaf.json()["letters"].size(), 2U);
  EXPECT_EQ(deaf.json()["letters"][0]["id"], second);
}

TEST_F(SagactlDeadLetters, OneIsShownMaskedAndRevealedForAReason) {
  const auto id = die({.payload = R"({"card":"4111 1111 1111 1234"})"});
  const auto shown = ctl({"show", kQueue, "0"}, "watch");
  EXPECT_EQ(shown.status, ctl::kDone) << shown.err;
  EXPECT_EQ(shown.json()["letter"]["id"], id);
  EXPECT_EQ(shown.json()["letter"]["payload"], R"({"card":"************1234"})");
  EXPECT_EQ(ctl({"show", kQueue, "1"}, "watch").status, ctl::kRefused);
  EXPECT_EQ(ctl({"show", kQueue, "0", "--reveal"}).status, ctl::kUsage) << "no reason";
  EXPECT_EQ(ctl({"show", kQueue, "0", "--reveal", "--reason", "x"}, "watch").status, ctl::kRefused);
  const auto revealed = ctl({"show", kQueue, "0", "--reveal", "--reason", "ticket 9"});
  EXPECT_EQ(revealed.status, ctl::kDone) << revealed.err;
  EXPECT_EQ(revealed.json()["letter"]["payload"], R"({"card":"4111 1111 1111 1234"})");
  EXPECT_EQ(value("select string_agg(what || ' ' || why, ',') from saga.operator_journal"), "REVEAL ticket 9");
}

TEST_F(SagactlDeadLetters, GroupsSayHowManySayTheSame) {
  for (int i = 0; i < 3; ++i) die({.error = fmt::format("HTTP 503: order O-100000{} is locked", i)});
  die({.error = "HTTP 422: no such customer"});
  const auto finished = ctl({"groups", kQueue}, "watch");
  EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
  const json groups = finished.json()["groups"];
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0]["letters"], 3);
  EXPECT_EQ(groups[0]["error"], "HTTP …: order … is locked");
  const Publisher publisher(world_.database);
  const auto replayed =
      ctl({"replay", kQueue, "--group", groups[0]["signature"], "--reason", "orders are unlocked", "--yes"});
  EXPECT_EQ(replayed.status, ctl::kDone) << replayed.err;
  EXPECT_EQ(replayed.json()["applied"], 3);
  EXPECT_EQ(statuses(), "DEAD_LETTER 1, SENT 3");
  EXPECT_EQ(ctl({"replay", kQueue, "--group", groups[0]["signature"], "--reason", "x"}).status, ctl::kRefused)
      << "nothing of that lies there now";
}

TEST_F(SagactlDeadLetters, AReplayIsObservedBeforeItIsCalledApplied) {
  const auto id = die();
  const Publisher publisher(world_.database);
  const auto finished = ctl({"replay", kQueue, "--event", id, "--reason", "crm is back"});
  EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
  const json document = finished.json();
  EXPECT_EQ(document["action"], "REPLAY");
  EXPECT_EQ(document["requested"], 1);
  EXPECT_EQ(document["applied"], 1);
  EXPECT_EQ(document["outcomes"][0]["id"], id);
  EXPECT_EQ(document["outcomes"][0]["observed"]["status"], "SENT");
  EXPECT_EQ(document["outcomes"][0]["observed"]["requested_by"], "kim");
  EXPECT_TRUE(std::filesystem::exists(world_.own.root / "state/saga-console/anchors/both.ndjson"));
}

TEST_F(SagactlDeadLetters, AReplayOfWhatDiesAgainSaysSo) {
  die();
  const Publisher publisher(world_.database, "DEAD_LETTER");
  const auto finished = ctl({"replay", kQueue, "--all", "--reason", "try"});
  EXPECT_EQ(finished.status, ctl::kUnexpected) << finished.err;
  EXPECT_EQ(finished.json()["died_again"], 1);
  EXPECT_EQ(finished.json()["outcomes"][0]["observed"]["generation"], 2);
}

TEST_F(SagactlDeadLetters, WithoutAPublisherItIsUnverifiedOrWithoutWaitingAccepted) {
  const auto id = die();
  const auto waited = ctl({"replay", kQueue, "--all", "--reason", "x", "--patience", "1s"});
  EXPECT_EQ(waited.status, ctl::kUnverified) << waited.err;
  EXPECT_EQ(waited.json()["outcomes"][0]["detail"], "accepted, but it has not arrived yet");
  const auto again = ctl({"replay", kQueue, "--event", id, "--reason", "x"});
  EXPECT_EQ(again.status, ctl::kConflict) << "it was replayed a moment ago";
  EXPECT_TRUE(again.json()["outcomes"][0]["detail"].get<std::string>().starts_with("kim requested REPLAY"));
  die();
  const auto accepted = ctl({"replay", kQueue, "--all", "--reason", "x", "--no-wait"});
  EXPECT_EQ(accepted.status, ctl::kDone) << accepted.err;
  EXPECT_EQ(accepted.json()["accepted"], 1);
}

TEST_F(SagactlDeadLetters, AllDeliveriesOfAnEventAreMeantByItsId) {
  const auto id = die();
  const std::string event = id.substr(0, 36);
  insert(world_.database, {.target = "warehouse", .event = event});
  insert(world_.database, {.target = "analytics", .status = "SENT", .event = event});
  die();
  const auto finished = ctl({"replay", kQueue, "--event", event, "--reason", "x", "--yes", "--no-wait"});
  EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
  EXPECT_EQ(finished.json()["accepted"], 2);
  EXPECT_EQ(statuses(), "DEAD_LETTER 1, PENDING 2, SENT 1");
}

TEST_F(SagactlDeadLetters, WhatMayNotBeDoneIsRefused) {
  const auto id = die();
  const auto viewer = ctl({"replay", kQueue, "--event", id, "--reason", "x"}, "watch");
  EXPECT_EQ(viewer.status, ctl::kRefused);
  EXPECT_NE(viewer.json()["outcomes"][0]["detail"].get<std::string>().find("saga_operator"), std::string::npos);
  EXPECT_EQ(ctl({"discard", kQueue, "--event", id, "--reason", "x"}, "watch").status, ctl::kRefused);
  const auto sent = insert(world_.database, {.status = "SENT"});
  EXPECT_EQ(ctl({"replay", kQueue, "--event", sent, "--reason", "x"}).status, ctl::kRefused);
  EXPECT_EQ(ctl({"replay", kQueue, "--event", "00000000-0000-7000-8000-000000000000/crm", "--reason", "x"}).status,
            ctl::kRefused);
  EXPECT_EQ(ctl({"replay", "order.created", "--event", id, "--reason", "x"}).status, ctl::kUsage) << "another queue";
  EXPECT_EQ(ctl({"replay", kQueue, "--event", id}).status, ctl::kUsage) << "no reason";
  EXPECT_EQ(ctl({"replay", kQueue, "--reason", "x"}).status, ctl::kUsage) << "none named";
  EXPECT_EQ(ctl({"replay", kQueue, "--all", "--event", id, "--reason", "x"}).status, ctl::kUsage);
  die();
  EXPECT_EQ(ctl({"replay", kQueue, "--all", "--reason", "x"}).status, ctl::kUsage) << "two, and nobody said yes";
  EXPECT_EQ(statuses(), "DEAD_LETTER 2, SENT 1");
}

TEST_F(SagactlDeadLetters, ADryRunNamesTheTargetsAndChangesNothing) {
  const auto id = die();
  die({.target = "warehouse"});
  const auto sent = insert(world_.database, {.status = "SENT"});
  const auto all = ctl({"replay", kQueue, "--all", "--dry-run"}, "watch");
  EXPECT_EQ(all.status, ctl::kDone) << all.err;
  EXPECT_TRUE(all.json()["dry_run"].get<bool>());
  EXPECT_EQ(all.json()["requested"], 2);
  EXPECT_EQ(all.json()["by_target"], (json{{"crm", 1}, {"warehouse", 1}}));
  const auto some = ctl({"discard", kQueue, "--event", id, "--event", sent, "--dry-run"}, "watch");
  EXPECT_EQ(some.status, ctl::kPartly);
  EXPECT_EQ(some.json()["targets"][1]["detail"], "it is SENT");
  EXPECT_EQ(statuses(), "DEAD_LETTER 2, SENT 1");
  EXPECT_EQ(value("select count(*) from saga.operator_journal"), "0");
}

TEST_F(SagactlDeadLetters, WhatWasDiscardedCanBeRestored) {
  const auto id = die();
  die();
  const auto discarded = ctl({"discard", kQueue, "--all", "--reason", "test data", "--yes"});
  EXPECT_EQ(discarded.status, ctl::kDone) << discarded.err;
  EXPECT_EQ(discarded.json()["action"], "DISCARD");
  EXPECT_EQ(discarded.json()["applied"], 2);
  EXPECT_EQ(statuses(), "DISCARDED 2");
  const auto restored = ctl({"restore", kQueue, "--event", id, "--reason", "it was not"});
  EXPECT_EQ(restored.status, ctl::kDone) << restored.err;
  EXPECT_EQ(statuses(), "DEAD_LETTER 1, DISCARDED 1");
  EXPECT_EQ(ctl({"restore", kQueue, "--all", "--reason", "all of it"}).json()["applied"], 1);
  EXPECT_EQ(value("select string_agg(what, ' ' order by seq) from saga.operator_journal"), "DISCARD RESTORE RESTORE");
}

TEST_F(SagactlDeadLetters, AQueueIsExportedALineEach) {
  for (int i = 0; i < 5; ++i) die({.error = "=cmd|' /C calc'!A0", .payload = R"({"mail":"bob@example.com"})"});
  const auto ndjson = ctl({"export", kQueue, "--format", "ndjson"}, "watch");
  EXPECT_EQ(ndjson.status, ctl::kDone) << ndjson.err;
  std::istringstream lines(ndjson.out);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto document = json::parse(line, nullptr, false);
    ASSERT_TRUE(document.is_object()) << line;
    EXPECT_EQ(document["payload"], R"({"mail":"***@***"})");
  }
  EXPECT_EQ(count, 5);
  const auto csv = ctl({"export", kQueue, "--format", "csv"}, "watch");
  EXPECT_EQ(csv.status, ctl::kDone) << csv.err;
  EXPECT_TRUE(csv.out.starts_with("delivery_id,queue,")) << csv.out;
  EXPECT_EQ(std::ranges::count(csv.out, '\n'), 6);
  EXPECT_NE(csv.out.find(",\"'=cmd|"), std::string::npos) << "a formula in a spreadsheet";
  EXPECT_EQ(ctl({"export", kQueue}, "watch").status, ctl::kUsage);
  EXPECT_EQ(ctl({"export", kQueue, "--format", "csv"}, "nobody").status, ctl::kRefused);
}

}  // namespace
}  // namespace saga::test
