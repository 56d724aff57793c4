// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "backend/postgres/contract_check.h"
#include "backend/postgres/migrations.h"
#include "backend/postgres/platform_reader.h"
#include "backend/postgres/saga_reader.h"
#include "tests/postgres/saga_database.h"
#include "tests/support/servers.h"

namespace saga {
namespace {

PlatformStatus status_of(const test::SagaDatabase& database, const std::string& user) {
  const auto status = pg::PgPlatformReader(database.session(user, true)).status();
  EXPECT_TRUE(status) << status.error().message;
  return status.value_or(PlatformStatus{});
}

TEST(Platform, TellsWhoWeAreAndWhatWeMayDo) {
  test::SagaDatabase database;
  const auto kim = status_of(database, "kim");
  EXPECT_EQ(kim.user, "kim");
  EXPECT_EQ(kim.role, "saga_operator");
  EXPECT_EQ(kim.degree, Degree::Operate);
  EXPECT_TRUE(kim.may_retry);
  EXPECT_TRUE(kim.may_compensate);
  EXPECT_GE(kim.schema_version, 7);
  EXPECT_FALSE(kim.server_version.empty());
  EXPECT_GT(kim.round_trip.count(), 0);
  const auto vera = status_of(database, "vera");
  EXPECT_EQ(vera.role, "saga_viewer");
  EXPECT_EQ(vera.degree, Degree::Watch);
  EXPECT_FALSE(vera.may_retry);
}

TEST(Platform, RollbackBeatsEnabledAndCanary) {
  test::SagaDatabase database;
  const auto set = [&](const std::string& name, const std::string& value) {
    database.run("update saga.feature_toggle set value = '" + value +
                 "', version = nextval('saga.toggle_version') "
                 "where name = '" +
                 name + "'");
    return status_of(database, "vera");
  };
  EXPECT_EQ(status_of(database, "vera").route, "LEGACY");
  EXPECT_EQ(set("payment.canary.percent", "25").route, "LEGACY");
  const auto enabled = set("payment.event-driven.enabled", "true");
  EXPECT_EQ(enabled.route, "EVENT_DRIVEN");
  EXPECT_EQ(enabled.canary_percent, 25);
  const auto engaged = set("payment.emergency.rollback", "true");
  EXPECT_EQ(engaged.route, "LEGACY");
  EXPECT_TRUE(engaged.rollback_engaged);
  EXPECT_GT(engaged.toggle_version, enabled.toggle_version);
  EXPECT_EQ(set("payment.canary.percent", "many").canary_percent, 0);
}

TEST(ContractCheck, AnInstalledDatabaseFits) {
  test::SagaDatabase database;
  EXPECT_TRUE(pg::check_contract(*database.session("vera", true)));
}

TEST(ContractCheck, WhatIsMissingIsNamed) {
  const auto empty = test::open_session(test::fresh_database());
  const auto missing = pg::check_contract(*empty);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::Incompatible);
  EXPECT_EQ(missing.error().message, "The schema saga is missing.");
  EXPECT_EQ(missing.error().advice, "Run sagactl install.");

  test::SagaDatabase database;
  database.run("drop view saga.command_view");
  EXPECT_EQ(pg::check_contract(database.admin()).error().message, "The view saga.command_view is missing.");
  database.run(
      "create view saga.command_view as select command_id, saga_id, action, expected_version, requested_by, "
      "reason, status, requested_at, finished_at from saga.saga_command");
  EXPECT_EQ(pg::check_contract(database.admin()).error().message,
            "The view saga.command_view lacks the column outcome.");
}

TEST(ContractCheck, ANewerSchemaAsksForANewerProgram) {
  test::SagaDatabase database;
  database.run(
      "insert into saga.schema_migration select (jsonb_populate_record(m, '{\"version\": 999}')).* "
      "from saga.schema_migration m order by version desc limit 1");
  const auto newer = pg::check_contract(database.admin());
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().kind, ErrorKind::Incompatible);
  EXPECT_NE(newer.error().message.find("version 999"), std::string::npos) << newer.error().message;
  EXPECT_EQ(newer.error().advice, "Update this program.");
}

TEST(ContractCheck, WithoutARoleItSaysWhichIsMissing) {
  test::SagaDatabase database;
  const auto nobody = pg::check_contract(*database.session("nobody", true));
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().kind, ErrorKind::Permission);
  EXPECT_NE(nobody.error().advice.find("saga_viewer"), std::string::npos);
}

TEST(ReadOnly, TerminatingTheSessionDoesNotLiftIt) {
  test::SagaDatabase database;
  const auto session = database.session("postgres", true);
  const auto write = [&] {
    return session->execute("insert into saga.saga_change (saga_id, kind) values (gen_random_uuid(), 'X')");
  };
  EXPECT_EQ(write().error().code, "25006");
  database.run("select pg_terminate_backend(" + std::to_string(session->backend_pid()) + ")");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(write().error().kind, ErrorKind::Connection);
  EXPECT_TRUE(session->broken());
  EXPECT_EQ(database.value("select count(*) from saga.saga_change"), "0");
}

}  // namespace
}  // namespace saga
