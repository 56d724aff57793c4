// SPDX-License-Identifier: GPL-3.0-or-later
// The installer of the contract, against a real server.
#include "backend/postgres/migrations.h"

#include <algorithm>
#include <future>

#include <gmock/gmock.h>

#include "backend/private_servers/private_directory.h"
#include "backend/private_servers/private_postgres.h"
#include "tests/support/installed_database.h"
#include "tests/support/servers.h"

namespace saga::pg {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class MigrationsTest : public testing::Test {
 protected:
  std::int64_t number(std::string_view sql) {
    const auto rows = session->query(sql);
    if (!rows) {
      ADD_FAILURE() << rows.error().message;
      return -1;
    }
    return rows->one([](const Row& row) { return row.int64(0); }).value();
  }
  std::int64_t tables_in(const std::string& schema) {
    return number("SELECT count(*) FROM pg_tables WHERE schemaname = '" + schema + "'");
  }

  std::string conninfo = test::fresh_database();
  std::unique_ptr<Session> session = test::open_session(conninfo);
};

// Two files of schema payments, and one that comes into every domain schema.
std::vector<Migration> small_contract() {
  return {{"participant", 101, "inbox", "c101", "CREATE TABLE @schema@.inbox (at_schema text DEFAULT '@schema@')"},
          {"payments", 1, "payment", "c1", "CREATE TABLE payments.payment (id int)"},
          {"payments", 2, "route", "c2", "ALTER TABLE payments.payment ADD route text"}};
}

TEST_F(MigrationsTest, InstallsEverySchemaOnce) {
  const auto first = install(*session, contract_schemas());
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_FALSE(first->migrations.empty());
  EXPECT_THAT(first->schemas, SizeIs(5));
  for (const auto& schema : contract_schemas()) {
    EXPECT_GT(tables_in(schema), 1) << schema;
    const auto ready = check_installed(*session, schema);
    EXPECT_TRUE(ready) << ready.error().message;
  }

  const auto second = install(*session, contract_schemas());
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_THAT(second->migrations, IsEmpty());
  for (const auto& schema : second->schemas) EXPECT_EQ(schema.before, schema.after) << schema.schema;
}

TEST_F(MigrationsTest, EveryFileOfTheContractIsKnownByItsChecksum) {
  for (const auto& migration : contract_migrations()) {
    EXPECT_THAT(migration.checksum, SizeIs(64)) << migration.folder << ' ' << migration.name;
    EXPECT_GT(migration.version, 0);
    EXPECT_FALSE(migration.sql.empty());
  }
  EXPECT_TRUE(std::ranges::any_of(contract_migrations(), [](const auto& m) {
    return m.folder == "saga" && m.version == 1 && m.sql.find("create table saga.saga_state") != std::string::npos;
  }));
}

TEST_F(MigrationsTest, ParticipantFilesComeAfterTheDomainsOwnWithItsName) {
  const auto report = install(*session, {"payments"}, false, small_contract());
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->migrations, (std::vector<PendingMigration>{
                                    {"payments", 1, "payment"}, {"payments", 2, "route"}, {"payments", 101, "inbox"}}));
  EXPECT_EQ(report->schemas, (std::vector<SchemaVersion>{{"payments", 0, 101}}));
  EXPECT_EQ(number("SELECT count(*) FROM information_schema.columns WHERE table_schema = 'payments' "
                   "AND column_default LIKE '%payments%'"),
            1);
}

TEST_F(MigrationsTest, TheSagaSchemaIsNoParticipant) {
  ASSERT_TRUE(install(*session, {"saga"}));
  EXPECT_EQ(number("SELECT count(*) FROM pg_class WHERE relname = 'inbox'"), 0);
}

TEST_F(MigrationsTest, ADryRunTellsEverythingAndChangesNothing) {
  const auto report = install(*session, {"payments"}, true, small_contract());
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->dry_run);
  EXPECT_THAT(report->migrations, SizeIs(3));
  EXPECT_EQ(number("SELECT count(*) FROM pg_namespace WHERE nspname = 'payments'"), 0);
}

TEST_F(MigrationsTest, ALaterFileWithALowerNumberIsStillApplied) {
  auto contract = small_contract();
  const auto late = contract.back();
  contract.pop_back();
  ASSERT_TRUE(install(*session, {"payments"}, false, contract));
  contract.push_back(late);
  const auto report = install(*session, {"payments"}, false, contract);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->migrations, (std::vector<PendingMigration>{{"payments", 2, "route"}}));
  EXPECT_EQ(report->schemas, (std::vector<SchemaVersion>{{"payments", 101, 101}}));
}

TEST_F(MigrationsTest, ANewerSchemaIsRefusedAndNothingIsChangedAnywhere) {
  ASSERT_TRUE(install(*session, {"payments"}, false, small_contract()));
  ASSERT_TRUE(
      session->execute("INSERT INTO payments.schema_migration (version, name, checksum) VALUES (3, 'tomorrow', 'c3')"));

  const auto refused = install(*session, {"saga", "payments"}, false, small_contract());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Incompatible);
  EXPECT_THAT(refused.error().message, HasSubstr("schema payments is newer than this program"));
  EXPECT_THAT(refused.error().message, HasSubstr("tomorrow"));
  EXPECT_FALSE(refused.error().advice.empty());
  EXPECT_EQ(number("SELECT count(*) FROM pg_namespace WHERE nspname = 'saga'"), 0);

  const auto checked = check_installed(*session, "payments", small_contract());
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().kind, ErrorKind::Incompatible);
}

TEST_F(MigrationsTest, AnAppliedFileWithAnotherTextIsRefused) {
  auto contract = small_contract();
  ASSERT_TRUE(install(*session, {"payments"}, false, contract));
  contract[1].checksum = "edited";
  contract.push_back({"payments", 3, "more", "c3", "CREATE TABLE payments.more (id int)"});

  const auto refused = install(*session, {"payments"}, false, contract);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Incompatible);
  EXPECT_THAT(refused.error().message, HasSubstr("another text of migration 1 (payment)"));
  EXPECT_EQ(number("SELECT count(*) FROM pg_class WHERE relname = 'more'"), 0);
}

TEST_F(MigrationsTest, AFailingFileLeavesNoTraceAndTheOnesBeforeItStay) {
  auto contract = small_contract();
  contract[2].sql = "CREATE TABLE payments.half (id int); SELECT 1 / 0";
  const auto failed = install(*session, {"payments"}, false, contract);
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message, HasSubstr("migration 2 (route) of schema payments"));
  EXPECT_EQ(failed.error().code, "22012");
  EXPECT_EQ(number("SELECT count(*) FROM pg_class WHERE relname = 'half'"), 0);
  EXPECT_EQ(number("SELECT max(version) FROM payments.schema_migration"), 1);

  // Mended, it goes on from there.
  const auto mended = install(*session, {"payments"}, false, small_contract());
  ASSERT_TRUE(mended) << mended.error().message;
  EXPECT_THAT(mended->migrations, SizeIs(2));
}

TEST_F(MigrationsTest, ConcurrentInstallsWaitForEachOther) {
  std::vector<std::future<Result<InstallReport>>> installs;
  for (int i = 0; i < 4; ++i) {
    installs.push_back(std::async(std::launch::async, [this] {
      const auto mine = test::open_session(conninfo);
      return install(*mine, contract_schemas());
    }));
  }
  std::size_t applied = 0;
  for (auto& running : installs) {
    const auto report = running.get();
    ASSERT_TRUE(report) << report.error().message;
    applied += report->migrations.size();
  }
  EXPECT_EQ(static_cast<std::int64_t>(applied), number("SELECT (SELECT count(*) FROM saga.schema_migration) "
                                                       "+ (SELECT count(*) FROM orders.schema_migration) "
                                                       "+ (SELECT count(*) FROM balances.schema_migration) + "
                                                       "(SELECT count(*) FROM products.schema_migration) "
                                                       "+ (SELECT count(*) FROM payments.schema_migration)"));
}

// Roles belong to the server, which the installer's lock of one database does not cover.
class TwoInstallsOnANewServer : public testing::Test {
 protected:
  TwoInstallsOnANewServer() : directory(*PrivateDirectory::create("saga-roles")) {
    server = *PrivatePostgres::create({.directory = directory.path(), .durable = false});
    other = test::open_session(server->conninfo());
    session = test::open_session(server->conninfo());
  }
  // The other install has done this and not yet committed when ours comes to its own roles.
  Result<InstallReport> install_beside(const std::string& done_by_the_other) {
    auto work = other->begin();
    if (!work) return std::unexpected(work.error());
    if (auto done = work->execute(done_by_the_other); !done) return std::unexpected(done.error());
    auto ours = std::async(std::launch::async, [this] { return install(*session, {"saga"}); });
    const auto watch = test::open_session(server->conninfo());
    const auto waiting = [&] {
      const auto rows = watch->query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
      return rows && !rows->empty();
    };
    while (!waiting() && ours.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready) {
    }
    EXPECT_EQ(ours.wait_for(std::chrono::seconds(0)), std::future_status::timeout) << "they did not meet";
    if (auto done = work->commit(); !done) return std::unexpected(done.error());
    return ours.get();
  }

  PrivateDirectory directory;
  std::unique_ptr<PrivatePostgres> server;
  std::unique_ptr<Session> other, session;
};

TEST_F(TwoInstallsOnANewServer, ARoleThatTheOtherWasFasterToMakeIsTaken) {
  const auto installed = install_beside("CREATE ROLE saga_operator NOLOGIN");
  EXPECT_TRUE(installed) << installed.error().message;
}

TEST_F(TwoInstallsOnANewServer, AMembershipThatTheOtherWasFasterToGrantIsTaken) {
  ASSERT_TRUE(other->execute_script("CREATE ROLE saga_viewer; CREATE ROLE saga_operator; CREATE ROLE saga_approver"));
  const auto installed = install_beside("GRANT saga_viewer TO saga_operator");
  EXPECT_TRUE(installed) << installed.error().message;
}

TEST_F(MigrationsTest, TheLockIsGivenBackAfterSuccessAndAfterFailure) {
  ASSERT_TRUE(install(*session, {"payments"}, false, small_contract()));
  ASSERT_FALSE(install(*session, {"payments"}, false, {}));
  EXPECT_EQ(number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"), 0);
}

TEST_F(MigrationsTest, AMissingSchemaIsToldWithWhatToDo) {
  const auto missing = check_installed(*session, "orders");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::Incompatible);
  EXPECT_THAT(missing.error().message, HasSubstr("schema orders is not installed"));
  EXPECT_THAT(missing.error().advice, HasSubstr("sagactl install"));

  auto contract = small_contract();
  ASSERT_TRUE(install(*session, {"payments"}, false, contract));
  contract.push_back({"payments", 3, "more", "c3", "SELECT 1"});
  const auto behind = check_installed(*session, "payments", contract);
  ASSERT_FALSE(behind);
  EXPECT_THAT(behind.error().message, HasSubstr("schema payments lacks migration 3 (more)"));
}

TEST_F(MigrationsTest, ANameOutsideTheContractIsRefused) {
  const auto refused = plan(*session, {"saga", "payments; DROP TABLE x"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Invalid);
}

TEST_F(MigrationsTest, WhoMayNotCreateIsTold) {
  ASSERT_TRUE(session->execute_script("DROP ROLE IF EXISTS nobody_special; CREATE ROLE nobody_special LOGIN"));
  const auto weak = Session::open({.conninfo = conninfo + " user=nobody_special"});
  ASSERT_TRUE(weak) << weak.error().message;
  const auto refused = install(**weak, {"payments"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Permission);
}

// The engine works with the domain schemas without owning them, and cannot rewrite their history.
TEST(InstalledContract, TheEngineMayWorkAndNotForgeMigrations) {
  const auto conninfo = test::installed_database();
  const auto owner = test::open_session(conninfo);
  ASSERT_TRUE(
      owner->execute_script("DROP ROLE IF EXISTS some_engine; "
                            "CREATE ROLE some_engine LOGIN IN ROLE saga_engine"));
  const auto engine = Session::open({.conninfo = conninfo + " user=some_engine"});
  ASSERT_TRUE(engine) << engine.error().message;
  for (const auto& schema : contract_schemas()) {
    const auto ready = check_installed(**engine, schema);
    EXPECT_TRUE(ready) << ready.error().message;
    if (schema == "saga") continue;
    const auto written =
        (*engine)->execute("INSERT INTO " + schema + ".inbox (saga_id, step_name) VALUES (gen_random_uuid(), 'Step')");
    EXPECT_TRUE(written) << written.error().message;
    const auto forged = (*engine)->execute("DELETE FROM " + schema + ".schema_migration");
    ASSERT_FALSE(forged);
    EXPECT_EQ(forged.error().kind, ErrorKind::Permission);
  }
}

TEST(InstalledContract, CopiesDoNotSeeEachOther) {
  const auto one = test::open_session(test::installed_database());
  const auto other = test::open_session(test::installed_database());
  ASSERT_TRUE(one->execute("INSERT INTO orders.vip_user VALUES (7)"));
  const auto rows = other->query("SELECT FROM orders.vip_user");
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_TRUE(rows->empty());
}

}  // namespace
}  // namespace saga::pg
