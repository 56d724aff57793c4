// SPDX-License-Identifier: GPL-3.0-or-later
// What comes from outside is masked in every view, and shown only for a reason that is journalled: 007, 024.
//
// Planted and seen red: in asked_to_reveal no look at the transaction (WhoTakes…), at who asked and at the time
// (ARequest…).
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "backend/postgres/dead_letter_queue.h"
#include "backend/postgres/saga_revealer.h"
#include "tests/postgres/new_delivery.h"
#include "tests/postgres/saga_database.h"

namespace saga::test {
namespace {

const std::string kCard = "4111 1111 1111 1111";
const std::string kMail = "buyer@example.com";
const std::string kToken = "tok-5f3a9";
const std::string kSecrets = R"({"card":")" + kCard + R"(","email":")" + kMail + R"(","token":")" + kToken + R"("})";

class MaskingTest : public testing::Test {
 protected:
  MaskingTest() {
    id = database.insert({.parked_reason = kSecrets});
    const auto run = [&](const std::string& sql) {
      const auto done = database.admin().query(sql, {kSecrets, id});
      EXPECT_TRUE(done) << sql << ": " << done.error().message;
    };
    run("update saga.saga_state set compensation_data = $1, resolution = $1 where saga_id = $2::uuid");
    run("insert into saga.saga_step_execution (saga_id, step_name, direction, attempt, status, input_data, "
        "output_data, "
        "error_message) values ($2::uuid, 'BalanceDeduction', 'FORWARD', 1, 'FAILED', $1, $1, $1)");
    run("insert into saga.saga_note (saga_id, author, body) values ($2::uuid, 'kim', $1)");
    run("insert into saga.saga_command (saga_id, action, expected_version, reason, evidence) values ($2::uuid, "
        "'RESOLVE', "
        "1, 'why', $1)");
    run("with j as (insert into saga.job (job_id, action, reason, evidence, set_hash, rate, ramped, failure_limit, "
        "patience, requested, waiting, stage) values ($2::uuid, 'RESOLVE', 'why', $1, 'x', 0, true, 10, '60 seconds', "
        "1, "
        "1, 0)) insert into saga.job_item (job_id, position, saga_id, expected_version, detail) values ($2::uuid, 1, "
        "$2::uuid, 1, $1)");
    run("insert into saga.external_target (target_system, instance, state, since, last_error) select 'crm', $2, "
        "'OPEN', "
        "now(), $1");
    run("with r as (insert into saga.verification_run (requested_by, started_at, finished_at, checked, unread, "
        "subjects, "
        "discrepant) values ($2, now(), now(), '{}', '[]', 1, 1) returning run_id) insert into "
        "saga.verification_finding "
        "(run_id, kind, subject_type, subject, detail, advice, first_seen) select run_id, 'k', 's', 's', $1, '', now() "
        "from r");
    letter = insert(database, {.error = kSecrets, .payload = kSecrets});
  }
  // The only cell of what a session is answered; its error's code.
  static std::string answer(const Result<pg::Rows>& rows) {
    if (!rows) return rows.error().code;
    return rows->one([](const pg::Row& row) { return row.optional_text(0).value_or(""); }).value();
  }
  std::string ask(const std::string& who, const std::string& area, const std::string& what, const std::string& reason) {
    return answer(database.session(who)->query(
        "select outcome || ' ' || detail || coalesce(request_id::text, '') from saga.ask_reveal($1, $2, $3)",
        {area, what, reason}));
  }
  // The id of a request that is accepted.
  std::string asked(const std::string& area, const std::string& what, const std::string& who = "kim") {
    const std::string accepted = ask(who, area, what, "the bank asks");
    EXPECT_TRUE(accepted.starts_with("ACCEPTED ")) << accepted;
    return accepted.substr(accepted.find(' ') + 1);
  }
  std::string shown(const std::string& who, const std::string& request) {
    return answer(database.session(who)->query(
        "select string_agg(coalesce(step_name || ' ', '') || input_data || output_data || error_message, ';' order by "
        "step_name nulls first) from saga.reveal($1::uuid)",
        {request}));
  }
  std::string shown_letter(const std::string& who, const std::string& request) {
    return answer(database.session(who)->query("select event_data || error_message from saga.reveal_delivery($1::uuid)",
                                               {request}));
  }
  std::string journalled() {
    return database.value(
        "select coalesce(string_agg(who || ' ' || what || ' ' || why || ' ' || (after::jsonb ->> 'outcome'), ', ' "
        "order "
        "by at), '') from saga.operator_journal where what = 'REVEAL'");
  }

  SagaDatabase database;
  SagaId id;
  DeliveryId letter;
};

constexpr const char* kNotAsked = "55000";

TEST_F(MaskingTest, NoViewShowsWhatIsSecret) {
  const auto views = database.admin().read(
      "select relname from pg_class where relnamespace = 'saga'::regnamespace and relkind = 'v' order by 1");
  ASSERT_TRUE(views) << views.error().message;
  const auto vera = database.session("vera", true);
  int shown = 0;
  (void)views->each([&](const pg::Row& row) {
    const std::string view = row.text(0);
    const auto rows = vera->read("select coalesce(string_agg(v::text, ' '), '') from saga." + view + " v");
    ASSERT_TRUE(rows) << view << ": " << rows.error().message;
    const auto text = rows->one([](const pg::Row& all) { return all.text(0); }).value();
    for (const auto& secret : {kCard, kMail, kToken})
      EXPECT_EQ(text.find(secret), std::string::npos) << view << ": " << text;
    if (text.find("***@***") != std::string::npos) ++shown;
  });
  EXPECT_GE(shown, 10) << "the masked text is there";
}

TEST_F(MaskingTest, ItIsRevealedToOperatorsForAReasonAndTheJournalKeepsIt) {
  EXPECT_EQ(ask("vera", "sagas", id, "curious"), "42501");
  EXPECT_EQ(ask("nobody", "sagas", id, "curious"), "42501");
  EXPECT_EQ(ask("kim", "sagas", id, " "), "REFUSED a reason is required");
  EXPECT_EQ(ask("kim", "sagas", "00000000-0000-4000-8000-000000000000", "x"), "REFUSED there is no such saga");
  EXPECT_EQ(ask("kim", "sagas", "7", "x"), "REFUSED there is no such saga");
  EXPECT_EQ(ask("kim", "dead-letters", id, "x"), "REFUSED there is no such delivery");
  EXPECT_EQ(ask("kim", "jobs", id, "x"), "22023");
  const std::string thrice = kSecrets + kSecrets + kSecrets;
  EXPECT_EQ(shown("kim", asked("sagas", id)), thrice + ";BalanceDeduction " + thrice);
  EXPECT_EQ(shown_letter("kim", asked("dead-letters", letter)), kSecrets + kSecrets);
  EXPECT_EQ(
      database.value("select string_agg(who || ' ' || what || ' ' || why || ' ' || (after::jsonb ->> 'outcome'), ', ' "
                     "order by seq) from saga.operator_journal where area = 'sagas' and on_what = '" +
                     id + "'"),
      "kim REVEAL   REFUSED, kim REVEAL the bank asks ACCEPTED");
  EXPECT_EQ(database.value("select count(*) from saga.operator_journal where after like '%buyer@%'"), "0")
      << "the journal says that it was shown, not what";
}

TEST_F(MaskingTest, TheAdaptersAskAndAreShown) {
  std::vector<JournalAnchor> anchors;
  const auto keep = [&](const std::vector<JournalAnchor>& given) -> Result<void> {
    anchors.insert(anchors.end(), given.begin(), given.end());
    return {};
  };
  pg::PgSagaRevealer sagas(database.session("kim"), keep);
  const auto saga = sagas.reveal(id, "the bank asks");
  ASSERT_TRUE(saga) << saga.error().message;
  EXPECT_EQ(saga->parked_reason, kSecrets);
  ASSERT_EQ(saga->attempts.size(), 1U);
  EXPECT_EQ(saga->attempts[0].error, kSecrets);
  EXPECT_EQ(sagas.reveal(id, "").error().message, "a reason is required");
  pg::PgDeadLetterOperator letters(database.session("kim"), keep);
  const auto revealed = letters.reveal(letter, "the bank asks");
  ASSERT_TRUE(revealed && *revealed);
  EXPECT_EQ((*revealed)->payload, kSecrets);
  ASSERT_EQ(anchors.size(), 3U) << "also of what was refused";
  EXPECT_EQ(anchors[2].hash, database.value("select hash from saga.operator_journal where area = 'dead-letters'"));
  EXPECT_EQ(pg::PgSagaRevealer(database.session("vera")).reveal(id, "x").error().advice,
            "It needs the role saga_operator.");
}

// psql, begin; reveal; rollback: once the raw text was seen, and nothing said so.
TEST_F(MaskingTest, WhoTakesTheJournalsRowBackHasSeenNothing) {
  for (const auto& [area, what, reveal] :
       {std::tuple{"sagas", id, "select count(*) from saga.reveal($1::uuid)"},
        {"dead-letters", letter, "select count(*) from saga.reveal_delivery($1::uuid)"}}) {
    const auto kim = database.session("kim");
    std::string request;
    {
      auto transaction = kim->begin();
      ASSERT_TRUE(transaction) << transaction.error().message;
      request = answer(transaction->query("select request_id from saga.ask_reveal($1, $2, 'curious')", {area, what}));
      ASSERT_EQ(request.size(), 36U) << request;
      EXPECT_EQ(answer(transaction->query(reveal, {request})), kNotAsked) << "its own transaction";
    }
    EXPECT_EQ(answer(kim->query(reveal, {request})), kNotAsked) << "it was rolled back";
    auto transaction = kim->begin();
    ASSERT_TRUE(transaction->savepoint("s"));
    request = answer(transaction->query("select request_id from saga.ask_reveal($1, $2, 'curious')", {area, what}));
    EXPECT_EQ(answer(database.session("kim")->query(reveal, {request})), kNotAsked)
        << "another session, not committed yet";
    ASSERT_TRUE(transaction->rollback_to("s"));
    EXPECT_EQ(answer(transaction->query(reveal, {request})), kNotAsked) << "it was rolled back to the savepoint";
  }
  EXPECT_EQ(journalled(), "");
  // In two statements of one call neither.
  const auto both = database.session("kim")->query(
      "select count(*) from saga.ask_reveal('sagas', $1, 'curious') a cross join lateral saga.reveal(a.request_id)",
      {id});
  EXPECT_EQ(answer(both), kNotAsked);
  EXPECT_EQ(journalled(), "");
  // What is committed stays, whatever becomes of the transaction that was shown.
  const std::string request = asked("sagas", id);
  {
    const auto kim = database.session("kim");
    auto transaction = kim->begin();
    EXPECT_EQ(answer(transaction->query("select count(*) from saga.reveal($1::uuid)", {request})), "2");
  }
  EXPECT_EQ(journalled(), "kim REVEAL the bank asks ACCEPTED");
}

TEST_F(MaskingTest, ARequestIsForWhoAskedForThisAndForAMinute) {
  database.run(
      "do $$ begin create role lee login in role saga_operator; exception when duplicate_object then null; end $$");
  const std::string saga = asked("sagas", id);
  const std::string delivery = asked("dead-letters", letter);
  EXPECT_EQ(shown("lee", saga), kNotAsked);
  EXPECT_EQ(shown("vera", saga), "42501");
  EXPECT_EQ(shown("kim", delivery), kNotAsked) << "a delivery is no saga";
  EXPECT_EQ(shown_letter("kim", saga), kNotAsked);
  EXPECT_EQ(shown("kim", "00000000-0000-4000-8000-000000000000"), kNotAsked);
  database.run("update saga.reveal_request set at = at - interval '1 minute'");
  EXPECT_EQ(shown("kim", saga), kNotAsked);
  EXPECT_EQ(shown_letter("kim", delivery), kNotAsked);
  (void)asked("sagas", id);
  EXPECT_EQ(database.value("select count(*) from saga.reveal_request"), "1") << "old ones are forgotten";
}

}  // namespace
}  // namespace saga::test
