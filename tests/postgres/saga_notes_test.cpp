// SPDX-License-Identifier: GPL-3.0-or-later
// Notes and claims on the real database. Seen red: without the unique row that two who take a saga meet at (both then
// had it), without the trigger that keeps notes, and with add_note granted to viewers.
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "backend/postgres/saga_context.h"
#include "backend/postgres/saga_notebook.h"
#include "backend/postgres/saga_reader.h"
#include "tests/postgres/saga_database.h"

namespace saga {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using Kind = NoteChange::Kind;

class SagaNotesTest : public testing::Test {
 protected:
  ActionOutcome as(const std::string& user, const NoteChange& change) {
    return pg::PgSagaNotebook(database.session(user),
                              [this](const std::vector<JournalAnchor>& anchors) -> Result<void> {
                                kept.insert(kept.end(), anchors.begin(), anchors.end());
                                return {};
                              })
        .change(change);
  }
  // "applied", "refused: …", "conflict: …", "failed: …"
  static std::string told(const ActionOutcome& outcome) {
    if (std::holds_alternative<Applied>(outcome)) return "applied";
    if (const auto* refused = std::get_if<Refused>(&outcome)) return "refused: " + refused->reason;
    if (const auto* conflict = std::get_if<Conflict>(&outcome)) return "conflict: " + conflict->reason;
    if (const auto* failed = std::get_if<Failed>(&outcome)) return "failed: " + failed->error.message;
    return "unknown";
  }
  SagaNotes notes(const std::string& user = "vera") {
    auto read = pg::PgSagaContext(database.session(user, true)).notes(id);
    EXPECT_TRUE(read) << read.error().message;
    return read.value_or(SagaNotes{});
  }
  std::string claim() {
    const auto now = notes().claim;
    return now ? now->who : "nobody";
  }
  void another_operator() {
    database.run(
        "do $$ begin if not exists (select from pg_roles where rolname = 'lee') then "
        "create role lee login in role saga_operator; end if; end $$");
  }

  test::SagaDatabase database;
  std::vector<JournalAnchor> kept;
  SagaId id = database.insert({.parked_reason = "no reply"});
};

TEST_F(SagaNotesTest, ANoteIsKeptMaskedJournalledAndCounted) {
  EXPECT_EQ(told(as("kim", {Kind::Note, id, "  bank says 4111 1111 1111 1234 was charged  "})), "applied");
  EXPECT_EQ(told(as("kim", {Kind::Note, id, "second"})), "applied");
  const SagaNotes found = notes();
  ASSERT_EQ(found.notes.size(), 2U);
  EXPECT_EQ(found.notes[0].text, "second") << "newest first";
  EXPECT_EQ(found.notes[1].text, "bank says ************1234 was charged");
  EXPECT_EQ(found.notes[1].author, "kim");
  EXPECT_FALSE(found.more);
  EXPECT_EQ(database.value("select string_agg(what || ' ' || why, '; ' order by seq) from saga.operator_journal"),
            "NOTE bank says ************1234 was charged; NOTE second");
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(database.value("select hash from saga.journal_chain where area = 'sagas'"), kept[1].hash);
  EXPECT_EQ(database.value("select string_agg(kind, ' ') from saga.saga_change"), "NOTE NOTE") << "others see it";
  const auto detail = pg::PgSagaReader(database.session("vera", true)).glance(id);
  ASSERT_TRUE(detail) << detail.error().message;
  EXPECT_EQ((*detail)->notes, 2);
  EXPECT_EQ((*detail)->saga.version, 1) << "a note changes nothing about the saga";
}

TEST_F(SagaNotesTest, WhatIsNoNoteIsRefusedAndJournalled) {
  EXPECT_EQ(told(as("kim", {Kind::Note, id, " \n\t "})), "refused: a note needs a text");
  EXPECT_EQ(told(as("kim", {Kind::Note, id, std::string(4001, 'x')})), "refused: a note has at most 4000 characters");
  EXPECT_EQ(told(as("kim", {Kind::Note, "00000000-0000-7000-8000-000000000000", "x"})),
            "refused: there is no such saga");
  EXPECT_EQ(told(as("kim", {Kind::Note, "x'; drop table saga.saga_note; --", "x"})), "refused: there is no such saga");
  EXPECT_EQ(notes().notes.size(), 0U);
  EXPECT_EQ(database.value("select count(*) from saga.operator_journal"), "3");
}

TEST_F(SagaNotesTest, NotesAreAppendOnlyAlsoForTheirOwner) {
  ASSERT_EQ(told(as("kim", {Kind::Note, id, "x"})), "applied");
  for (const char* change :
       {"update saga.saga_note set body = 'y'", "delete from saga.saga_note", "truncate saga.saga_note"}) {
    const auto done = database.admin().execute(change);
    ASSERT_FALSE(done) << change;
    EXPECT_THAT(done.error().message, HasSubstr("append-only"));
  }
}

TEST_F(SagaNotesTest, AViewerMayReadAndNothingElse) {
  ASSERT_EQ(told(as("kim", {Kind::Take, id})), "applied");
  for (const NoteChange& change :
       {NoteChange{Kind::Note, id, "x"}, NoteChange{Kind::Take, id, "", "kim"}, NoteChange{Kind::Release, id}}) {
    EXPECT_THAT(told(as("vera", change)), HasSubstr("it needs the role saga_operator"));
  }
  EXPECT_EQ(claim(), "kim");
  EXPECT_FALSE(database.session("vera")->execute("insert into saga.saga_note (saga_id, body) values ($1, 'x')", {id}));
  EXPECT_FALSE(database.session("kim")->execute("delete from saga.saga_assignee")) << "nobody writes a table";
  EXPECT_FALSE(database.session("kim")->read("select body from saga.saga_note")) << "nor reads one past its view";
  EXPECT_FALSE(pg::PgSagaContext(database.session("nobody", true)).notes(id));
}

TEST_F(SagaNotesTest, ASagaIsTakenOnceAndGivenBackByWhoeverHasIt) {
  another_operator();
  EXPECT_EQ(told(as("kim", {Kind::Take, id})), "applied");
  EXPECT_EQ(told(as("kim", {Kind::Take, id})), "applied") << "it is kim's already";
  EXPECT_THAT(told(as("lee", {Kind::Take, id})), StartsWith("conflict: kim took it at "));
  EXPECT_THAT(told(as("lee", {Kind::Release, id})), StartsWith("conflict: kim took it at "));
  EXPECT_EQ(claim(), "kim");
  EXPECT_EQ(told(as("kim", {Kind::Release, id})), "applied");
  EXPECT_EQ(claim(), "nobody");
  EXPECT_EQ(told(as("kim", {Kind::Release, id})), "refused: nobody has taken this saga");
  EXPECT_EQ(database.value("select string_agg(who || ' ' || what || ' ' || (after::json ->> 'outcome'), ', ' "
                           "order by seq) from saga.operator_journal"),
            "kim TAKE APPLIED, kim TAKE APPLIED, lee TAKE CONFLICT, lee RELEASE CONFLICT, kim RELEASE APPLIED, "
            "kim RELEASE REFUSED");
}

TEST_F(SagaNotesTest, TakingOverNamesWhoseClaimItIs) {
  another_operator();
  ASSERT_EQ(told(as("kim", {Kind::Take, id})), "applied");
  EXPECT_THAT(told(as("lee", {Kind::Take, id, "", "vera"})), StartsWith("conflict: kim took it at "))
      << "it is not vera's any more";
  EXPECT_EQ(told(as("lee", {Kind::Take, id, "", "kim"})), "applied");
  EXPECT_EQ(claim(), "lee");
  EXPECT_THAT(told(as("kim", {Kind::Take, id, "", "kim"})), StartsWith("conflict: lee took it at "));
}

// Both call at the same moment: one has the saga, the other is told who, and since when.
TEST_F(SagaNotesTest, TwoWhoTakeAtTheSameTime) {
  another_operator();
  for (int round = 0; round < 20; ++round) {
    const SagaId contested = database.insert({});
    pg::PgSagaNotebook kim(database.session("kim")), lee(database.session("lee"));
    std::atomic<int> ready{0};
    const auto take = [&](pg::PgSagaNotebook& who, std::string& into) {
      ++ready;
      while (ready < 2) std::this_thread::yield();
      into = told(who.change({Kind::Take, contested}));
    };
    std::string of_kim, of_lee;
    std::thread other([&] { take(lee, of_lee); });
    take(kim, of_kim);
    other.join();
    const bool kim_has_it = of_kim == "applied";
    EXPECT_EQ(kim_has_it ? of_kim : of_lee, "applied");
    EXPECT_THAT(kim_has_it ? of_lee : of_kim,
                StartsWith(kim_has_it ? "conflict: kim took it at " : "conflict: lee took it at "));
    EXPECT_EQ(database.value("select assignee from saga.saga_assignee where saga_id = '" + contested + "'"),
              kim_has_it ? "kim" : "lee");
  }
}

TEST_F(SagaNotesTest, AConnectionLostDuringTheCallLeavesTheOutcomeUnknown) {
  auto holder_session = database.session();
  auto holder = holder_session->begin();
  ASSERT_TRUE(holder->query("insert into saga.journal_chain (area) values ('sagas') on conflict do nothing"));
  auto session = database.session("kim");
  const int pid = session->backend_pid();
  pg::PgSagaNotebook kim(session);
  ActionOutcome outcome = Applied{};
  std::thread caller([&] { outcome = kim.change({Kind::Note, id, "x"}); });
  const auto waits =
      "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and pid = " + std::to_string(pid);
  while (database.value(waits) == "0") std::this_thread::yield();
  database.run("select pg_terminate_backend(" + std::to_string(pid) + ")");
  caller.join();
  EXPECT_TRUE(std::holds_alternative<OutcomeUnknown>(outcome)) << told(outcome);
}

}  // namespace
}  // namespace saga
