// SPDX-License-Identifier: GPL-3.0-or-later
// A job of a frozen set: exactly the sagas and versions that were looked at, whatever has come or moved on since.
#include <algorithm>

#include <gtest/gtest.h>

#include "backend/postgres/job_board.h"
#include "backend/services/jobs.h"
#include "tests/postgres/saga_database.h"

namespace saga {
namespace {

class JobFreezeTest : public testing::Test {
 protected:
  SagaId insert_stuck(int age_seconds) {
    return database.insert({.step = "BalanceDeduction",
                            .parked_reason = "BalanceDeduction: no reply within 2 s, 3 attempts",
                            .age_seconds = age_seconds});
  }
  FrozenPreview freeze() {
    auto frozen = board.freeze(Action::Retry, stuck, 10);
    EXPECT_TRUE(frozen) << frozen.error().message;
    return frozen.value_or(FrozenPreview{});
  }
  [[nodiscard]] JobOrder order_of(const FrozenPreview& frozen) const {
    return {.id = new_job_id(),
            .action = Action::Retry,
            .filter = stuck,
            .reason = "bank is back",
            .expected_hash = frozen.preview.set_hash,
            .targets = frozen.targets};
  }

  const SagaFilter stuck{.conditions = {Condition::Stuck}};
  test::SagaDatabase database;
  pg::PgJobBoard board{database.session("vera", true)};
  pg::PgJobOperator kim{database.session("kim")};
};

TEST_F(JobFreezeTest, TheSetIsWhatTheHashIsOf) {
  const SagaId first = insert_stuck(900);
  const SagaId second = insert_stuck(800);
  database.run("update saga.saga_state set version = 4 where saga_id = '" + second + "'");
  const FrozenPreview frozen = freeze();
  ASSERT_TRUE(frozen.targets);
  auto targets = targets_from(*frozen.targets);
  std::ranges::sort(targets);
  std::vector<std::pair<SagaId, int>> expected{
      {first, std::stoi(database.value("select version from saga.saga_state where saga_id = '" + first + "'"))},
      {second, 4}};
  std::ranges::sort(expected);
  EXPECT_EQ(targets, expected);
  EXPECT_EQ(frozen.preview.sagas, 2);
  EXPECT_EQ(frozen.preview.set_hash,
            database.value("select encode(sha256(convert_to('" + *frozen.targets + "', 'UTF8')), 'hex')"));
  EXPECT_EQ(frozen.preview.set_hash, board.preview(Action::Retry, stuck, 10)->set_hash);
}

TEST_F(JobFreezeTest, WhatComesLaterIsNotTaken) {
  const SagaId first = insert_stuck(900);
  const FrozenPreview frozen = freeze();
  insert_stuck(700);
  const JobOrder order = order_of(frozen);
  const auto outcome = kim.create(order);
  ASSERT_TRUE(std::holds_alternative<Applied>(outcome)) << outcome.index();
  const auto items = board.items(order.id, {}, 0, 10);
  ASSERT_TRUE(items) << items.error().message;
  ASSERT_EQ(items->items.size(), 1U);
  EXPECT_EQ(items->items[0].saga, first);
  EXPECT_EQ((*board.find(order.id))->set_hash, frozen.preview.set_hash);
}

TEST_F(JobFreezeTest, WhatMovedOnKeepsTheVersionThatWasLookedAt) {
  const SagaId id = insert_stuck(900);
  const FrozenPreview frozen = freeze();
  const int seen = targets_from(*frozen.targets).at(0).second;
  database.run("update saga.saga_state set version = version + 1 where saga_id = '" + id + "'");
  const JobOrder order = order_of(frozen);
  ASSERT_TRUE(std::holds_alternative<Applied>(kim.create(order)));
  EXPECT_EQ(board.items(order.id, {}, 0, 10)->items.at(0).expected_version, seen)
      << "the version guard would not see it";
}

TEST_F(JobFreezeTest, ASetThatIsNotTheOneThatWasShownIsRefused) {
  insert_stuck(900);
  JobOrder order = order_of(freeze());
  order.targets = std::make_shared<const std::string>(database.insert({}) + ":1");
  EXPECT_TRUE(std::holds_alternative<Conflict>(kim.create(order)));
  order.targets = std::make_shared<const std::string>("");
  EXPECT_TRUE(std::holds_alternative<Conflict>(kim.create(order)));
}

TEST_F(JobFreezeTest, ExamplesShowTheLargestAndEveryRefusal) {
  const SagaId small = insert_stuck(900);
  const SagaId large = insert_stuck(800);
  database.run("update saga.saga_state set amount = 9000000 where saga_id = '" + large + "'");
  const SagaId going = database.insert({.order_id = "ORD-9"});  // it goes on by itself
  const auto frozen = board.freeze(Action::Retry, {}, 10);
  ASSERT_TRUE(frozen) << frozen.error().message;
  EXPECT_EQ(frozen->examples, (std::vector<SagaId>{large, going}));
  EXPECT_EQ(frozen->preview.sample, (std::vector<SagaId>{small, large}));
  const auto none = board.freeze(Action::Retry, {.search = "nobody"}, 2);
  ASSERT_TRUE(none) << none.error().message;
  EXPECT_EQ(none->preview.sagas, 0);
  ASSERT_TRUE(none->targets);
  EXPECT_TRUE(none->targets->empty());
}

}  // namespace
}  // namespace saga
