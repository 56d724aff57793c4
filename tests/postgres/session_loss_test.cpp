// SPDX-License-Identifier: GPL-3.0-or-later
// A lost connection: nothing reconnects by itself, and only what may have taken effect is in doubt.
#include <gmock/gmock.h>

#include "backend/postgres/session.h"
#include "tests/support/servers.h"

namespace saga::pg {
namespace {

class SessionLossTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { conninfo = test::fresh_database(); }

  // Returns when the server process has ended.
  void terminate(const Session& victim) {
    const auto gone = admin->query("SELECT pg_terminate_backend($1::int, 10000)", {victim.backend_pid()});
    ASSERT_TRUE(gone) << gone.error().message;
    EXPECT_EQ(gone->one([](const Row& row) { return row.boolean(0); }), true);
  }

  // Its INSERTs end their own session: at once, or in the middle of COMMIT.
  void make_fatal_table(const std::string& name, const std::string& when) {
    const auto made = admin->execute_script(
        "CREATE OR REPLACE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NULL; END $$; "
        "CREATE TABLE " +
        name +
        " (id int); "
        "CREATE CONSTRAINT TRIGGER fatal AFTER INSERT ON " +
        name + " DEFERRABLE INITIALLY " + when + " FOR EACH ROW EXECUTE FUNCTION end_session()");
    ASSERT_TRUE(made) << made.error().message;
  }

  std::int64_t count(const std::string& table) {
    const auto rows = admin->query("SELECT count(*) FROM " + table);
    return rows ? rows->one([](const Row& row) { return row.int64(0); }).value_or(-1) : -1;
  }

  static inline std::string conninfo;
  std::unique_ptr<Session> admin = test::open_session(conninfo);
};

TEST_F(SessionLossTest, ATerminatedSessionStaysBrokenAndNeverWritesAgain) {
  ASSERT_TRUE(admin->execute_script("CREATE TABLE guarded (id int)"));
  const auto reader = test::open_session(conninfo, true);
  ASSERT_TRUE(reader->query("SELECT 1"));
  terminate(*reader);
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto written = reader->execute("INSERT INTO guarded VALUES (1)");
    ASSERT_FALSE(written) << "a reconnect would have lost read_only";
    EXPECT_EQ(written.error().kind, ErrorKind::Connection);
    EXPECT_TRUE(reader->broken());
  }
  EXPECT_FALSE(reader->query("SELECT 1"));
  EXPECT_FALSE(reader->begin());
  EXPECT_EQ(count("guarded"), 0);

  const auto again = test::open_session(conninfo, true);
  const auto written = again->execute("INSERT INTO guarded VALUES (1)");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, "25006");
}

TEST_F(SessionLossTest, ALossBeforeTheStatementIsNotInDoubt) {
  ASSERT_TRUE(admin->execute_script("CREATE TABLE unsent (id int)"));
  const auto writer = test::open_session(conninfo);
  terminate(*writer);
  const auto written = writer->execute("INSERT INTO unsent VALUES (1)");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::Connection) << written.error().message;
  EXPECT_EQ(count("unsent"), 0);
}

TEST_F(SessionLossTest, ALossDuringAStatementOfAWritableSessionIsInDoubt) {
  make_fatal_table("fatal_now", "IMMEDIATE");
  const auto writer = test::open_session(conninfo);
  const auto written = writer->execute("INSERT INTO fatal_now VALUES (1)");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, ErrorKind::InDoubt) << written.error().message;
  EXPECT_FALSE(written.error().worth_retrying());
  EXPECT_TRUE(writer->broken());
}

TEST_F(SessionLossTest, ALossDuringAReadIsNot) {
  const auto session = test::open_session(conninfo);
  const auto rows = session->read("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(10)");
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, ErrorKind::Connection) << rows.error().message;
  EXPECT_TRUE(rows.error().worth_retrying());
}

TEST_F(SessionLossTest, ALossDuringCommitIsInDoubt) {
  make_fatal_table("fatal_commit", "DEFERRED");
  const auto writer = test::open_session(conninfo);
  auto transaction = writer->begin();
  ASSERT_TRUE(transaction);
  ASSERT_TRUE(transaction->execute("INSERT INTO fatal_commit VALUES (1)"));
  const auto committed = transaction->commit();
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().kind, ErrorKind::InDoubt) << committed.error().message;
  EXPECT_FALSE(committed.error().worth_retrying());
  EXPECT_TRUE(writer->broken());
}

TEST_F(SessionLossTest, ALossWithinATransactionIsNotInDoubt) {
  ASSERT_TRUE(admin->execute_script("CREATE TABLE undone (id int)"));
  const auto writer = test::open_session(conninfo);
  auto transaction = writer->begin();
  ASSERT_TRUE(transaction);
  ASSERT_TRUE(transaction->execute("INSERT INTO undone VALUES (1)"));
  terminate(*writer);
  const auto committed = transaction->commit();
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().kind, ErrorKind::Connection) << "COMMIT was never sent";
  EXPECT_EQ(count("undone"), 0);
}

TEST_F(SessionLossTest, AStoppedServerIsReportedAndANewSessionFindsItAgain) {
  const std::string database = test::fresh_database();
  const auto session = test::open_session(database);
  ASSERT_TRUE(session->execute_script("CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)"));
  test::test_postgres().kill();
  const auto rows = session->query("SELECT * FROM kept");
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, ErrorKind::Connection);
  const auto refused = Session::open({.conninfo = database});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Connection);

  ASSERT_TRUE(test::test_postgres().start());
  EXPECT_FALSE(session->query("SELECT 1")) << "the old session stays lost";
  const auto again = test::open_session(database);
  const auto found = again->query("SELECT * FROM kept");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->size(), 1U);
}

}  // namespace
}  // namespace saga::pg
