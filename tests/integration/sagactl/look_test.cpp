// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <gtest/gtest.h>

#include "app/sagactl/exit_status.h"
#include "tests/integration/sagactl/command_line.h"

namespace saga::test {
namespace {

using nlohmann::json;

std::vector<std::string> ids_in(const Finished& finished) {
  std::vector<std::string> ids;
  const json document = finished.json();
  for (const auto& saga : document.value("sagas", json::array())) ids.push_back(saga.at("id"));
  return ids;
}

using Ids = std::vector<std::string>;

TEST(SagactlList, StuckSagasComeWithTheirReason) {
  SagactlWorld world;
  const auto id = world.database.insert({.order_id = "ORD-7",
                                         .user_id = 812,
                                         .step = "StockConfirmation",
                                         .parked_reason = "no reply within 10 s",
                                         .open_effects = 2});
  world.database.insert({});
  world.database.insert({.status = "COMPLETED"});
  const auto finished = sagactl({"--profile", "viewer", "sagas", "list", "--stuck", "--json"});
  EXPECT_EQ(finished.status, ctl::kDone) << finished.err;
  const json document = finished.json();
  ASSERT_EQ(document["sagas"].size(), 1U);
  const json& saga = document["sagas"][0];
  EXPECT_EQ(saga["id"], id);
  EXPECT_EQ(saga["condition"], "stuck");
  EXPECT_EQ(saga["status"], "RUNNING");
  EXPECT_EQ(saga["type"], "PaymentSaga");
  EXPECT_EQ(saga["current_step"], "StockConfirmation");
  EXPECT_EQ(saga["parked_reason"], "no reply within 10 s");
  EXPECT_EQ(saga["amount"], (json{{"minor", 128'000}, {"currency", "KRW"}}));
  EXPECT_EQ(saga["order_id"], "ORD-7");
  EXPECT_EQ(saga["user_id"], "812");
  EXPECT_EQ(saga["version"], 1);
  EXPECT_EQ(saga["open_effects"], 2);
  EXPECT_TRUE(saga["created_at"].get<std::string>().ends_with("Z"));
  EXPECT_TRUE(document["server_now"].is_string());
  EXPECT_TRUE(document["next"].is_null());
}

TEST(SagactlList, FiltersAndStatuses) {
  SagactlWorld world;
  auto& db = world.database;
  const auto running = db.insert({.age_seconds = 10});
  const auto parked = db.insert({.parked_reason = "x", .age_seconds = 20});
  const auto attention = db.insert({.status = "FAILED", .age_seconds = 30, .open_effects = 1});
  const auto compensated = db.insert({.status = "FAILED", .step = "OrderValidation", .age_seconds = 4000});
  const auto list = [](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--profile", "viewer", "--json", "sagas", "list"});
    return ids_in(sagactl(arguments));
  };
  EXPECT_EQ(list({}), (Ids{running, parked, attention, compensated}));
  EXPECT_EQ(list({"--needs-attention"}), (Ids{attention}));
  EXPECT_EQ(list({"--stuck", "--needs-attention"}), (Ids{parked, attention}));
  EXPECT_EQ(list({"--status", "FAILED"}), (Ids{attention, compensated}));
  EXPECT_EQ(list({"--status", "running", "--status", "compensated"}), (Ids{running, compensated}));
  EXPECT_EQ(list({"--status", "RUNNING"}), (Ids{running, parked}));
  EXPECT_EQ(list({"--older-than", "1h"}), (Ids{compensated}));
  EXPECT_EQ(list({"--step", "OrderValidation"}), (Ids{compensated}));
  EXPECT_EQ(list({"--type", "RefundSaga"}), Ids{});
  EXPECT_EQ(list({"--search", parked}), (Ids{parked}));
}

TEST(SagactlList, PagesGoOnWhereTheLastEnded) {
  SagactlWorld world;
  for (int i = 0; i < 5; ++i) world.database.insert({.age_seconds = i});
  std::set<std::string> seen;
  std::vector<std::string> arguments{"--profile", "viewer", "sagas", "list", "--json", "--limit", "2"};
  auto page = sagactl(arguments).json();
  int pages = 1;
  while (true) {
    for (const auto& saga : page["sagas"]) EXPECT_TRUE(seen.insert(saga["id"]).second);
    if (page["next"].is_null()) break;
    auto more = arguments;
    more.insert(more.end(), {"--after", page["next"].get<std::string>()});
    page = sagactl(more).json();
    ++pages;
  }
  EXPECT_EQ(seen.size(), 5U);
  EXPECT_EQ(pages, 3);
}

TEST(SagactlList, TheTableIsForPeopleAndNothingForeignReachesTheTerminal) {
  SagactlWorld world;
  world.database.insert({.order_id = "ORD\x1b[31m", .parked_reason = "red\x1b]0;owned\x07 and\nnext line"});
  const auto table = sagactl({"--profile", "viewer", "sagas", "list", "--stuck"});
  EXPECT_EQ(table.status, 0);
  EXPECT_EQ(table.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(table.out.find('\x07'), std::string::npos);
  EXPECT_NE(table.out.find("ORD\\x1b[31m"), std::string::npos) << table.out;
  EXPECT_EQ(std::ranges::count(table.out, '\n'), 2);
  EXPECT_NE(table.out.find("128000 KRW"), std::string::npos);
  const auto document = sagactl({"--profile", "viewer", "sagas", "list", "--stuck", "--json"});
  EXPECT_EQ(document.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(document.json()["sagas"][0]["order_id"], "ORD\x1b[31m");
}

TEST(SagactlShow, TellsStepsCommandsJournalAndWhatMayBeDone) {
  SagactlWorld world;
  auto& db = world.database;
  const auto id = db.insert({.parked_reason = "no reply"});
  db.run(
      "insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, input_data, "
      "error_message, "
      "executed_at) values ('" +
      id + "', 'BalanceDeduction', 'FORWARD', 1, 'FAILED', '{\"a\":1}', 'bank is away', now())");
  ASSERT_EQ(sagactl({"--profile", "op", "sagas", "retry", id, "--reason", "again", "--no-wait"}).status, 0);
  const auto finished = sagactl({"--profile", "viewer", "--json", "sagas", "show", id});
  EXPECT_EQ(finished.status, 0) << finished.err;
  const json document = finished.json();
  EXPECT_EQ(document["saga"]["id"], id);
  EXPECT_EQ(document["saga"]["version"], 2);
  ASSERT_EQ(document["steps"].size(), 1U);
  EXPECT_EQ(document["steps"][0]["step"], "BalanceDeduction");
  EXPECT_EQ(document["steps"][0]["error"], "bank is away");
  EXPECT_EQ(document["steps"][0]["input"], "{\"a\":1}");
  EXPECT_EQ(document["commands"][0]["requested_by"], "kim");
  EXPECT_EQ(document["journal"][0]["why"], "again");
  EXPECT_EQ(document["actions"]["retry"]["allowed"], true);
  EXPECT_EQ(document["actions"]["retry"]["plan"][0]["effect"], "runs_again");
  const auto people = sagactl({"--profile", "viewer", "sagas", "show", id});
  EXPECT_EQ(people.status, 0);
  EXPECT_NE(people.out.find("bank is away"), std::string::npos);
}

TEST(SagactlShow, NobodyIsRefused) {
  SagactlWorld world;
  for (const char* id : {"00000000-0000-7000-8000-000000000000", "no-uuid"}) {
    const auto finished = sagactl({"--profile", "viewer", "--json", "sagas", "show", id});
    EXPECT_EQ(finished.status, ctl::kRefused);
    EXPECT_TRUE(finished.json().contains("error"));
  }
}

TEST(SagactlUsage, WhatIsWrongIsToldOnStderrWithStatusTwo) {
  SagactlWorld world;
  const std::vector<std::vector<std::string>> wrong{
      {},
      {"sagas"},
      {"sagas", "list"},
      {"--profile", "viewer", "sagas", "list", "--status", "sad"},
      {"--profile", "viewer", "sagas", "list", "--older-than", "soon"},
      {"--profile", "viewer", "sagas", "list", "--limit", "0"},
      {"--profile", "viewer", "sagas", "list", "--after", "nonsense"},
      {"--profile", "no-such-profile", "sagas", "list"},
      {"--profile", "viewer", "--profile-file", "x", "sagas", "list"},
      {"--profile", "op", "sagas", "retry", "--reason", "x"},
      {"--profile", "op", "sagas", "retry", "a"},
      {"--profile", "op", "sagas", "retry", "a", "--reason", "  "},
      {"--profile", "op", "sagas", "retry", "a", "b", "--reason", "x", "--expect-version", "1"},
  };
  for (const auto& arguments : wrong) {
    const auto finished = sagactl(arguments);
    EXPECT_EQ(finished.status, ctl::kUsage) << testing::PrintToString(arguments);
    EXPECT_FALSE(finished.err.empty()) << testing::PrintToString(arguments);
    EXPECT_TRUE(finished.out.empty()) << testing::PrintToString(arguments) << finished.out;
  }
  EXPECT_EQ(sagactl({"--help"}).status, 0);
}

}  // namespace
}  // namespace saga::test
