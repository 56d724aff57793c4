// SPDX-License-Identifier: GPL-3.0-or-later
// The case table, run by SQL: the functions of the contract, and the reader's own predicates.
#include <set>

#include <gtest/gtest.h>

#include "backend/postgres/overview_reader.h"
#include "backend/postgres/saga_reader.h"
#include "tests/postgres/saga_database.h"
#include "tests/support/case_table.h"
#include "tests/support/error_cases.h"

namespace saga {
namespace {

TEST(RulesInSql, ConditionAndRefusalsAreThoseOfTheCaseTable) {
  test::SagaDatabase database;
  for (const auto& row : test::case_table()) {
    SCOPED_TRACE(testing::PrintToString(row));
    pg::Params params;
    params.add(row.status).add(row.parked_reason).add(row.silent_seconds).add(row.open_effects).add(row.resolution);
    const auto condition = database.admin().read(
        "select saga.condition($1, $2, now() - make_interval(secs => $3::int), $4, $5, now())", params);
    ASSERT_TRUE(condition) << condition.error().message;
    EXPECT_EQ(condition->one([](const pg::Row& r) { return r.text(0); }).value(), row.condition);
    for (const auto& [type, refusals] : {std::pair{"PaymentSaga", row.refusals}, {"RefundSaga", row.refund_refusals}}) {
      for (const auto& [action, why_not] : refusals) {
        const auto refusal = database.admin().read("select saga.action_refusal($1, $2, $3, $4)",
                                                   {action, row.status, row.condition, type});
        ASSERT_TRUE(refusal) << refusal.error().message;
        EXPECT_EQ(refusal->one([](const pg::Row& r) { return r.optional_text(0); }).value(), why_not)
            << type << ' ' << action;
      }
    }
  }
}

TEST(RulesInSql, ErrorsThatDifferOnlyInWhatTheySpeakOfHaveOneHeading) {
  test::SagaDatabase database;
  for (const auto& [error, heading] : test::kErrorCases) {
    const auto rows = database.admin().read("select saga.normalised_error($1)", {error});
    ASSERT_TRUE(rows) << rows.error().message;
    EXPECT_EQ(rows->one([](const pg::Row& r) { return r.text(0); }).value(), heading) << error;
  }
}

// The reader does not call saga.condition, so that indexes serve it. Its predicates must mean the same.
TEST(RulesInSql, FiltersFindAndTheOverviewCountsExactlyTheSagasOfTheirCondition) {
  test::SagaDatabase database;
  std::map<std::string, std::set<SagaId>> expected;
  std::map<std::string, int> figures;
  for (const auto& row : test::case_table()) {
    if (row.condition == "unknown") continue;  // our own schema cannot hold one
    for (const std::string& figure : row.figures) ++figures[figure];
    // Just beyond the threshold would be beyond it by the time it is read.
    const int silent = row.silent_seconds == 30 ? 20 : row.silent_seconds;
    expected[row.condition].insert(database.insert({.status = row.status,
                                                    .parked_reason = row.parked_reason,
                                                    .silent_seconds = silent,
                                                    .open_effects = row.open_effects,
                                                    .resolution = row.resolution}));
  }
  pg::PgSagaReader reader(database.session("vera", true));
  pg::PgOverviewReader overviews(database.session("vera", true));
  const auto counts = reader.counts();
  ASSERT_TRUE(counts) << counts.error().message;
  for (const Condition condition : all_conditions()) {
    SCOPED_TRACE(to_text(condition));
    const auto page = reader.page({.conditions = {condition}}, {}, 100);
    ASSERT_TRUE(page) << page.error().message;
    std::set<SagaId> found;
    for (const Saga& saga : page->sagas) {
      found.insert(saga.id);
      EXPECT_EQ(condition_of(saga, page->server_now), condition);
    }
    EXPECT_EQ(found, expected[std::string(to_text(condition))]);
    for (const auto& [counted, count] : counts->counts) {
      if (counted != condition) continue;
      EXPECT_EQ(count, (CappedCount{static_cast<std::int64_t>(found.size()), false}));
    }
  }
  const auto overview = overviews.overview();
  ASSERT_TRUE(overview) << overview.error().message;
  EXPECT_EQ(in_flight(*overview), figures["flight"]);
  EXPECT_EQ(trouble_of(*overview, Condition::Stuck).count, figures["stuck"]);
  EXPECT_EQ(trouble_of(*overview, Condition::NeedsAttention).count, figures["attention"]);
}

}  // namespace
}  // namespace saga
