// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions on a real server: what goes in comes out, and errors say what the caller can still do.
#include "backend/postgres/session.h"

#include <thread>

#include <gmock/gmock.h>

#include "tests/support/servers.h"

namespace saga::pg {
namespace {

using testing::HasSubstr;

class SessionTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { conninfo = test::fresh_database(); }

  std::string one_text(std::string_view sql, const Params& params = {}) {
    const auto rows = session->query(sql, params);
    if (!rows) return "error: " + rows.error().message;
    const auto value = rows->one([](const Row& row) { return row.text(0); });
    return value ? *value : "error: " + value.error().message;
  }

  void run(std::string_view script) {
    const auto done = session->execute_script(script);
    ASSERT_TRUE(done) << done.error().message;
  }

  static inline std::string conninfo;
  std::unique_ptr<Session> session = test::open_session(conninfo);
};

const std::vector<std::string> kHostile = {"",
                                           "NULL",
                                           "null",
                                           "{}",
                                           "{a,b}",
                                           ",",
                                           "\"",
                                           "\\",
                                           "\\\"",
                                           "'; DROP TABLE saga_state; --",
                                           "$1",
                                           " leading and trailing ",
                                           "line\nbreak\r\ttab",
                                           "한국어 결제 🧾",
                                           "\x01\x02\x7f",
                                           "%s%n",
                                           "<b>bold</b>"};

TEST_F(SessionTest, ParametersArriveByteForByte) {
  for (const std::string& text : kHostile) EXPECT_EQ(one_text("SELECT $1::text", {text}), text);
}

TEST_F(SessionTest, ArraysArriveByteForByte) {
  const auto rows =
      session->query("SELECT item FROM unnest($1::text[]) WITH ORDINALITY AS t(item, n) ORDER BY n", {kHostile});
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(rows->map([](const Row& row) { return row.text("item"); }), kHostile);
}

TEST_F(SessionTest, ArraysKeepNullApartFromItsWord) {
  const std::vector<std::optional<std::string>> items{std::nullopt, "NULL", "", std::nullopt};
  const auto rows = session->query("SELECT item FROM unnest($1::text[]) AS t(item)", {items});
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(rows->map([](const Row& row) { return row.optional_text(0); }), items);
}

TEST_F(SessionTest, OtherArraysHaveTheirTypes) {
  const std::vector<std::int64_t> numbers{std::numeric_limits<std::int64_t>::min(), 0, 42};
  EXPECT_EQ(one_text("SELECT array_to_string($1::bigint[], ' ')", {numbers}), "-9223372036854775808 0 42");
  EXPECT_EQ(
      one_text("SELECT ($1::timestamptz[])[1] = $2::timestamptz", {std::vector<TimePoint>{TimePoint{}}, TimePoint{}}),
      "t");
}

TEST_F(SessionTest, AZeroByteIsRefusedRatherThanCutOff) {
  const auto rows = session->query("SELECT $1::text", {std::string("a\0b", 3)});
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, ErrorKind::Invalid);
}

TEST_F(SessionTest, CellsHaveTypes) {
  const auto rows = session->query(
      "SELECT 9223372036854775807 AS big, 7 AS small, true AS yes, 0.25 AS part, NULL::int AS none, "
      "'2026-11-20 19:00:00.123456+09'::timestamptz AS at");
  ASSERT_TRUE(rows) << rows.error().message;
  const auto read = rows->one([](const Row& row) {
    EXPECT_EQ(row.int64("big"), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(row.int32("small"), 7);
    EXPECT_TRUE(row.boolean("yes"));
    EXPECT_EQ(row.real("part"), 0.25);
    EXPECT_TRUE(row.is_null("none"));
    EXPECT_EQ(row.optional_int32("none"), std::nullopt);
    EXPECT_EQ(row.time("at"), TimePoint(std::chrono::microseconds(1'795'168'800'123'456)));
    return 0;
  });
  EXPECT_TRUE(read) << read.error().message;
}

TEST_F(SessionTest, TimesSurviveTheWayThere) {
  const TimePoint time(std::chrono::microseconds(1'795'168'800'123'456));
  const auto rows = session->query("SELECT $1::timestamptz AS at", {time});
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->one([](const Row& row) { return row.time("at"); }), time);
}

TEST_F(SessionTest, ACellThatCannotBeReadIsAnErrorOfTheWhole) {
  const auto rows = session->query("SELECT 1 AS n, 'one' AS word, NULL AS none, now()::timestamp AS local");
  ASSERT_TRUE(rows);
  const auto missing = rows->map([](const Row& row) { return row.int32("nn"); });
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::Incompatible);
  EXPECT_THAT(missing.error().message, HasSubstr("'nn'"));
  EXPECT_FALSE(rows->map([](const Row& row) { return row.int32("word"); }));
  EXPECT_FALSE(rows->first([](const Row& row) { return row.text("none"); }));
  EXPECT_FALSE(rows->one([](const Row& row) { return row.time("local"); })) << "it has no time zone";
  EXPECT_FALSE(rows->each([](const Row& row) { row.fail("n", "no such status"); }));
  EXPECT_TRUE(rows->each([](const Row& row) { EXPECT_EQ(row.int32(0), 1); }));
}

TEST_F(SessionTest, OneRowIsOne) {
  const auto two = session->query("SELECT 1 UNION ALL SELECT 2");
  ASSERT_TRUE(two);
  EXPECT_FALSE(two->one([](const Row& row) { return row.int32(0); }));
  const auto none = session->query("SELECT 1 WHERE false");
  ASSERT_TRUE(none);
  const auto first = none->first([](const Row& row) { return row.int32(0); });
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->has_value());
}

TEST_F(SessionTest, PreparedStatementsAreCheckedAtOnce) {
  ASSERT_TRUE(session->prepare("twice", "SELECT 2 * $1::int AS n"));
  ASSERT_TRUE(session->prepare("twice", "SELECT 2 * $1::int AS n"));
  EXPECT_FALSE(session->prepare("twice", "SELECT 3 * $1::int AS n"));
  const auto rows = session->query_prepared("twice", {21});
  ASSERT_TRUE(rows) << rows.error().message;
  EXPECT_EQ(rows->one([](const Row& row) { return row.int32("n"); }), 42);

  const auto wrong = session->prepare("wrong", "SELECT no_such_column FROM pg_class");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().kind, ErrorKind::Incompatible);
  EXPECT_TRUE(session->prepare("wrong", "SELECT relname FROM pg_class")) << "its name is free again";
  EXPECT_FALSE(session->query_prepared("never prepared"));
}

TEST_F(SessionTest, ErrorsCarryKindCodeAndOneLine) {
  run("CREATE TABLE kinds (id int PRIMARY KEY, n int CHECK (n > 0)); INSERT INTO kinds VALUES (1, 1)");
  const auto fails = [&](std::string_view sql, ErrorKind kind, const char* code) {
    const auto rows = session->query(sql);
    ASSERT_FALSE(rows) << sql;
    EXPECT_EQ(rows.error().kind, kind) << sql << ": " << rows.error().message;
    EXPECT_EQ(rows.error().code, code) << sql;
    EXPECT_EQ(rows.error().message.find('\n'), std::string::npos);
    EXPECT_FALSE(rows.error().message.starts_with(code)) << rows.error().message;
  };
  fails("INSERT INTO kinds VALUES (1, 1)", ErrorKind::Conflict, "23505");
  fails("INSERT INTO kinds VALUES (2, -1)", ErrorKind::Invalid, "23514");
  fails("SELECT 'x'::int", ErrorKind::Invalid, "22P02");
  fails("SELECT * FROM saga.no_such", ErrorKind::Incompatible, "42P01");
  fails("SELECT nonsense FROM kinds", ErrorKind::Incompatible, "42703");
  fails("SELECT no_such_function()", ErrorKind::Incompatible, "42883");
  fails("SELEKT 1", ErrorKind::Invalid, "42601");
  fails("DO $$ BEGIN RAISE EXCEPTION 'own words' USING ERRCODE = '40001'; END $$", ErrorKind::Conflict, "40001");
  fails("DO $$ BEGIN RAISE EXCEPTION 'own words'; END $$", ErrorKind::Invalid, "P0001");
  EXPECT_FALSE(session->broken());
  EXPECT_EQ(one_text("SELECT 'still here'"), "still here");
}

TEST_F(SessionTest, ARoleWithoutTheRightIsToldSo) {
  run("CREATE TABLE closed (id int); CREATE ROLE stranger LOGIN");
  const auto stranger = test::open_session(conninfo + " user=stranger");
  const auto rows = stranger->query("SELECT * FROM closed");
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, ErrorKind::Permission);
  EXPECT_EQ(rows.error().code, "42501");
}

TEST_F(SessionTest, AReadOnlySessionRefusesToWrite) {
  run("CREATE TABLE precious (id int)");
  const auto reader = test::open_session(conninfo, true);
  for (const char* sql : {"INSERT INTO precious VALUES (1)", "CREATE TABLE more (id int)", "TRUNCATE precious"}) {
    const auto rows = reader->query(sql);
    ASSERT_FALSE(rows) << sql;
    EXPECT_EQ(rows.error().code, "25006") << sql;
    EXPECT_EQ(rows.error().kind, ErrorKind::Permission) << sql;
  }
  auto transaction = reader->begin(Isolation::RepeatableRead);
  ASSERT_TRUE(transaction);
  const auto written = transaction->execute("INSERT INTO precious VALUES (1)");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, "25006");
}

TEST_F(SessionTest, CommitsWhatWasCommittedAndNothingElse) {
  run("CREATE TABLE ledger (id int)");
  {
    auto transaction = session->begin();
    ASSERT_TRUE(transaction);
    EXPECT_EQ(transaction->execute("INSERT INTO ledger SELECT generate_series(1, 3)"), 3);
    EXPECT_FALSE(session->query("SELECT 1")) << "it would run within the transaction";
    EXPECT_FALSE(session->begin());
    EXPECT_TRUE(transaction->commit());
    EXPECT_FALSE(transaction->commit()) << "it has ended";
  }
  {
    auto transaction = session->begin();
    ASSERT_TRUE(transaction);
    EXPECT_EQ(transaction->execute("DELETE FROM ledger"), 3);
  }
  EXPECT_EQ(one_text("SELECT count(*) FROM ledger"), "3");
}

TEST_F(SessionTest, AFailedTransactionNeverSeemsCommitted) {
  run("CREATE TABLE attempt (id int PRIMARY KEY)");
  auto transaction = session->begin();
  ASSERT_TRUE(transaction);
  ASSERT_TRUE(transaction->execute("INSERT INTO attempt VALUES (1)"));
  EXPECT_FALSE(transaction->execute("INSERT INTO attempt VALUES (1)"));
  EXPECT_FALSE(transaction->query("SELECT 1"));
  EXPECT_FALSE(transaction->commit());
  transaction->rollback();
  EXPECT_EQ(one_text("SELECT count(*) FROM attempt"), "0");
}

TEST_F(SessionTest, ASavepointSavesTheRest) {
  run("CREATE TABLE batch (id int PRIMARY KEY)");
  auto transaction = session->begin();
  ASSERT_TRUE(transaction);
  ASSERT_TRUE(transaction->execute("INSERT INTO batch VALUES (1)"));
  ASSERT_TRUE(transaction->savepoint("half"));
  EXPECT_FALSE(transaction->execute("INSERT INTO batch VALUES (1)"));
  ASSERT_TRUE(transaction->rollback_to("half"));
  ASSERT_TRUE(transaction->execute("INSERT INTO batch VALUES (2)"));
  ASSERT_TRUE(transaction->commit());
  EXPECT_EQ(one_text("SELECT count(*) FROM batch"), "2");
}

TEST_F(SessionTest, SerializationConflictsAreConflicts) {
  run("CREATE TABLE counter (n int); INSERT INTO counter VALUES (0)");
  const auto other = test::open_session(conninfo);
  auto mine = session->begin(Isolation::RepeatableRead);
  ASSERT_TRUE(mine && mine->query("SELECT n FROM counter"));
  ASSERT_TRUE(other->execute("UPDATE counter SET n = n + 1"));
  const auto late = mine->execute("UPDATE counter SET n = n + 1");
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::Conflict);
  EXPECT_EQ(late.error().code, "40001");
}

TEST_F(SessionTest, AStatementThatTakesTooLongIsStopped) {
  const auto hasty = Session::open({.conninfo = conninfo, .statement_timeout = std::chrono::milliseconds(50)});
  ASSERT_TRUE(hasty);
  const auto rows = (*hasty)->query("SELECT pg_sleep(20)");
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, ErrorKind::Timeout);
  EXPECT_EQ(rows.error().code, "57014");
  EXPECT_FALSE((*hasty)->broken());
}

TEST_F(SessionTest, AnotherThreadCancelsARunningStatement) {
  const auto observer = test::open_session(conninfo);
  std::thread canceller([&] {
    // A cancel that arrives before the statement does nothing, so wait until the server is at it.
    const Params pid{session->backend_pid()};
    for (int i = 0; i < 1000; ++i) {
      const auto rows = observer->read(
          "SELECT 1 FROM pg_stat_activity WHERE pid = $1::int AND state = 'active' AND query LIKE '%pg_sleep%'", pid);
      if (rows && !rows->empty()) break;
    }
    EXPECT_TRUE(session->cancel());
  });
  const auto rows = session->query("SELECT pg_sleep(20)");
  canceller.join();
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().kind, ErrorKind::Timeout);
  EXPECT_EQ(one_text("SELECT 'usable'"), "usable");
}

TEST_F(SessionTest, WhatCannotBeOpenedSaysWhy) {
  const auto nowhere = Session::open({.conninfo = "host=/nonexistent dbname=x"});
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().kind, ErrorKind::Connection);
  const auto no_database = Session::open({.conninfo = test::test_postgres().conninfo("no_such_database")});
  ASSERT_FALSE(no_database);
  EXPECT_EQ(no_database.error().kind, ErrorKind::Incompatible);
  const auto no_role = Session::open({.conninfo = conninfo + " user=nobody_of_that_name"});
  ASSERT_FALSE(no_role);
  EXPECT_EQ(no_role.error().kind, ErrorKind::Permission);
}

}  // namespace
}  // namespace saga::pg
